"""The typesetter's fonts are the site's fonts, with their licenses."""

import subprocess
import sys
from pathlib import Path

from redress.petitions import rendering

ROOT = Path(__file__).resolve().parents[2]


class TestFonts:
    def test_are_the_twins_of_the_web_fonts(self):
        checked = subprocess.run(
            [sys.executable, ROOT / "scripts" / "unpack_fonts.py", "--check"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert (checked.returncode, checked.stdout) == (0, "")

    def test_stand_beside_their_licenses(self):
        names = {path.name for path in rendering.FONTS.iterdir()}

        assert names == {
            "LICENSE-fontsource-courier-prime-5.3.0.txt",
            "LICENSE-fontsource-libre-caslon-condensed-5.3.0.txt",
            "courier-prime-latin-400-normal.ttf",
            "libre-caslon-condensed-latin-600-normal.ttf",
        }
