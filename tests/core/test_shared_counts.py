"""Limits are counted by all processes together."""

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
class TestCache:
    def test_lies_in_the_database_where_every_process_finds_it(self):
        cache.set("seen", 3, timeout=60)

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_shared_cache WHERE cache_key LIKE '%seen'")
            assert cursor.fetchone() == (1,)
        assert cache.get("seen") == 3
