"""What answers do to rows: pure logic, with answers that no honest processor would give."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from redress.core import clock
from redress.core.models import OutboxMessage
from redress.ledger.models import Journal
from redress.pledges import applying, attempting
from redress.pledges.models import Decision, Mandate, Pledge
from redress.pledges.processors.port import (
    Cancelled,
    Declined,
    Doubt,
    InProgress,
    NeedsAction,
    NotPaid,
    Paid,
    Unknown,
)
from redress.pledges.states import Status
from tests.factories.campaigns import ApprovalFactory, CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory

pytestmark = pytest.mark.django_db
PAID_AT = datetime(2026, 12, 19, 4, 0, 7, tzinfo=UTC)


@pytest.fixture
def attempt(at_now):
    """A pledge that is being charged: its attempt is committed, no answer is there yet."""
    campaign = CampaignFactory(status="collecting", goal_minor=2800)
    pledge = PledgeFactory(
        supporter=SupporterFactory(campaign=campaign, confirmed=True),
        status=Status.CHARGING,
        payment_ref="pi_1",
        grace_ends_at=clock.now() + timedelta(days=7),
    )
    decision = Decision.objects.create(
        campaign=campaign,
        outcome="succeeded",
        decided_at=campaign.deadline_at,
        deadline_at=campaign.deadline_at,
        goal_minor=2800,
        currency="USD",
        pledged_minor=2800,
        pledges=1,
        supporters=1,
        approval=ApprovalFactory(campaign=campaign),
    )
    with transaction.atomic():
        return attempting.add(
            pledge=pledge, decision=decision, parameters={"schema": 1}, at=clock.now()
        )


def paid(**facts) -> Paid:
    values = {
        "payment_ref": "pi_1",
        "charge_ref": "ch_1",
        "amount_minor": 2800,
        "currency": "USD",
        "paid_at": PAID_AT,
        "fee_minor": 111,
        "fee_currency": "USD",
    }
    return Paid(**(values | facts))


def declined(**facts) -> Declined:
    values = {"payment_ref": "pi_1", "code": "card_declined", "charge_ref": "ch_0"}
    return Declined(**(values | facts))


def apply(attempt, result, *, read: bool = False) -> Pledge:
    return applying.apply_payment(
        pledge_id=attempt.pledge_id,
        result=result,
        now=clock.now(),
        attempt_id=None if read else attempt.pk,
    )


def state(attempt) -> tuple[str, str]:
    attempt.refresh_from_db()
    return Pledge.objects.get().status, attempt.state


class TestPaid:
    def test_is_charged_and_booked(self, attempt):
        pledge = apply(attempt, paid())

        assert state(attempt) == ("charged", "paid")
        assert (pledge.charged_at, pledge.charge_ref) == (PAID_AT, "ch_1")
        assert sorted(Journal.objects.values_list("kind", flat=True)) == ["charge", "fee"]

    @pytest.mark.parametrize("read", [True, False])
    def test_is_booked_once_however_often_it_is_told(self, attempt, read):
        for _ in range(3):
            apply(attempt, paid(), read=read)

        assert Journal.objects.count() == 2
        assert OutboxMessage.objects.count() == 1
        assert not attempt.pledge.events.filter(kind="alarm").exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount_minor": 2801},
            {"amount_minor": 2799},
            {"currency": "EUR"},
            {"payment_ref": "pi_2"},
        ],
    )
    def test_of_anything_else_than_agreed_is_an_alarm_and_nothing_is_booked(
        self, attempt, wrong, caplog
    ):
        for _ in range(2):
            apply(attempt, paid(**wrong))

        assert state(attempt) == ("charging", "frozen")
        assert not Journal.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert attempt.pledge.events.filter(kind="alarm").count() == 1
        assert "Charging stopped" in caplog.text

    def test_of_another_amount_than_the_mandates_is_an_alarm(self, attempt, now):
        Mandate.objects.create(
            pledge=attempt.pledge,
            version=2,
            wording="x",
            language="en",
            text="x",
            text_sha256="x",
            amount_minor=2700,
            currency="USD",
            agreed_at=now,
        )

        apply(attempt, paid())

        assert state(attempt) == ("charging", "frozen")
        assert not Journal.objects.exists()

    def test_by_a_second_charge_is_an_alarm_and_not_booked(self, attempt):
        apply(attempt, paid())

        apply(attempt, paid(charge_ref="ch_2"))

        assert state(attempt) == ("charged", "paid")
        assert Journal.objects.count() == 2
        assert attempt.pledge.events.get(kind="alarm").note == "a second charge ch_2"

    @pytest.mark.parametrize("status", ["cancelled", "released", "dropped", "locked"])
    def test_of_a_pledge_that_must_not_be_charged_is_an_alarm(self, attempt, status):
        Pledge.objects.update(status=status, ended_at=clock.now())

        apply(attempt, paid())

        assert state(attempt) == (status, "frozen")
        assert not Journal.objects.exists()

    def test_without_any_attempt_is_an_alarm(self, attempt):
        attempt.delete()

        apply(attempt, paid(), read=True)

        assert Pledge.objects.get().status == "charging"
        assert not Journal.objects.exists()

    def test_books_a_fee_that_becomes_known_later(self, attempt):
        apply(attempt, paid(fee_minor=None, fee_currency=None))
        assert list(Journal.objects.values_list("kind", flat=True)) == ["charge"]

        apply(attempt, paid(), read=True)

        assert Journal.objects.filter(kind="fee").count() == 1

    def test_books_a_fee_in_its_own_currency(self, attempt):
        apply(attempt, paid(fee_currency="EUR"))

        assert set(Journal.objects.get(kind="fee").postings.values_list("currency", flat=True)) == {
            "EUR"
        }

    @pytest.mark.parametrize("before", ["declined", "action_required"])
    def test_may_come_after_a_refusal(self, attempt, before):
        apply(
            attempt,
            declined() if before == "declined" else NeedsAction(payment_ref="pi_1"),
        )
        assert Pledge.objects.get().status == before

        apply(attempt, paid(), read=True)

        assert state(attempt) == ("charged", "paid")


class TestUnknown:
    @pytest.mark.parametrize(
        "result",
        [
            *(Unknown(doubt=doubt) for doubt in Doubt),
            NotPaid(payment_ref="pi_1"),
            InProgress(payment_ref="pi_1"),
        ],
    )
    def test_moves_nothing(self, attempt, result):
        before = attempt.pledge.events.count()

        apply(attempt, result)
        apply(attempt, result, read=True)

        assert state(attempt) == ("charging", "sending")
        assert attempt.pledge.events.count() == before
        assert not OutboxMessage.objects.exists()
        assert not Journal.objects.exists()

    def test_keeps_why_and_how_long_to_wait(self, attempt):
        apply(attempt, Unknown(doubt=Doubt.RATE_LIMITED, retry_after=1.0))

        attempt.refresh_from_db()
        assert attempt.code == "rate_limited"
        wait = attempt.lease_until - clock.database_time()
        assert timedelta(seconds=2) < wait <= timedelta(seconds=5)

    def test_waits_as_long_as_the_processor_asks(self, attempt, monkeypatch):
        monkeypatch.setattr(applying.buckets.time, "sleep", lambda _seconds: None)

        apply(attempt, Unknown(doubt=Doubt.TIMEOUT, retry_after=90.0))

        attempt.refresh_from_db()
        wait = attempt.lease_until - clock.database_time()
        assert timedelta(seconds=80) < wait <= timedelta(seconds=90)


class TestDeclined:
    def test_keeps_the_banks_words_and_tells_ours(self, attempt):
        apply(
            attempt,
            declined(decline_code="insufficient_funds", advice_code="try_again_later"),
        )

        attempt.refresh_from_db()
        assert (attempt.code, attempt.decline_code, attempt.advice_code, attempt.charge_ref) == (
            "card_declined",
            "insufficient_funds",
            "try_again_later",
            "ch_0",
        )
        message = OutboxMessage.objects.get()
        assert (message.kind, message.context["reason_key"]) == ("pledge_declined", "funds")
        assert "insufficient" not in str(message.context)

    def test_is_recorded_once(self, attempt):
        for read in (False, True, True):
            apply(attempt, declined(), read=read)

        assert state(attempt) == ("declined", "declined")
        assert OutboxMessage.objects.count() == 1

    def test_of_an_earlier_attempt_says_nothing_about_this_one(self, attempt):
        apply(attempt, declined())
        Pledge.objects.update(status="charging")
        with transaction.atomic():
            second = attempting.add(
                pledge=attempt.pledge,
                decision=attempt.decision,
                parameters={},
                at=clock.now(),
            )

        apply(second, declined(), read=True)

        assert state(second) == ("charging", "sending")

    def test_comes_too_late_for_a_charged_pledge(self, attempt):
        apply(attempt, paid())

        apply(attempt, declined(), read=True)

        assert state(attempt) == ("charged", "paid")


class TestNeedsAction:
    def test_with_an_address_tells_nobody_who_is_here(self, attempt):
        pledge = apply(attempt, NeedsAction(payment_ref="pi_1", url="https://bank.example"))

        assert (pledge.status, pledge.fix_url) == ("action_required", "https://bank.example")
        assert not OutboxMessage.objects.exists()

    def test_renews_the_address(self, attempt):
        apply(attempt, NeedsAction(payment_ref="pi_1", url="https://bank.example/1"))

        again = apply(
            attempt, NeedsAction(payment_ref="pi_1", url="https://bank.example/2"), read=True
        )

        assert again.fix_url == "https://bank.example/2"

    def test_is_ignored_where_nothing_is_open(self, attempt):
        apply(attempt, paid())

        apply(attempt, NeedsAction(payment_ref="pi_1"), read=True)

        assert state(attempt) == ("charged", "paid")

    def test_is_ignored_without_any_attempt(self, attempt):
        attempt.delete()

        assert apply(attempt, NeedsAction(payment_ref="pi_1"), read=True).status == "charging"
        assert apply(attempt, declined(), read=True).status == "charging"

    def test_becomes_a_refusal_when_the_bank_says_no(self, attempt):
        apply(attempt, NeedsAction(payment_ref="pi_1", charge_ref="ch_0"))

        apply(attempt, declined(charge_ref="ch_1"), read=True)

        assert state(attempt) == ("declined", "declined")


class TestCancelled:
    def test_ends_the_try_and_the_grace(self, attempt):
        apply(attempt, Cancelled(payment_ref="pi_1"))

        pledge = Pledge.objects.get()
        assert state(attempt) == ("declined", "declined")
        assert (pledge.may_retry, pledge.next_try_at) == (False, None)
        assert pledge.grace_ends_at <= clock.database_time()

    def test_ends_the_grace_of_a_declined_pledge(self, attempt):
        apply(attempt, declined())

        apply(attempt, Cancelled(payment_ref="pi_1"), read=True)

        pledge = Pledge.objects.get()
        assert (pledge.status, pledge.may_retry, pledge.next_try_at) == ("declined", False, None)

    def test_changes_nothing_for_a_charged_pledge(self, attempt):
        apply(attempt, paid())

        apply(attempt, Cancelled(payment_ref="pi_1"), read=True)

        assert state(attempt) == ("charged", "paid")


class TestIsNews:
    @pytest.mark.parametrize(
        ("result", "news"),
        [
            (declined(charge_ref="ch_9"), True),
            (declined(charge_ref=None), False),
            (NeedsAction(payment_ref="pi_1"), False),
            (NeedsAction(payment_ref="pi_1", charge_ref="ch_9"), True),
            (NeedsAction(payment_ref="pi_1", url="https://bank.example"), True),
        ],
    )
    def test_is_what_names_a_charge_that_is_not_known_yet(self, attempt, result, news):
        assert applying.is_news(attempt=attempt, result=result) is news


class TestNextTry:
    def test_is_on_days_2_4_and_6_and_never_later(self, now):
        grace = now + timedelta(days=7)

        tries = [
            attempting.next_try(grace_ends_at=grace, at=now + timedelta(days=day))
            for day in (0, 1, 2, 3, 4, 5, 6, 7)
        ]

        assert [(day - now).days if day else None for day in tries] == [
            2,
            2,
            4,
            4,
            6,
            6,
            None,
            None,
        ]
