"""One clock, moved only where that is allowed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from redress.core import clock
from redress.core.locks import NoTransaction, refuse_transaction, require_transaction

SECOND = timedelta(seconds=1)


class TestDatabaseTime:
    def test_agrees_with_the_application(self, db):
        assert abs(clock.database_time() - clock.now()) < 5 * SECOND

    def test_goes_on_inside_a_transaction(self, db):
        first = clock.database_time()

        assert clock.database_time() > first


class TestTravelled:
    def test_moves_both_clocks_and_puts_them_back(self, db):
        before = clock.now()

        with clock.travelled(timedelta(days=30)):
            assert clock.now() - before > timedelta(days=29)
            assert clock.database_time() - before > timedelta(days=29)

        assert clock.database_time() - before < timedelta(days=1)

    def test_moves_new_connections_too(self, transactional_db):
        with clock.travelled(timedelta(days=30)):
            connection.close()

            assert abs(clock.database_time() - clock.now()) < 5 * SECOND

    def test_is_refused_in_production(self, settings, db):
        settings.PRODUCTION = True

        with pytest.raises(ImproperlyConfigured), clock.travelled(SECOND):
            pass


class TestLocks:
    def test_need_a_transaction(self, transactional_db):
        with pytest.raises(NoTransaction):
            require_transaction()
        with transaction.atomic():
            require_transaction()

    def test_outside_calls_refuse_one(self, transactional_db):
        refuse_transaction()
        with transaction.atomic(), pytest.raises(NoTransaction):
            refuse_transaction()
