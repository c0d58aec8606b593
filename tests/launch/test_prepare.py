"""Starting again costs little: tables are only touched when something is new."""

import pytest
from django.db import connection

from redress.launch.management.commands.prepare import has_news


@pytest.mark.django_db
class TestHasNews:
    def test_is_false_when_every_migration_was_applied(self) -> None:
        assert has_news() is False

    def test_is_true_when_one_is_missing(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE id = "
                "(SELECT max(id) FROM django_migrations WHERE app = 'core')"
            )

        assert has_news() is True
