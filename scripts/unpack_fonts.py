"""Unpack the TTF twins of the site's web fonts, because the typesetter reads no woff2.

Run after a font in redress/web/static/fonts has changed; the results are committed together
with the licenses. `--check` changes nothing and fails when a twin differs from its source.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

BASE = Path(__file__).resolve().parent.parent
WEB_FONTS = BASE / "redress" / "web" / "static" / "fonts"
TWINS = BASE / "redress" / "petitions" / "fonts"
NAMES = (
    "courier-prime-latin-400-normal",
    "libre-caslon-condensed-latin-600-normal",
)


def unpack(woff2: Path) -> bytes:
    """The same glyphs and tables as plain TrueType, byte for byte the same on each run."""
    font = TTFont(woff2, recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def main() -> int:
    """Write the twins, or only compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail on a difference")
    check = parser.parse_args().check
    stale = []
    for name in NAMES:
        twin = TWINS / f"{name}.ttf"
        data = unpack(WEB_FONTS / f"{name}.woff2")
        if twin.exists() and twin.read_bytes() == data:
            continue
        stale.append(name)
        if not check:
            twin.write_bytes(data)
    for name in stale:
        sys.stdout.write(f"{name}.ttf {'differs from its woff2' if check else 'written'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
