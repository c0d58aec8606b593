"""A child that runs away is ended, and sees nothing of ours."""

import json
from pathlib import Path

import psutil
import pytest

from redress.core.childproc import ChildFailed, Limits, TimeRanOut, TooMuchMemory, run_script

SMALL = Limits(cpu_seconds=1, memory_bytes=300_000_000, wall_seconds=10)


def script(folder: Path, text: str) -> Path:
    path = folder / "script.py"
    path.write_text(text)
    return path


class TestRunScript:
    def test_answers_what_the_script_wrote(self, tmp_path):
        path = script(tmp_path, "import sys; sys.stdout.write(sys.stdin.read().upper())")

        assert run_script(script=path, payload=b"petition", limits=SMALL) == b"PETITION"

    def test_ends_a_script_that_computes_for_ever(self, tmp_path):
        path = script(tmp_path, "while True: pass")

        with pytest.raises(TimeRanOut, match="more than 1 s of processor time"):
            run_script(script=path, payload=b"", limits=SMALL)

    def test_ends_a_script_that_waits_for_ever_with_its_children(self, tmp_path):
        pid_file = tmp_path / "pid"
        path = script(
            tmp_path,
            "import subprocess, sys, time\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            f"open({str(pid_file)!r}, 'w').write(str(child.pid))\n"
            "time.sleep(60)\n",
        )

        with pytest.raises(TimeRanOut, match=r"more than 1\.5 s"):
            run_script(script=path, payload=b"", limits=Limits(wall_seconds=1.5))

        pid = int(pid_file.read_text())
        gone = not psutil.pid_exists(pid)
        assert gone or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE

    def test_refuses_more_memory_than_allowed(self, tmp_path):
        path = script(tmp_path, "hoard = bytearray(400_000_000)")

        with pytest.raises(TooMuchMemory, match="more than 300 MB"):
            run_script(script=path, payload=b"", limits=SMALL)

    def test_hides_our_environment_and_starts_in_an_empty_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("REDRESS_SECRET_KEY", "hush")
        path = script(
            tmp_path,
            "import json, os, sys\n"
            "json.dump([dict(os.environ), os.listdir(), os.getcwd()], sys.stdout)",
        )

        seen, files, folder = json.loads(run_script(script=path, payload=b"", limits=SMALL))

        assert set(seen) <= {"LANG", "HOME", "TMPDIR", "RAYON_NUM_THREADS", "LC_CTYPE"}
        assert files == []
        assert not Path(folder).exists()

    def test_tells_what_went_wrong(self, tmp_path):
        path = script(tmp_path, "raise SystemExit('the reason')")

        with pytest.raises(ChildFailed, match=r"script\.py ended with 1") as failure:
            run_script(script=path, payload=b"", limits=SMALL)

        assert failure.value.returncode == 1
        assert failure.value.stderr.strip() == "the reason"
