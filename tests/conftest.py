"""What every test may use: fixed instants and a moved clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from redress.core import clock

GUARDED_TABLES = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
     WHERE NOT tgisinternal AND tgtype::int & 32 = 32
"""  # 32: fires on TRUNCATE
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def _emptying_tables_passes_the_guards() -> Iterator[None]:
    """Tests that commit are undone by TRUNCATE, which append-only tables refuse to all others."""
    flush = DatabaseOperations.execute_sql_flush

    def unguarded(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(GUARDED_TABLES)
            tables = [row[0] for row in cursor.fetchall()]
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        flush(self, [*off, *sql_list, *on])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture
def now() -> datetime:
    """The fixed instant that tests hand to functions."""
    return NOW


@pytest.fixture
def travel(db: None) -> Iterator[Callable[[timedelta], None]]:
    """Move the application's and the database's clock by a span, for the rest of the test."""
    with ExitStack() as stack:
        yield lambda by: stack.enter_context(clock.travelled(by))


@pytest.fixture
def at_now(db: None) -> Iterator[None]:
    """Both clocks stand at NOW, so that a campaign of the factories is open on any day."""
    with clock.travelled(NOW - clock.now()):
        yield
