"""Each invariant is seen to break: by rows that the guards would refuse, written past them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from redress.core.money import Money
from redress.ledger import checking
from redress.ledger.posting import CLEARING, FEES_EXPENSE, payable, post
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.pledges.states import Status
from tests.factories.campaigns import ApprovalFactory, CampaignFactory
from tests.factories.pledges import CHARGED_AT, PledgeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charged(now) -> Pledge:
    """A pledge that was charged as it should be."""
    pledge = PledgeFactory(status=Status.CHARGING)
    decision = Decision.objects.create(
        campaign=pledge.campaign,
        outcome="succeeded",
        decided_at=pledge.campaign.deadline_at,
        deadline_at=pledge.campaign.deadline_at,
        goal_minor=2800,
        currency="USD",
        pledged_minor=2800,
        pledges=1,
        supporters=1,
        approval=ApprovalFactory(campaign=pledge.campaign),
    )
    ChargeAttempt.objects.create(
        decision=decision,
        pledge=pledge,
        number=1,
        key="confirm:1",
        parameters={},
        state="paid",
        lease_until=CHARGED_AT,
        began_at=CHARGED_AT,
        answered_at=CHARGED_AT,
    )
    post(
        kind="charge",
        reference=f"pledge:{pledge.pk}",
        lines=((CLEARING, Money(2800)), (payable(pledge.campaign_id), Money(-2800))),
        now=now,
    )
    post(
        kind="fee",
        reference=f"pledge:{pledge.pk}",
        lines=((FEES_EXPENSE, Money(111)), (CLEARING, Money(-111))),
        now=now,
    )
    Pledge.objects.filter(pk=pledge.pk).update(
        status=Status.CHARGED, charged_at=CHARGED_AT, charged_minor=2800, payment_ref="pi_1"
    )
    return pledge


GUARDED = (
    "ledger_journal",
    "ledger_posting",
    "pledges_chargeattempt",
    "pledges_decision",
    "pledges_mandate",
)


def unguarded(statement: str, *values: object) -> None:
    """As the owner of the tables could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def broken() -> list[str]:
    return [fault.invariant[:2] for fault in checking.check()]


class TestCheck:
    def test_finds_nothing_in_books_that_agree(self, charged):
        assert checking.check() == []

    def test_sees_a_pledge_paid_twice(self, charged):
        unguarded("DROP INDEX attempt_one_paid")
        unguarded(
            "INSERT INTO pledges_chargeattempt (decision_id, pledge_id, number, key, parameters,"
            " state, lease_until, began_at, answered_at, code, decline_code, advice_code,"
            " charge_ref) SELECT decision_id, pledge_id, 2, 'k2', parameters, state, lease_until,"
            " began_at, answered_at, '', '', '', '' FROM pledges_chargeattempt"
        )

        assert broken() == ["I1"]

    def test_sees_an_attempt_under_a_failed_decision(self, charged):
        unguarded("UPDATE pledges_decision SET outcome = 'failed', reason = 'support'")

        assert broken() == ["I2"]

    def test_sees_an_attempt_under_another_campaigns_decision(self, charged):
        other = CampaignFactory()
        unguarded("UPDATE pledges_decision SET campaign_id = %s", other.pk)

        assert broken() == ["I2"]

    def test_sees_a_charge_of_a_cancelled_pledge(self, charged):
        unguarded(
            "UPDATE pledges_pledge SET status = 'cancelled', ended_at = charged_at,"
            " charged_at = NULL, charged_minor = NULL"
        )

        assert broken() == ["I3", "I5", "I6"]

    def test_sees_a_journal_that_does_not_balance(self, charged):
        unguarded("UPDATE ledger_posting SET amount_minor = 2801 WHERE amount_minor = 2800")

        assert broken() == ["I4"]

    def test_sees_a_journal_with_one_line(self, charged):
        unguarded(
            "DELETE FROM ledger_posting WHERE amount_minor = 2800",
        )

        assert broken() == ["I4"]

    def test_sees_a_charged_pledge_without_its_journal(self, charged):
        PledgeFactory(campaign=charged.campaign, status=Status.CHARGED)

        assert broken() == ["I5", "I6"]

    def test_sees_a_journal_without_a_pledge(self, charged):
        unguarded("UPDATE ledger_journal SET reference = 'pledge:0' WHERE kind = 'charge'")

        assert broken() == ["I5"]

    def test_sees_a_fee_taken_from_the_campaign(self, charged):
        unguarded(
            "UPDATE ledger_posting SET account_id = (SELECT id FROM ledger_account WHERE code LIKE"
            " 'campaign:%%') WHERE amount_minor = -111"
        )

        assert broken() == ["I6"]

    def test_sees_a_charge_that_the_mandate_does_not_permit(self, charged):
        unguarded("UPDATE pledges_mandate SET amount_minor = 2799")

        assert broken() == ["I7"]

    def test_sees_a_charge_without_any_mandate(self, charged):
        unguarded("DELETE FROM pledges_mandate")

        assert broken() == ["I7"]

    def test_sees_a_guard_that_was_taken_away(self, charged):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP TRIGGER ledger_posting_append_only ON ledger_posting")

        (fault,) = checking.check()

        assert fault.invariant.startswith("I8")
        assert (fault.count, fault.rows) == (1, ("ledger_posting",))


class TestCommand:
    def test_prints_the_balances_and_that_all_holds(self, charged):
        out = StringIO()

        call_command("ledger", "check", stdout=out)

        lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
        assert lines == [
            f"campaign:{charged.campaign_id}:payable -$28.00",
            "platform:fees_expense $1.11",
            "processor:clearing $26.89",
            "sum USD $0.00",
            "8 invariants hold.",
        ]

    def test_ends_with_an_error_that_names_the_rows(self, charged):
        unguarded("UPDATE pledges_mandate SET amount_minor = 1")
        err = StringIO()

        with pytest.raises(CommandError):
            call_command("ledger", "check", stdout=StringIO(), stderr=err)

        assert "BROKEN I7" in err.getvalue()
        assert f"pledge {charged.pk}" in err.getvalue()
