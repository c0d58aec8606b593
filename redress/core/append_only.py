"""Tables whose rows are written once: the database refuses every change."""

from django.db import migrations


def append_only(table: str) -> migrations.RunSQL:
    """A migration operation that refuses UPDATE, DELETE and TRUNCATE on `table`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION redress_refuse_change()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )
