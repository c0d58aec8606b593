"""Named steps at which a test may stop or kill a real process; nothing at all elsewhere.

A kill after a sleep proves little: here the process itself says that it has reached the step,
by an empty file named after it, and only then dies.
"""

import os
import signal
from pathlib import Path

from django.conf import settings


def reach(step: str) -> None:
    """Die by SIGKILL here when a test asked for this step; does nothing outside of tests.

    `REDRESS_TEST_KILL_AT` names the step, `REDRESS_TEST_MARKS` the folder for the mark. A
    process dies at a step only once per folder, so that the next one gets past it.
    """
    if settings.MODE != "test" or os.environ.get("REDRESS_TEST_KILL_AT") != step:
        return
    mark = Path(os.environ["REDRESS_TEST_MARKS"]) / step
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
