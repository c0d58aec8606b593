"""Ids in the processor's manner, and the sandbox's own clock."""

import secrets
import string
from datetime import datetime, timedelta

from redress.core import clock
from redress.sandbox.models import Control

_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """A fresh id that nobody can guess, such as `pi_3Q…`."""
    return f"{prefix}_{''.join(secrets.choice(_LETTERS) for _ in range(length))}"


def sandbox_time() -> datetime:
    """The present instant as the sandbox sees it: the machine's, moved by the control's offset."""
    offset = Control.objects.filter(pk=1).values_list("offset_seconds", flat=True)
    return clock.now() + timedelta(seconds=next(iter(offset), 0))


def unix(at: datetime) -> int:
    """Whole seconds since 1970, as the processor writes times."""
    return int(at.timestamp())
