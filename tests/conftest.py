"""What every test may use: fixed instants and a moved clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from redress.core import clock

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The fixed instant that tests hand to functions."""
    return NOW


@pytest.fixture
def travel(db: None) -> Iterator[Callable[[timedelta], None]]:
    """Move the application's and the database's clock by a span, for the rest of the test."""
    with ExitStack() as stack:
        yield lambda by: stack.enter_context(clock.travelled(by))
