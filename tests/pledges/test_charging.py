"""Taking the money once, against the running sandbox with its faults."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.locks import NoTransaction
from redress.core.models import OutboxMessage
from redress.ledger import checking
from redress.ledger.models import Journal
from redress.pledges import attempting, charging, dropping, pledging, reconciling
from redress.pledges.models import ChargeAttempt, Mandate, Pledge
from redress.pledges.states import Status
from tests.pledges.conftest import ALWAYS_ASKS, SAVES_THEN_DECLINES
from tests.pledges.test_settlement import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)
CONFIRM = "POST /v1/payment_intents/*/confirm"
CREATE = "POST /v1/payment_intents"
READ = "GET /v1/payment_intents/*"
LIST = "GET /v1/payment_intents"
INSUFFICIENT = "pm_card_visa_chargeDeclinedInsufficientFunds"


@pytest.fixture
def locked(shop, past_deadline):
    """Two pledges of which the first is looked at, decided and waiting to be charged."""

    def make(token: str = "pm_card_visa", **facts) -> Pledge:
        pledge = shop.held(token, **facts)
        shop.held()
        past_deadline()
        assert shop.decide().outcome == "succeeded"
        return Pledge.objects.get(pk=pledge.pk)

    return make


def charge(pledge: Pledge) -> Pledge:
    return charging.charge(pledge_id=pledge.pk, now=clock.now())


def attempts(pledge: Pledge) -> list[tuple[int, str]]:
    return list(pledge.attempts.values_list("number", "state"))


def lease_over() -> None:
    """As if the time of every open attempt's holder were up."""
    ChargeAttempt.objects.filter(state="sending").update(
        lease_until=clock.database_time() - timedelta(seconds=1)
    )


def reconcile() -> int:
    lease_over()
    return reconciling.resolve_attempts(clock.now())


def told(pledge: Pledge) -> list[str]:
    rows = OutboxMessage.objects.filter(context__pledge=pledge.pk).order_by("id")
    return [kind for kind in rows.values_list("kind", flat=True) if kind != "campaign_succeeded"]


class TestCharge:
    def test_charges_books_and_sends_the_receipt(self, shop, locked):
        pledge = charge(locked(fee_cover_minor=115))

        assert (pledge.status, pledge.charged_minor) == ("charged", 2915)
        assert pledge.charge_ref.startswith("ch_")
        assert attempts(pledge) == [(1, "paid")]
        assert shop.charges(pledge) == 1
        journal = Journal.objects.get(kind="charge")
        assert dict(journal.postings.values_list("account__code", "amount_minor")) == {
            "processor:clearing": 2915,
            f"campaign:{shop.campaign.pk}:payable": -2800,
            "platform:fee_cover_income": -115,
        }
        fee = Journal.objects.get(kind="fee")
        assert dict(fee.postings.values_list("account__code", "amount_minor")) == {
            "platform:fees_expense": 115,
            "processor:clearing": -115,
        }
        assert told(pledge) == ["pledge_charged"]
        receipt = OutboxMessage.objects.get(kind="pledge_charged").context
        assert receipt["receipt_number"] == f"{shop.campaign.number}-{pledge.pk}"
        assert (receipt["total_minor"], receipt["card_last4"]) == (2915, "4242")
        assert Campaign.objects.get().status == "collecting"

    def test_does_nothing_the_second_time(self, shop, locked):
        pledge = locked()

        for _ in range(3):
            charge(pledge)

        assert attempts(pledge) == [(1, "paid")]
        assert (shop.charges(pledge), Journal.objects.filter(kind="charge").count()) == (1, 1)

    def test_keeps_the_parameters_of_the_call(self, shop, locked):
        pledge = charge(locked())

        assert pledge.attempts.get().parameters == {
            "schema": 1,
            "amount_minor": 2800,
            "currency": "USD",
            "customer_ref": pledge.customer_ref,
            "method_ref": pledge.method_ref,
            "off_session": True,
            "return_url": None,
            "description": shop.campaign.number,
            "metadata": {"campaign": shop.campaign.number},
        }

    def test_is_refused_inside_a_transaction(self, db):
        with transaction.atomic(), pytest.raises(NoTransaction):
            charging.charge(pledge_id=1, now=clock.now())

    @pytest.mark.parametrize(
        "status", [Status.ACTIVE, Status.RELEASED, Status.CANCELLED, Status.DROPPED]
    )
    def test_charges_only_what_was_decided(self, shop, locked, status):
        pledge = locked()
        Pledge.objects.filter(pk=pledge.pk).update(status=status, ended_at=clock.now())

        assert charge(pledge).status == status
        assert (attempts(pledge), shop.charges(pledge)) == ([], 0)

    @pytest.mark.parametrize("status", ["refunding", "settled", "failed", "cancelled"])
    def test_stops_when_the_campaign_collects_no_more(self, shop, locked, status):
        pledge = locked()
        Campaign.objects.update(status=status)

        assert charge(pledge).status == "locked"
        assert (attempts(pledge), shop.charges(pledge)) == ([], 0)

    def test_charges_nothing_that_the_mandate_does_not_permit(self, shop, locked, caplog):
        pledge = locked()
        Mandate.objects.create(
            pledge=pledge,
            version=2,
            wording="x",
            language="en",
            text="x",
            text_sha256="x",
            amount_minor=2700,
            currency="USD",
            agreed_at=clock.now(),
        )

        assert charge(pledge).status == "locked"
        assert (attempts(pledge), shop.charges(pledge)) == ([], 0)
        assert "the mandate permits another amount" in caplog.text
        assert pledge.events.filter(kind="alarm").count() == 1

    def test_charges_nothing_after_the_mandates_last_day(self, shop, locked, travel):
        pledge = locked()
        travel(timedelta(days=14))

        assert charge(pledge).status == "locked"
        assert (attempts(pledge), shop.charges(pledge)) == ([], 0)

    def test_is_what_the_job_does(self, shop, locked):
        pledge = locked()

        charging.charge_pledge(pledge_id=pledge.pk)

        assert shop.charges(pledge) == 1


class TestDeclined:
    def test_tells_why_and_when_and_tries_on_days_2_4_and_6(self, shop, locked, travel):
        pledge = charge(locked("pm_card_chargeCustomerFail"))
        first = pledge.attempts.get().began_at

        assert (pledge.status, pledge.may_retry) == ("declined", True)
        assert pledge.next_try_at == first + timedelta(days=2)
        assert pledge.grace_ends_at == first + timedelta(days=7)
        for day in (2, 4, 6):
            assert charge(pledge).attempts.count() == day // 2  # not before its day
            travel(timedelta(days=2, minutes=1))
            pledge = charge(pledge)
            assert pledge.attempts.count() == day // 2 + 1
        assert pledge.next_try_at is None
        travel(timedelta(days=1))
        assert charge(pledge).attempts.count() == 4
        assert told(pledge) == ["pledge_declined"] * 4
        assert dropping.drop_all(clock.now()) == 1
        pledge.refresh_from_db()
        assert (pledge.status, shop.charges(pledge)) == ("dropped", 0)
        assert told(pledge)[-1] == "pledge_dropped"

    def test_never_tries_a_lost_card_again_by_itself(self, shop, locked, travel):
        pledge = charge(locked("pm_card_visa_chargeDeclinedLostCard"))

        assert (pledge.status, pledge.may_retry, pledge.next_try_at) == ("declined", False, None)
        travel(timedelta(days=2, minutes=1))
        assert charge(pledge).attempts.count() == 1
        assert reconciling.defer_due_charges(clock.now()) == 0
        assert dropping.remind(clock.now()) == 1
        assert dropping.remind(clock.now()) == 1
        assert told(pledge) == ["pledge_declined", "pledge_declined"]  # the day's message once

    def test_is_charged_at_once_when_a_new_card_is_given(self, shop, past_deadline):
        pledge = shop.pledge(SAVES_THEN_DECLINES)
        shop.held()
        past_deadline()
        shop.decide()
        assert charge(pledge).status == "declined"

        url = pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())
        shop.sandbox.type_card(url)
        changed = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())
        assert (changed.next_try_at is not None, changed.may_retry) == (True, True)
        charged = charging.after_new_card(pledge_id=pledge.pk, now=clock.now())

        assert charged.status == "charged"
        assert (attempts(pledge), shop.charges(pledge)) == (
            [(1, "declined"), (2, "paid")],
            1,
        )
        assert len({row.payment_ref for row in Pledge.objects.filter(pk=pledge.pk)}) == 1
        assert ProcrastinateJob.objects.filter(task_name="charge_pledge", priority=5).count() == 1

    def test_gives_up_after_ten_refusals(self, shop, locked):
        pledge = charge(locked("pm_card_chargeCustomerFail"))
        for number in range(2, 11):
            Pledge.objects.filter(pk=pledge.pk).update(next_try_at=clock.database_time())
            assert charge(pledge).attempts.count() == number

        Pledge.objects.filter(pk=pledge.pk).update(next_try_at=clock.database_time())
        assert charge(pledge).attempts.count() == 10

    def test_says_so_when_the_card_was_detached_meanwhile(self, shop, locked):
        pledge = locked()
        shop.sdk.v1.payment_methods.detach(pledge.method_ref)

        declined = charge(pledge)

        assert (declined.status, declined.may_retry) == ("declined", False)


class TestNeedsAction:
    @pytest.fixture
    def asked(self, shop, past_deadline) -> Pledge:
        """The bank wants to see the person."""
        pledge = shop.intent()
        url = shop.card_page(pledge)
        answer = shop.sandbox.type_card(url, ALWAYS_ASKS)
        if answer.headers.get("Location", "").startswith(("/", shop.sandbox.origin)):
            location = answer.headers["Location"]
            shop.sandbox.answer_bank(
                location if location.startswith("http") else shop.sandbox.origin + location
            )
        pledge = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())
        assert pledge.status == "active"
        shop.held()
        past_deadline()
        shop.decide()
        return charge(pledge)

    def test_sends_a_fix_link_and_nothing_moves(self, shop, asked):
        assert (asked.status, asked.fix_url, asked.next_try_at) == ("action_required", "", None)
        assert (attempts(asked), shop.charges(asked)) == ([(1, "needs_action")], 0)
        assert told(asked) == ["pledge_saved", "pledge_needs_action"]

    def test_is_charged_when_the_person_confirms_with_the_bank(self, shop, asked):
        url = charging.confirm_with_person(pledge_id=asked.pk, now=clock.now())
        again = charging.confirm_with_person(pledge_id=asked.pk, now=clock.now())
        shop.sandbox.answer_bank(url, "approve")
        charged = charging.finish_confirmation(pledge_id=asked.pk, now=clock.now())

        assert url == again
        assert charged.status == "charged"
        assert (attempts(asked), shop.charges(asked)) == (
            [(1, "needs_action"), (2, "paid")],
            1,
        )
        assert charging.confirm_with_person(pledge_id=asked.pk, now=clock.now()) is None
        assert told(asked)[-1] == "pledge_charged"
        assert checking.check() == []

    def test_may_be_tried_again_when_the_bank_said_no(self, shop, asked):
        url = charging.confirm_with_person(pledge_id=asked.pk, now=clock.now())
        shop.sandbox.answer_bank(url, "fail")

        waiting = charging.finish_confirmation(pledge_id=asked.pk, now=clock.now())
        second = charging.confirm_with_person(pledge_id=asked.pk, now=clock.now())

        assert waiting.status in {"action_required", "declined"}
        assert shop.charges(asked) == 0
        if second:
            shop.sandbox.answer_bank(second, "approve")
            charging.finish_confirmation(pledge_id=asked.pk, now=clock.now())
            assert shop.charges(asked) == 1

    def test_is_reminded_and_dropped_when_nobody_comes(self, shop, asked, travel):
        travel(timedelta(days=4, minutes=1))
        assert dropping.remind(clock.now()) == 1
        assert told(asked)[-1] == "pledge_needs_action"
        travel(timedelta(days=3))

        assert dropping.drop_all(clock.now()) == 1

        asked.refresh_from_db()
        assert asked.status == "dropped"
        assert shop.sdk.v1.payment_intents.retrieve(asked.payment_ref).status == "canceled"

    def test_cannot_be_finished_after_it_was_dropped(self, shop, asked, travel):
        url = charging.confirm_with_person(pledge_id=asked.pk, now=clock.now())
        travel(timedelta(days=7, minutes=5))
        dropping.drop_all(clock.now())

        shop.sandbox.answer_bank(url, "approve")

        after = charging.finish_confirmation(pledge_id=asked.pk, now=clock.now())
        assert (after.status, shop.charges(asked)) == ("dropped", 0)

    def test_waits_when_no_attempt_may_be_begun(self, shop, asked, monkeypatch):
        Campaign.objects.update(status="refunding")

        assert charging.confirm_with_person(pledge_id=asked.pk, now=clock.now()) is None
        assert attempts(asked) == [(1, "needs_action")]


class TestUnknown:
    @pytest.mark.parametrize("endpoint", [CONFIRM, CREATE, LIST])
    @pytest.mark.parametrize(
        "kind", ["drop_before", "drop_after", "http_500", "http_500_after", "http_429"]
    )
    def test_moves_nothing_and_is_charged_once_by_the_reconciler(
        self, shop, locked, endpoint, kind
    ):
        pledge = locked()
        shop.sandbox.order_fault(kind, endpoint, count=1)

        unsure = charge(pledge)

        assert (unsure.status, unsure.charged_at) == ("charging", None)
        assert attempts(pledge) == [(1, "sending")]
        assert pledge.attempts.get().code in {"connection", "server_error", "rate_limited"}
        assert told(pledge) == []
        assert not Journal.objects.exists()

        for _ in range(4):
            reconcile()

        pledge.refresh_from_db()
        assert pledge.status == "charged"
        assert shop.charges(pledge) == 1
        assert len(shop.sdk.v1.payment_intents.list({"customer": pledge.customer_ref}).data) == 1
        assert Journal.objects.filter(kind="charge").count() == 1
        assert [state for _n, state in attempts(pledge)].count("paid") == 1
        assert told(pledge) == ["pledge_charged"]
        assert checking.check() == []

    def test_of_a_500_uses_the_next_number_after_reading(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("http_500", CONFIRM, count=1)
        charge(pledge)

        reconcile()

        assert attempts(pledge) == [(1, "given_up"), (2, "paid")]
        assert shop.charges(pledge) == 1

    def test_of_a_lost_answer_uses_the_same_key(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        charge(pledge)

        reconcile()

        assert attempts(pledge) == [(1, "paid")]

    def test_is_not_touched_before_the_lease_ends(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        charge(pledge)

        assert reconciling.resolve_attempts(clock.now()) == 0
        assert attempts(pledge) == [(1, "sending")]

    def test_waits_while_the_processor_cannot_be_read(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("drop_after", CONFIRM, count=1)
        charge(pledge)
        shop.sandbox.order_fault("http_500", READ, count=1)

        reconcile()
        assert attempts(pledge) == [(1, "sending")]
        reconcile()

        assert attempts(pledge) == [(1, "paid")]
        assert shop.charges(pledge) == 1

    def test_of_a_day_ago_is_read_first_and_never_sent_blindly(self, shop, locked, travel):
        pledge = locked()
        shop.sandbox.order_fault("drop_after", CONFIRM, count=1)
        charge(pledge)
        travel(timedelta(hours=25))
        shop.sandbox.move_clock(25 * 3600)  # the processor has forgotten its keys

        reconcile()

        assert attempts(pledge) == [(1, "paid")]
        assert shop.charges(pledge) == 1

    def test_of_a_day_ago_without_any_money_gets_the_next_number(self, shop, locked, travel):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        charge(pledge)
        travel(timedelta(hours=25))
        shop.sandbox.move_clock(25 * 3600)

        reconcile()

        assert attempts(pledge) == [(1, "given_up"), (2, "paid")]
        assert shop.charges(pledge) == 1

    def test_after_the_last_day_ends_with_a_cancelled_payment(self, shop, locked, travel):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        charge(pledge)
        travel(timedelta(days=14))

        reconcile()
        dropping.drop_all(clock.now())

        pledge.refresh_from_db()
        assert (pledge.status, shop.charges(pledge)) == ("dropped", 0)
        assert shop.sdk.v1.payment_intents.retrieve(pledge.payment_ref).status == "canceled"

    def test_after_the_last_day_ends_without_a_payment_too(self, shop, locked, travel):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CREATE, count=1)
        charge(pledge)
        travel(timedelta(days=14))

        reconcile()
        dropping.drop_all(clock.now())

        pledge.refresh_from_db()
        assert (pledge.status, pledge.payment_ref, shop.charges(pledge)) == ("dropped", "", 0)

    def test_after_the_last_day_is_charged_if_the_money_had_moved(self, shop, locked, travel):
        pledge = locked()
        shop.sandbox.order_fault("drop_after", CONFIRM, count=1)
        charge(pledge)
        travel(timedelta(days=14))

        reconcile()

        pledge.refresh_from_db()
        assert (pledge.status, shop.charges(pledge)) == ("charged", 1)


class TestRaces:
    def test_the_same_pledge_by_four_workers_is_charged_once(self, shop, locked):
        pledge = locked()

        in_parallel(4, lambda: charge(pledge))

        assert attempts(pledge) == [(1, "paid")]
        assert shop.charges(pledge) == 1

    def test_the_same_attempt_by_two_workers_is_charged_once(self, shop, locked):
        """The lease ended while its holder still lived: both send the same key."""
        pledge = locked()
        shop.sandbox.order_fault("latency", CONFIRM, milliseconds=700, count=1)
        begun = attempting.begin(pledge_id=pledge.pk, with_person=False)
        thread = threading.Thread(
            target=lambda: (charging.send(attempt=begun, now=clock.now()), connection.close())
        )
        thread.start()
        threading.Event().wait(0.3)
        reconcile()
        thread.join(30)
        reconcile()

        assert attempts(pledge) == [(1, "paid")]
        assert (shop.charges(pledge), Journal.objects.filter(kind="charge").count()) == (1, 1)

    def test_two_reconcilers_take_an_attempt_once(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        charge(pledge)
        lease_over()
        attempt = pledge.attempts.get()

        answers = in_parallel(
            4, lambda: reconciling.resolve(attempt_id=attempt.pk, now=clock.now())
        )

        assert len([answer for answer in answers if answer is not None]) == 1
        assert shop.charges(pledge) == 1


class TestAlarms:
    def test_a_key_with_other_parameters_freezes_and_is_never_replaced(self, shop, locked, caplog):
        pledge = locked()
        shop.sandbox.order_fault("drop_after", CREATE, count=1)
        charge(pledge)
        shop.sdk.v1.payment_intents.cancel(
            shop.sdk.v1.payment_intents.list({"customer": pledge.customer_ref}).data[0].id
        )
        reconcile()
        reconcile()

        pledge.refresh_from_db()
        assert shop.charges(pledge) == 0
        assert pledge.status == "declined"
        assert pledge.attempts.get().code == "payment_cancelled"

    def test_a_refused_request_freezes_the_attempt(self, shop, locked, caplog):
        pledge = locked()
        Pledge.objects.filter(pk=pledge.pk).update(customer_ref="cus_unknown")

        frozen = charge(pledge)

        assert (frozen.status, attempts(pledge)) == ("charging", [(1, "frozen")])
        assert "Charging stopped" in caplog.text
        assert reconcile() == 0
        assert charge(pledge).attempts.count() == 1

    def test_a_payment_of_another_amount_freezes_the_attempt(self, shop, locked):
        pledge = locked()
        shop.sdk.v1.payment_intents.create(
            {
                "amount": 9900,
                "currency": "usd",
                "customer": pledge.customer_ref,
                "metadata": {"pledge": str(pledge.pk)},
            }
        )

        assert charge(pledge).status == "charging"
        assert (attempts(pledge), shop.charges(pledge)) == ([(1, "frozen")], 0)

    def test_two_payments_of_one_pledge_freeze_the_attempt(self, shop, locked):
        pledge = locked()
        for _ in range(2):
            shop.sdk.v1.payment_intents.create(
                {
                    "amount": 2800,
                    "currency": "usd",
                    "customer": pledge.customer_ref,
                    "metadata": {"pledge": str(pledge.pk)},
                }
            )

        assert charge(pledge).status == "charging"
        assert (attempts(pledge), shop.charges(pledge)) == ([(1, "frozen")], 0)

    def test_parameters_of_another_shape_are_not_sent(self, shop, locked):
        pledge = locked()
        begun = attempting.begin(pledge_id=pledge.pk, with_person=False)
        ChargeAttempt.objects.update(parameters={"schema": 2})
        begun.refresh_from_db()

        charging.send(attempt=begun, now=clock.now())

        assert (attempts(pledge), shop.charges(pledge)) == ([(1, "frozen")], 0)

    def test_a_refusal_while_repairing_freezes_too(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CREATE, count=1)
        charge(pledge)
        Pledge.objects.filter(pk=pledge.pk).update(payment_ref="pi_unknown")

        reconcile()

        assert (attempts(pledge), shop.charges(pledge)) == ([(1, "frozen")], 0)

    def test_another_payment_than_the_kept_one_is_refused(self, shop, locked):
        pledge = locked()
        Pledge.objects.filter(pk=pledge.pk).update(payment_ref="pi_1")
        pledge.payment_ref = ""

        with pytest.raises(charging.MustNotRepeat):
            charging.keep_payment(pledge, "pi_2")

        pledge.refresh_from_db()
        assert pledge.payment_ref == "pi_1"


class TestGiveUp:
    def test_is_done_by_one(self, shop, locked):
        pledge = locked()
        shop.sandbox.order_fault("http_500", CONFIRM, count=1)
        charge(pledge)
        attempt = pledge.attempts.get()

        assert attempting.give_up(attempt=attempt).number == 2
        assert attempting.give_up(attempt=attempt) is None
        assert attempts(pledge) == [(1, "given_up"), (2, "sending")]

    def test_leaves_it_when_an_answer_came_meanwhile(self, shop, locked, monkeypatch):
        pledge = locked()
        shop.sandbox.order_fault("http_500", CONFIRM, count=1)
        charge(pledge)
        lease_over()
        monkeypatch.setattr(attempting, "give_up", lambda **_facts: None)

        done = reconciling.resolve(attempt_id=pledge.attempts.get().pk, now=clock.now())

        assert (done.status, attempts(pledge)) == ("charging", [(1, "sending")])


class TestRestored:
    def test_a_forgotten_payment_is_found_and_adopted(self, shop, locked, travel):
        """Last night's backup knows neither the payment nor the attempt, and keys are gone."""
        pledge = charge(locked())
        assert pledge.status == "charged"
        with connection.cursor() as cursor:
            for table in ("ledger_posting", "ledger_journal", "pledges_chargeattempt"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        Pledge.objects.filter(pk=pledge.pk).update(
            status="locked", charged_at=None, charged_minor=None, charge_ref="", payment_ref=""
        )
        travel(timedelta(hours=25))
        shop.sandbox.move_clock(25 * 3600)

        again = charge(pledge)

        assert (again.status, again.payment_ref) == ("charged", pledge.payment_ref)
        assert again.charge_ref == pledge.charge_ref
        assert shop.charges(pledge) == 1
        assert checking.check() == []


class TestDrop:
    def test_waits_until_the_processor_has_cancelled_the_payment(self, shop, locked, travel):
        pledge = charge(locked("pm_card_visa_chargeDeclinedLostCard"))
        travel(timedelta(days=7, minutes=1))
        shop.sandbox.order_fault("http_500", "POST /v1/payment_intents/*/cancel", count=1)

        assert dropping.drop_all(clock.now()) == 0
        pledge.refresh_from_db()
        assert pledge.status == "declined"
        travel(timedelta(hours=1))
        assert dropping.drop_all(clock.now()) == 1
        assert told(pledge) == ["pledge_declined", "pledge_dropped"]

    def test_charges_instead_when_the_payment_was_made_after_all(self, shop, locked, travel):
        pledge = charge(locked("pm_card_visa_chargeDeclinedLostCard"))
        good = shop.sdk.v1.payment_methods.attach("pm_card_visa", {"customer": pledge.customer_ref})
        shop.sdk.v1.payment_intents.confirm(
            pledge.payment_ref, {"payment_method": good.id, "off_session": True}
        )
        travel(timedelta(days=7, minutes=1))

        assert dropping.drop_all(clock.now()) == 0

        pledge.refresh_from_db()
        assert (pledge.status, shop.charges(pledge)) == ("charged", 1)
        assert told(pledge) == ["pledge_declined", "pledge_charged"]

    def test_waits_when_it_cannot_find_out_whether_there_is_a_payment(self, shop, locked, travel):
        locked()
        travel(timedelta(days=14))
        shop.sandbox.order_fault("http_500", LIST, count=2)

        assert dropping.drop_all(clock.now()) == 0
        assert dropping.drop_all(clock.now()) == 2

    def test_cancels_a_payment_whose_name_was_lost(self, shop, locked, travel):
        pledge = locked()
        made = shop.sdk.v1.payment_intents.create(
            {
                "amount": 2800,
                "currency": "usd",
                "customer": pledge.customer_ref,
                "metadata": {"pledge": str(pledge.pk)},
            }
        )
        travel(timedelta(days=14))

        assert dropping.drop(pledge_id=pledge.pk, now=clock.now()).status == "dropped"
        assert shop.sdk.v1.payment_intents.retrieve(made.id).status == "canceled"

    def test_steps_back_for_an_attempt_that_began_meanwhile(
        self, shop, locked, travel, monkeypatch
    ):
        pledge = charge(locked("pm_card_visa_chargeDeclinedLostCard"))
        travel(timedelta(days=7, minutes=1))

        def meanwhile(_pledge):
            Pledge.objects.filter(pk=pledge.pk).update(status="charging")

        monkeypatch.setattr(dropping, "make_impossible", meanwhile)

        assert dropping.drop(pledge_id=pledge.pk, now=clock.now()).status == "charging"

    def test_leaves_alone_what_is_still_in_its_grace(self, shop, locked, travel):
        pledge = charge(locked("pm_card_visa_chargeDeclinedLostCard"))
        travel(timedelta(days=6, hours=23))

        assert dropping.drop_all(clock.now()) == 0
        assert dropping.drop(pledge_id=pledge.pk, now=clock.now()).status == "declined"

    def test_lets_a_late_worker_make_the_last_try_first(self, shop, locked, travel):
        pledge = charge(locked("pm_card_chargeCustomerFail"))
        travel(timedelta(days=8))

        assert dropping.drop_all(clock.now()) == 0
        charge(pledge)
        assert dropping.drop_all(clock.now()) == 1

    def test_drops_at_the_last_day_what_was_never_tried(self, shop, locked, travel):
        pledge = locked()
        travel(timedelta(days=14))

        assert dropping.drop_all(clock.now()) == 2

        pledge.refresh_from_db()
        assert (pledge.status, shop.charges(pledge), told(pledge)) == (
            "dropped",
            0,
            ["pledge_dropped"],
        )

    def test_logs_what_it_cannot_explain(self, shop, locked, travel, caplog):
        pledge = locked()
        for _ in range(2):
            shop.sdk.v1.payment_intents.create(
                {
                    "amount": 2800,
                    "currency": "usd",
                    "customer": pledge.customer_ref,
                    "metadata": {"pledge": str(pledge.pk)},
                }
            )
        travel(timedelta(days=14))

        assert dropping.drop_all(clock.now()) == 1
        assert "cannot be dropped" in caplog.text


class TestProgress:
    def test_tells_the_share_that_was_tried(self, shop, locked):
        pledge = locked()

        before = charging.progress(shop.campaign)
        charge(pledge)
        after = charging.progress(shop.campaign)

        assert (before.total, before.done, before.charged, before.percent) == (2, 0, 0, 0)
        assert (after.total, after.done, after.charged, after.percent) == (2, 1, 1, 50)

    def test_is_nothing_before_the_decision(self, shop):
        assert charging.progress(shop.campaign).percent == 0


class TestSettleCollected:
    def test_leaves_a_campaign_that_somebody_holds(self, shop, locked):
        for pledge in (locked(), *Pledge.objects.filter(status="locked")):
            charge(pledge)
        answers: list[int] = []
        with transaction.atomic():
            Campaign.objects.select_for_update().get()
            thread = threading.Thread(
                target=lambda: (
                    answers.append(dropping.settle_collected(clock.now())),
                    connection.close(),
                )
            )
            thread.start()
            thread.join(20)

        assert answers == [0]
        assert Campaign.objects.get().status == "collecting"

    def test_waits_until_nothing_is_open(self, shop, locked):
        charge(locked())
        assert dropping.settle_collected(clock.now()) == 0

        for pledge in Pledge.objects.filter(status="locked"):
            charge(pledge)

        assert dropping.settle_collected(clock.now()) == 1
        assert dropping.settle_collected(clock.now()) == 0
        assert Campaign.objects.get().status == "settled"
