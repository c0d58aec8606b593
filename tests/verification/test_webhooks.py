"""What is believed of a webhook: docs.stripe.com/webhooks#verify-manually."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stripe

from redress.pledges.processors.errors import BadSignature, UnknownShape, WrongMode
from redress.pledges.processors.port import EventRef
from redress.pledges.processors.stripe_processor import StripeProcessor
from tests.sandbox.process import SECRET

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def processor() -> StripeProcessor:
    return StripeProcessor(
        name="stripe", api_key="sk_test_nobody", webhook_secret=SECRET, api_base=None
    )


def event(**changes: object) -> dict:
    """An event as Stripe sends it, shortened."""
    thing = {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 2800,
        "metadata": {"pledge": "7"},
        "status": "succeeded",
    }
    return {
        "id": "evt_1",
        "object": "event",
        "created": 1795197600,
        "data": {"object": thing},
        "livemode": False,
        "type": "payment_intent.succeeded",
    } | changes


def signed(body: object, *, at: datetime = NOW, secret: str = SECRET) -> tuple[bytes, str]:
    """Sign with the SDK's own helper, which shares nothing with the sandbox."""
    raw = json.dumps(body)
    header = stripe.WebhookSignature.generate_signature_header(raw, secret, int(at.timestamp()))
    return raw.encode(), header


class TestParseWebhook:
    def test_reads_which_object_it_is_about(self, processor):
        raw, signature = signed(event())

        assert processor.parse_webhook(raw=raw, signature=signature, now=NOW) == EventRef(
            event_id="evt_1",
            kind="payment_intent.succeeded",
            object_ref="pi_1",
            payment_ref="pi_1",
            session_ref=None,
            pledge=7,
            livemode=False,
            created=datetime.fromtimestamp(1795197600, UTC),
        )

    def test_finds_the_payment_of_a_charge(self, processor):
        charge = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1", "metadata": {}}
        raw, signature = signed(event(data={"object": charge}, type="charge.refunded"))

        found = processor.parse_webhook(raw=raw, signature=signature, now=NOW)

        assert (found.object_ref, found.payment_ref, found.pledge) == ("ch_1", "pi_1", None)

    def test_finds_the_pledge_of_a_card_page(self, processor):
        session = {"id": "cs_1", "object": "checkout.session", "client_reference_id": "7"}
        kind = "checkout.session.completed"
        raw, signature = signed(event(data={"object": session}, type=kind))

        found = processor.parse_webhook(raw=raw, signature=signature, now=NOW)

        assert (found.session_ref, found.pledge, found.payment_ref) == ("cs_1", 7, None)

    @pytest.mark.parametrize("away", [-300, 0, 300])
    def test_believes_it_for_five_minutes(self, processor, away):
        raw, signature = signed(event(), at=NOW + timedelta(seconds=away))

        assert processor.parse_webhook(raw=raw, signature=signature, now=NOW).event_id == "evt_1"

    @pytest.mark.parametrize("away", [-301, 301])
    def test_refuses_one_that_is_older_or_ahead(self, processor, away):
        raw, signature = signed(event(), at=NOW + timedelta(seconds=away))

        with pytest.raises(BadSignature):
            processor.parse_webhook(raw=raw, signature=signature, now=NOW)

    def test_refuses_another_secret(self, processor):
        raw, signature = signed(event(), secret="whsec_other")

        with pytest.raises(BadSignature):
            processor.parse_webhook(raw=raw, signature=signature, now=NOW)

    def test_refuses_a_changed_body(self, processor):
        raw, signature = signed(event())

        with pytest.raises(BadSignature):
            processor.parse_webhook(raw=raw.replace(b"pi_1", b"pi_2"), signature=signature, now=NOW)

    @pytest.mark.parametrize("signature", ["", "nonsense", "t=abc,v1=00", "v1=00", "t=1,v0=00"])
    def test_refuses_a_header_that_is_none(self, processor, signature):
        with pytest.raises(BadSignature):
            processor.parse_webhook(raw=b"{}", signature=signature, now=NOW)

    def test_refuses_bytes_that_are_no_text(self, processor):
        _, signature = signed(event())

        with pytest.raises(BadSignature):
            processor.parse_webhook(raw=b"\xff\xfe", signature=signature, now=NOW)

    def test_refuses_a_live_event_on_a_test_installation(self, processor):
        raw, signature = signed(event(livemode=True))

        with pytest.raises(WrongMode):
            processor.parse_webhook(raw=raw, signature=signature, now=NOW)

    def test_refuses_a_test_event_on_a_live_installation(self):
        live = StripeProcessor(name="stripe", api_key="sk_live_x", webhook_secret=SECRET)
        raw, signature = signed(event())

        with pytest.raises(WrongMode):
            live.parse_webhook(raw=raw, signature=signature, now=NOW)

    @pytest.mark.parametrize(
        "body",
        [[], {}, {"object": "event"}, event(data={}), event(livemode=None), event(created="x")],
    )
    def test_sets_aside_what_it_cannot_read(self, processor, body):
        raw, signature = signed(body)

        with pytest.raises(UnknownShape):
            processor.parse_webhook(raw=raw, signature=signature, now=NOW)
