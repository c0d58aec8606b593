"""The guardian: a small process that cleans up when the launcher was killed and could not.

It reads `watch <pid>` and `forget <pid>` from its standard input. The end of that input means that
the launcher is gone, however it ended; what is still watched is stopped then, and the embedded
database too unless someone else uses it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

from redress.core.database import DatabaseUnavailable, is_named, release

PATIENCE = 8.0  # seconds between asking and killing


class Guardian:
    """The launcher's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "redress.launch.guarding"],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a closed terminal or Ctrl-C does not reach it
        )

    def watch(self, pid: int) -> None:
        """Name the leader of a process group that must not outlive us."""
        self._tell(f"watch {pid}")

    def forget(self, pid: int) -> None:
        """Say that this one has ended."""
        self._tell(f"forget {pid}")

    def dismiss(self) -> None:
        """Let it end, after everything else has."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=60)

    def _tell(self, sentence: str) -> None:
        pipe = self._process.stdin
        if pipe is None or self._process.poll() is not None:
            return
        pipe.write(sentence + "\n")
        pipe.flush()


def stop_groups(pids: Iterable[int], *, patience: float = PATIENCE) -> None:
    """Ask these process groups to stop, and kill what is left of them after a while."""
    left = {pid for pid in pids if _send(pid, signal.SIGTERM)}
    give_up = time.monotonic() + patience
    while left and time.monotonic() < give_up:
        time.sleep(0.05)
        left = {pid for pid in left if _send(pid, 0)}
    for pid in left:
        _send(pid, signal.SIGKILL)


def _send(pid: int, what: int) -> bool:
    """Send to the whole group; False when nobody is left in it."""
    try:
        os.killpg(pid, what)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> None:
    """Wait for the launcher's end, then stop what it left behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # our end is the launcher's, nothing else
    watched: set[int] = set()
    for line in sys.stdin:
        word, pid = line.split()
        (watched.add if word == "watch" else watched.discard)(int(pid))
    stop_groups(watched)
    if not is_named(os.environ):
        try:
            release(keep=True)
        except DatabaseUnavailable as error:
            print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
