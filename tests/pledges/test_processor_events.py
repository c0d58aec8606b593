"""Webhooks: verified, stored once, and never believed; the truth is read again."""

import hashlib
import hmac
import json
import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.core import clock
from redress.ledger.models import Journal
from redress.pledges import charging, processor_events
from redress.pledges.models import Pledge, ProcessorEvent
from tests.pledges.test_charging import CONFIRM, attempts, locked
from tests.pledges.test_settlement import in_parallel
from tests.sandbox.process import SECRET

__all__ = ["locked"]
pytestmark = pytest.mark.django_db(transaction=True)


def event(kind: str, thing: dict, number: int = 1, **facts) -> bytes:
    body = {
        "id": f"evt_{number}",
        "object": "event",
        "type": kind,
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": thing},
    } | facts
    return json.dumps(body).encode()


def signed(raw: bytes, *, secret: str = SECRET, at: int | None = None) -> str:
    stamp = int(clock.now().timestamp()) if at is None else at
    mac = hmac.new(secret.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mac}"


def receive(raw: bytes, signature: str | None = None) -> bool:
    return processor_events.receive(
        raw=raw, signature=signed(raw) if signature is None else signature, now=clock.now()
    )


def of_payment(pledge: Pledge, number: int = 1) -> bytes:
    thing = {"id": pledge.payment_ref, "object": "payment_intent", "metadata": {}}
    return event("payment_intent.succeeded", thing, number)


def jobs() -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name="handle_processor_event")
    return list(rows.order_by("id").values_list("args", flat=True))


def unsure(shop, locked) -> Pledge:
    """Charged at the processor, but the answer was lost."""
    pledge = locked()
    shop.sandbox.order_fault("drop_after", CONFIRM, count=1)
    return charging.charge(pledge_id=pledge.pk, now=clock.now())


class TestReceive:
    def test_stores_an_event_once_with_its_job(self, shop, locked):
        raw = of_payment(unsure(shop, locked))

        assert [receive(raw), receive(raw)] == [True, False]

        row = ProcessorEvent.objects.get()
        assert (row.event_ref, row.kind, row.handled_at) == (
            "evt_1",
            "payment_intent.succeeded",
            None,
        )
        assert jobs() == [{"event_id": row.pk, "pledge_hint": None}]

    @pytest.mark.parametrize(
        "forge",
        [
            lambda _raw: "",
            lambda raw: signed(raw, secret="whsec_other"),
            lambda raw: signed(raw + b" "),
            lambda raw: signed(raw, at=int(clock.now().timestamp()) - 301),
            lambda raw: signed(raw, at=int(clock.now().timestamp()) + 301),
        ],
    )
    def test_stores_nothing_that_is_not_the_processors(self, shop, forge):
        raw = event("payment_intent.succeeded", {"id": "pi_1", "object": "payment_intent"})

        with pytest.raises(processor_events.NotFromProcessor):
            receive(raw, forge(raw))

        assert (ProcessorEvent.objects.count(), jobs()) == (0, [])

    def test_refuses_an_event_of_the_other_mode(self, shop):
        raw = event("payment_intent.succeeded", {"id": "pi_1"}, livemode=True)

        with pytest.raises(processor_events.NotFromProcessor):
            receive(raw)

        assert not ProcessorEvent.objects.exists()

    def test_puts_an_unknown_shape_aside(self, shop, caplog):
        assert receive(b'{"something": "else"}') is False
        assert "unknown shape" in caplog.text
        assert not ProcessorEvent.objects.exists()

    def test_stores_no_event_when_its_job_cannot_be_written(self, shop, monkeypatch):
        def broken(*_args):
            raise RuntimeError("no")

        monkeypatch.setattr(processor_events, "_defer", broken)

        with pytest.raises(RuntimeError):
            receive(event("payment_intent.succeeded", {"id": "pi_1", "object": "payment_intent"}))

        assert not ProcessorEvent.objects.exists()

    def test_takes_twenty_duplicates_in_parallel_as_one(self, shop, locked):
        pledge = unsure(shop, locked)
        raw = of_payment(pledge)

        stored = in_parallel(20, lambda: receive(raw))
        in_parallel(20, lambda: processor_events.handle(now=clock.now(), **jobs()[0]))

        assert sorted(stored) == [False] * 19 + [True]
        assert Journal.objects.filter(kind="charge").count() == 1
        assert attempts(pledge) == [(1, "paid")]
        assert shop.charges(pledge) == 1


class TestHandle:
    def test_charges_the_books_with_what_it_reads(self, shop, locked):
        pledge = unsure(shop, locked)
        receive(of_payment(pledge))

        processor_events.handle_processor_event(**jobs()[0])

        pledge.refresh_from_db()
        assert (pledge.status, pledge.charged_minor) == ("charged", 2800)
        assert ProcessorEvent.objects.get().handled_at is not None
        assert processor_events.handle(now=clock.now(), **jobs()[0]) is False

    def test_believes_no_word_of_the_event_itself(self, shop, locked):
        """A signed lie about a payment that was never made."""
        pledge = locked()
        shop.sandbox.order_fault("drop_before", CONFIRM, count=1)
        pledge = charging.charge(pledge_id=pledge.pk, now=clock.now())
        thing = {
            "id": pledge.payment_ref,
            "object": "payment_intent",
            "status": "succeeded",
            "amount_received": 2800,
            "metadata": {"pledge": str(pledge.pk)},
        }
        receive(event("payment_intent.succeeded", thing))

        processor_events.handle(now=clock.now(), **jobs()[0])

        pledge.refresh_from_db()
        assert (pledge.status, attempts(pledge)) == ("charging", [(1, "sending")])
        assert not Journal.objects.exists()

    def test_keeps_a_card_whose_person_never_came_back(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        pledge.refresh_from_db()
        thing = {"id": pledge.session_ref, "object": "checkout.session"}
        receive(event("checkout.session.completed", thing))

        processor_events.handle(now=clock.now(), **jobs()[0])

        pledge.refresh_from_db()
        assert pledge.status == "active"

    def test_finds_the_pledge_of_a_setup_by_its_mark(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        thing = {
            "id": "seti_1",
            "object": "setup_intent",
            "metadata": {"pledge": str(pledge.pk)},
        }
        receive(event("setup_intent.succeeded", thing))

        processor_events.handle(now=clock.now(), **jobs()[0])

        pledge.refresh_from_db()
        assert pledge.status == "active"

    def test_notes_a_card_that_was_refused_at_the_card_page(self, shop):
        pledge = shop.intent()
        thing = {
            "id": "seti_1",
            "object": "setup_intent",
            "metadata": {"pledge": str(pledge.pk)},
        }
        receive(event("setup_intent.setup_failed", thing))

        processor_events.handle(now=clock.now(), **jobs()[0])

        assert pledge.events.filter(kind="card_refused").count() == 1

    @pytest.mark.parametrize("kind", ["payment_intent.succeeded", "charge.refunded"])
    def test_lets_events_of_no_pledge_pass(self, shop, kind):
        receive(event(kind, {"id": "x_1", "object": "charge", "metadata": {"pledge": "999"}}))

        assert processor_events.handle(now=clock.now(), **jobs()[0]) is False
        assert ProcessorEvent.objects.get().failure == "of no pledge here"

    def test_reads_nothing_for_a_pledge_without_a_payment(self, shop):
        pledge = shop.intent()
        thing = {"id": "ch_1", "object": "charge", "metadata": {"pledge": str(pledge.pk)}}
        receive(event("charge.succeeded", thing))

        assert processor_events.handle(now=clock.now(), **jobs()[0]) is True
        pledge.refresh_from_db()
        assert pledge.status == "intent"


class TestRetryUnhandled:
    def test_hands_forgotten_events_to_a_job_again(self, shop, locked, travel):
        from datetime import timedelta

        receive(of_payment(unsure(shop, locked)))
        ProcrastinateJob.objects.none()
        assert processor_events.retry_unhandled(clock.now()) == 0
        travel(timedelta(minutes=3))

        assert processor_events.retry_unhandled(clock.now()) == 1
        assert len(jobs()) == 2
