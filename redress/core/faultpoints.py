"""Named steps at which a test may kill a real process; nothing at all elsewhere.

A kill after a sleep proves little: here the process itself says that it has reached the step,
by an empty file named after it, and only then dies.
"""

import itertools
import os
import signal
from pathlib import Path

from django.conf import settings

_reached = itertools.count(1)  # counts in one instruction, whichever thread comes


def reach(step: str) -> None:
    """Die by SIGKILL here when a test asked for this step; does nothing outside of tests.

    `REDRESS_TEST_KILL_AT` is `step` or `step:3` for the third time that it is reached, and
    `REDRESS_TEST_MARKS` the folder for the mark. A step whose mark is there kills nobody more.
    """
    if settings.MODE != "test":
        return
    wanted, _colon, times = os.environ.get("REDRESS_TEST_KILL_AT", "").partition(":")
    if wanted != step or next(_reached) < int(times or 1):
        return
    mark = Path(os.environ["REDRESS_TEST_MARKS"]) / step
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
