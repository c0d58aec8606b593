"""The only clock. Edges ask `now()`; whoever judges a deadline asks `database_time()`.

Whether a pledge, a confirmation or a decision is inside the deadline is judged by the
database's clock after the lock is held, so that two machines cannot disagree. Both clocks
move together by `redress.clock_offset`, a session setting that production refuses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.backends.signals import connection_created

# for `db_default` and updates: the database's own clock, moved by the same offset
DATABASE_NOW = models.Func(function="redress_now", output_field=models.DateTimeField())

_travelled = timedelta()


def now() -> datetime:
    """The present instant, in UTC; for edges only (views, tasks, commands)."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS) + _travelled


def database_time() -> datetime:
    """The database's clock at this moment, not at the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT redress_now()")
        row = cursor.fetchone()
    at: datetime = row[0]
    return at


def _set_offset(**kwargs: Any) -> None:
    offset = settings.CLOCK_OFFSET_SECONDS + _travelled.total_seconds()
    with kwargs["connection"].cursor() as cursor:
        cursor.execute("SELECT set_config('redress.clock_offset', %s, false)", [str(offset)])


@contextmanager
def travelled(by: timedelta) -> Iterator[None]:
    """Move both clocks of this process, and of its new connections, by `by`.

    For tests and dry runs. Raises ImproperlyConfigured in production.
    """
    global _travelled  # noqa: PLW0603 - one process has one clock
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Production does not move its clock.")
    before = _travelled
    _travelled = before + by
    connection_created.connect(_set_offset, dispatch_uid="redress.clock")
    _set_offset(connection=connection)
    try:
        yield
    finally:
        _travelled = before
        connection_created.disconnect(dispatch_uid="redress.clock")
        _set_offset(connection=connection)
