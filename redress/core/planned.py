"""Running a large statement whose plan the database keeps."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class _PlannedOnce(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PlannedOnce":
        # Django tells its connections never to keep a plan
        before, self.connection.prepare_threshold = self.connection.prepare_threshold, 0
        try:
            super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = before
        return self


def planned_once() -> CursorWrapper:
    """A cursor whose statements are planned once for each connection, not at every run.

    For statements whose planning costs more than their work. Their parameters travel apart
    from the text, so the database has to see from the text what type each one is.
    """
    connection.ensure_connection()
    cursor = _PlannedOnce(connection.connection)
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)  # type: ignore[arg-type]
    return connection.make_cursor(cursor)  # type: ignore[arg-type]
