"""Running one of our scripts in a child that cannot take the machine down with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MEMORY_EXIT = 71
_KEPT_ERROR = 20_000

# Runs before the script and before any input is read. Limits set here, and not by a hook
# between fork and exec, are safe in a process with threads.
_BOOTSTRAP = f"""
import resource, runpy, sys
script, cpu, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
try:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
except (OSError, ValueError):
    # macOS refuses an address space limit; processor and wall time still hold there
    if sys.platform != "darwin":
        raise
sys.argv = [script]
try:
    runpy.run_path(script, run_name="__main__")
except MemoryError:
    sys.exit({MEMORY_EXIT})
"""


class ChildFailed(Exception):
    """The script ended badly; `returncode` and `stderr` tell how."""

    def __init__(self, message: str, *, returncode: int, stderr: str) -> None:
        """Keep what the child said for the logs; it is never shown to a visitor."""
        super().__init__(message)
        self.returncode = returncode
        self.stderr = stderr


class TooMuchMemory(ChildFailed):
    """The script asked for more memory than it may have."""


class TimeRanOut(ChildFailed):
    """The script used up its processor time or the time on the wall."""


@dataclass(frozen=True)
class Limits:
    """What a child may use."""

    cpu_seconds: int = 30
    memory_bytes: int = 1_500_000_000
    wall_seconds: float = 60.0
    threads: int = 2


def run_script(*, script: Path, payload: bytes, limits: Limits) -> bytes:
    """Run a Python script under limits; it reads `payload` and its output is returned.

    The child starts in an empty folder of its own that is removed afterwards, sees none of our
    environment (so no secrets) and none of our open files. Raises TooMuchMemory, TimeRanOut or
    ChildFailed; nothing of the child is left running in any case.
    """
    with tempfile.TemporaryDirectory(prefix="redress-child-") as folder:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
            [
                sys.executable,
                "-I",
                "-B",
                "-c",
                _BOOTSTRAP,
                str(script),
                str(limits.cpu_seconds),
                str(limits.memory_bytes),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder, limits),
            start_new_session=True,
            close_fds=True,
        )
        try:
            output, errors = process.communicate(payload, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise TimeRanOut(
                f"{script.name} took more than {limits.wall_seconds:g} s.",
                returncode=-signal.SIGKILL,
                stderr="",
            ) from None
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        raise _failure(script, process.returncode, errors.decode(errors="replace"), limits)
    return output


def _environment(folder: str, limits: Limits) -> dict[str, str]:
    return {
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        # each thread of the typesetter reserves address space, which counts as memory
        "RAYON_NUM_THREADS": str(limits.threads),
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child with everything that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _failure(script: Path, returncode: int, stderr: str, limits: Limits) -> ChildFailed:
    said = stderr[-_KEPT_ERROR:]
    if returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return TimeRanOut(
            f"{script.name} used more than {limits.cpu_seconds} s of processor time.",
            returncode=returncode,
            stderr=said,
        )
    if returncode == MEMORY_EXIT or "memory allocation of" in said or "MemoryError" in said:
        return TooMuchMemory(
            f"{script.name} asked for more than {limits.memory_bytes / 1e6:,.0f} MB.",
            returncode=returncode,
            stderr=said,
        )
    return ChildFailed(
        f"{script.name} ended with {returncode}.", returncode=returncode, stderr=said
    )
