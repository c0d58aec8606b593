"""Local data are deleted only after a yes, and never under a running site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from redress.core.database import ensure
from redress.launch import resetting

pytestmark = pytest.mark.process
CHECKOUT = Path(__file__).resolve().parents[2]


def reset(folder: Path, answer: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "redress.launch.resetting"],
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env=os.environ | {"REDRESS_VAR_DIR": str(folder)},
    )
    return done.returncode, done.stdout + done.stderr


class TestMain:
    def test_deletes_what_was_made_here_and_nothing_else(self, folder: Path) -> None:
        ensure(root=folder).stop()
        (folder / "media").mkdir()
        (folder / "mine.txt").touch()

        code, said = reset(folder, "yes\n")

        assert code == 0
        assert str(folder / "postgres") in said
        assert [path.name for path in folder.iterdir()] == ["mine.txt"]

    @pytest.mark.parametrize("answer", ["", "no\n", "y\n", "\n"])
    def test_deletes_nothing_without_a_yes(self, folder: Path, answer: str) -> None:
        (folder / "media").mkdir()

        code, said = reset(folder, answer)

        assert code == 1
        assert "Nothing was deleted." in said
        assert (folder / "media").exists()

    def test_refuses_while_the_database_is_used(self, folder: Path) -> None:
        with ensure(root=folder) as server:
            code, said = reset(folder, "yes\n")

            assert code == 1
            assert "Something still uses the local database" in said
            assert server.is_alive()

    def test_lists_only_folders_of_this_project(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REDRESS_VAR_DIR", str(folder))
        for name in ("static", "photos"):
            (folder / name).mkdir()

        assert resetting.local_data() == [folder / "static"]
