"""Running a large statement whose plan the database keeps."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor

_PLACE = re.compile(r"%(?:\((\w+)\))?s|%%")


class _PlannedOnce(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PlannedOnce":
        text, names = _numbered(query)
        values = [params[name] for name in names] if isinstance(params, Mapping) else params
        # Django tells its connections never to keep a plan
        before, self.connection.prepare_threshold = self.connection.prepare_threshold, 0
        try:
            super().execute(text, values, prepare=True)
        finally:
            self.connection.prepare_threshold = before
        return self


def planned_once() -> CursorWrapper:
    """A cursor whose statements are planned once for each connection, not at every run.

    For statements whose planning costs more than their work, with parameters by name or by
    place. These travel apart from the text, so the database has to see from the text what type
    each one is.
    """
    connection.ensure_connection()
    cursor = _PlannedOnce(connection.connection)
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)  # type: ignore[arg-type]
    return connection.make_cursor(cursor)  # type: ignore[arg-type]


@cache  # reading a statement of five thousand letters costs as much as sending it
def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """The statement as the database reads it, with $1 for a parameter, and their names."""
    numbers: dict[str, int] = {}
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            count += 1
            return f"${count}"
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}"

    return _PLACE.sub(number, text), tuple(numbers)
