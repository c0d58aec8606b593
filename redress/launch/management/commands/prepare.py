"""Bring tables and demonstration data up to date in one process; prints the newcomer's guide."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from redress.launch.compiling import compile_translations

ONE_AT_A_TIME = 7_339_140_001  # number of the advisory lock; two launches may share a database


class Command(BaseCommand):
    """Safe to run at every start and beside another that does the same."""

    help = __doc__
    requires_system_checks = ()  # `make check` asks them; here they would cost start-up time
    requires_migrations_checks = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Migrate if anything is new, then load what is missing of the demonstration."""
        compile_translations()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # or each process warns
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            try:
                if has_news():
                    self.stderr.write("Migrating.")
                    call_command("migrate", interactive=False, verbosity=0)
                call_command("load_demonstration", "--guide", stdout=self.stdout)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def has_news() -> bool:
    """Whether some migration has not been applied to this database."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
