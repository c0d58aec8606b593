"""A large statement is planned once for each connection, and only where it was asked for."""

import pytest
from django.db import connection

from redress.core.planned import planned_once

pytestmark = pytest.mark.django_db
QUESTION = "SELECT %(word)s::text || 'planned-once'"


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE from_sql = false")
        return [row[0] for row in cursor.fetchall()]


class TestPlannedOnce:
    def test_keeps_the_plan(self):
        for word in ("ana", "luis"):
            with planned_once() as cursor:
                cursor.execute(QUESTION, {"word": word})
                assert cursor.fetchone() == (f"{word}planned-once",)

        assert sum("planned-once" in statement for statement in kept()) == 1

    def test_leaves_other_cursors_as_they_were(self):
        with planned_once() as cursor:
            cursor.execute(QUESTION, {"word": "ana"})
        for _ in range(20):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 'not kept'")

        assert not any("not kept" in statement for statement in kept())

    def test_is_counted_among_the_queries(self, django_assert_num_queries):
        with django_assert_num_queries(1), planned_once() as cursor:
            cursor.execute(QUESTION, {"word": "ana"})

    @pytest.mark.parametrize(
        ("text", "values", "row"),
        [
            ("SELECT %(a)s::int, %(b)s::text, %(a)s::int", {"b": "x", "a": 1}, (1, "x", 1)),
            ("SELECT %s::int, %s::text", [1, "x"], (1, "x")),
            ("SELECT 7 %% 4, %(a)s::text LIKE 'a%%'", {"a": "ana"}, (3, True)),
            ("SELECT %(a)s::text", {"a": "%s $1 '; --"}, ("%s $1 '; --",)),
        ],
    )
    def test_takes_parameters_by_name_and_by_place(self, text, values, row):
        with planned_once() as cursor:
            cursor.execute(text, values)
            assert cursor.fetchone() == row
