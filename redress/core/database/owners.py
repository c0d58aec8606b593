"""Who uses a server now. Kept by the kernel's file locks, so that a killed owner is never counted.

`lock` is held by the one process that starts or stops the server; `users` is held, shared, by
every owner for as long as it lives.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redress.core.database.binaries import DatabaseUnavailable

PATIENCE = 120  # seconds; longer than the slowest start


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of this folder."""
    handle = os.open(home / "lock", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        give_up = time.monotonic() + PATIENCE
        while not _locked(handle, fcntl.LOCK_EX):
            if time.monotonic() > give_up:
                raise DatabaseUnavailable(f"Another process holds {home / 'lock'} and is stuck.")
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def register(home: Path) -> int:
    """Become one of the owners; the handle stands for it, and dies with the process."""
    handle = os.open(home / "users", os.O_RDONLY | os.O_CREAT, 0o644)
    fcntl.flock(handle, fcntl.LOCK_SH)  # nobody holds it otherwise than inside only_one()
    return handle


def anyone_left(home: Path) -> bool:
    """Whether some living process still is an owner. Ask inside only_one()."""
    handle = os.open(home / "users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        return not _locked(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _locked(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
