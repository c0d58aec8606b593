"""The books refuse every way of making them wrong; the ten attacks of the design, and more."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import InternalError

from redress.core.locks import NoTransaction
from redress.core.money import Money
from redress.ledger.models import Account, Journal, Posting
from redress.ledger.posting import CLEARING, FEES_EXPENSE, payable, post

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (IntegrityError, InternalError, DatabaseError)


def account(code: str = CLEARING, currency: str = "USD") -> Account:
    return Account.objects.get_or_create(code=code, currency=currency)[0]


def write(*lines: tuple[Account, int, str], reference: str = "attack") -> Journal:
    """A journal by plain rows, past `post`, as an attacker or a bug would write it."""
    with transaction.atomic():
        journal = Journal.objects.create(kind="attack", reference=reference)
        for owner, minor, currency in lines:
            Posting.objects.create(
                journal=journal, account=owner, currency=currency, amount_minor=minor
            )
    return journal


def good(now, reference: str = "pledge:1") -> Journal:
    with transaction.atomic():
        return post(
            kind="charge",
            reference=reference,
            lines=((CLEARING, Money(2800)), (payable(1), Money(-2800))),
            now=now,
        )


def refuse(*lines: tuple[Account, int, str], says: str) -> None:
    with pytest.raises(REFUSED, match=says):
        write(*lines)
    assert not Journal.objects.exists()
    assert not Posting.objects.exists()


class TestPost:
    def test_writes_a_balanced_journal_and_its_accounts(self, now):
        journal = good(now)

        assert (journal.kind, journal.reference, journal.at) == ("charge", "pledge:1", now)
        assert list(
            journal.postings.order_by("id").values_list("account__code", "amount_minor", "currency")
        ) == [("processor:clearing", 2800, "USD"), ("campaign:1:payable", -2800, "USD")]

    def test_leaves_out_empty_lines(self, now):
        with transaction.atomic():
            journal = post(
                kind="charge",
                reference="pledge:1",
                lines=(
                    (CLEARING, Money(500)),
                    (payable(1), Money(-500)),
                    (FEES_EXPENSE, Money(0)),
                ),
                now=now,
            )

        assert journal.postings.count() == 2

    def test_writes_the_same_event_once_for_ever(self, now):
        good(now)

        with pytest.raises(IntegrityError, match="journal_once"):
            good(now)

        assert Posting.objects.count() == 2

    def test_wants_a_transaction(self, now):
        with pytest.raises(NoTransaction):
            post(kind="charge", reference="x", lines=(), now=now)

    def test_makes_an_account_once_however_many_ask_at_the_same_time(self, now):
        failures: list[Exception] = []

        def one(number: int) -> None:
            try:
                good(now, reference=f"pledge:{number}")
            except Exception as failure:  # noqa: BLE001 - any failure is the answer
                failures.append(failure)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        assert (Account.objects.count(), Journal.objects.count()) == (2, 8)


class TestAttacks:
    def test_an_unbalanced_journal(self):
        refuse(
            (account(), 2800, "USD"),
            (account(payable(1)), -2700, "USD"),
            says="does not balance",
        )

    def test_a_journal_without_lines(self):
        refuse(says="fewer than two")

    def test_a_journal_with_one_line(self):
        refuse((account(), 2800, "USD"), says="fewer than two")

    def test_one_currency_netted_against_another(self):
        refuse(
            (account(), 2800, "USD"),
            (account(payable(1), "EUR"), -2800, "EUR"),
            says="does not balance",
        )

    def test_a_line_in_another_currency_than_its_account(self):
        refuse(
            (account(), 2800, "EUR"),
            (account(payable(1), "EUR"), -2800, "EUR"),
            says="posting_in_currency_of_account",
        )

    def test_a_line_of_nothing(self):
        refuse((account(), 0, "USD"), (account(payable(1)), 0, "USD"), says="posting_not_zero")

    def test_the_same_reference_again(self):
        one, two = account(), account(payable(1))
        write((one, 1, "USD"), (two, -1, "USD"))

        with pytest.raises(IntegrityError, match="journal_once"):
            write((one, 1, "USD"), (two, -1, "USD"))

        assert Posting.objects.count() == 2

    def test_a_balanced_pair_added_to_a_sealed_journal(self, now):
        journal = good(now)

        with pytest.raises(REFUSED, match="sealed"), transaction.atomic():
            for owner, minor in ((account(), 5), (account(payable(1)), -5)):
                Posting.objects.create(
                    journal=journal, account=owner, currency="USD", amount_minor=minor
                )

        assert Posting.objects.count() == 2

    def test_a_journal_that_claims_to_belong_to_a_later_transaction(self):
        one, two = account(), account(payable(1))
        with transaction.atomic():
            journal = Journal.objects.create(kind="attack", reference="a", xid="999999999")
            for owner, minor in ((one, 5), (two, -5)):
                Posting.objects.create(
                    journal=journal, account=owner, currency="USD", amount_minor=minor
                )

        with pytest.raises(REFUSED, match="sealed"), transaction.atomic():
            Posting.objects.create(journal=journal, account=one, currency="USD", amount_minor=1)

        journal.refresh_from_db()
        assert journal.xid != "999999999"

    def test_a_line_added_after_the_balance_was_asked_for_early(self):
        one, two = account(), account(payable(1))

        with pytest.raises(REFUSED, match="does not balance"), transaction.atomic():
            journal = Journal.objects.create(kind="attack", reference="early")
            for owner, minor in ((one, 5), (two, -5)):
                Posting.objects.create(
                    journal=journal, account=owner, currency="USD", amount_minor=minor
                )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            Posting.objects.create(journal=journal, account=one, currency="USD", amount_minor=7)

        assert not Journal.objects.exists()

    @pytest.mark.parametrize("table", ["ledger_account", "ledger_journal", "ledger_posting"])
    @pytest.mark.parametrize(
        "statement",
        ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
    )
    def test_changing_what_is_written(self, now, table, statement):
        good(now)

        with (
            pytest.raises(REFUSED, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table=table))

        assert Posting.objects.count() == 2

    @pytest.mark.parametrize("code", ["", "clearing", "campaign:x:payable", "campaign:1:payable "])
    def test_an_account_of_an_unknown_kind(self, code):
        with pytest.raises(IntegrityError, match="account_code_known"):
            Account.objects.create(code=code, currency="USD")
