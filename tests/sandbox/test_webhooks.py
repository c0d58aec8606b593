"""Webhooks as they arrive at a receiver of the test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe
from django.db import OperationalError

from redress.sandbox import delivering
from tests.sandbox.process import SECRET, SandboxProcess, own_database


class Receiver(ThreadingHTTPServer):
    """A tiny web server that keeps what it was sent and answers as it was told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[dict, str, bytes]] = []
        self.refuse = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/hooks/processor/"

    def wait_for(self, enough: Callable[[list[str]], bool], seconds: float = 8) -> list[str]:
        """The kinds that came, once they satisfy the test."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not enough(self.kinds):
            time.sleep(0.02)
        assert enough(self.kinds), self.kinds
        return self.kinds

    @property
    def kinds(self) -> list[str]:
        return [event["type"] for event, _, _ in self.got]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((json.loads(raw), self.headers["Stripe-Signature"], raw))
        refused = self.server.refuse > 0
        self.server.refuse -= refused
        self.send_response(500 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def sender(receiver: Receiver) -> Iterator[SandboxProcess]:
    """A sandbox that tells the receiver."""
    with own_database() as url:
        process = SandboxProcess(url, webhook_url=receiver.url)
        yield process
        if process.process.poll() is None:
            process.stop()


def pay(sandbox: SandboxProcess, method: str = "pm_card_visa") -> str:
    asked = {"amount": "2800", "currency": "usd", "metadata[pledge]": "7"}
    payment = sandbox.call("POST", "/v1/payment_intents", data=asked).json()["id"]
    path = f"/v1/payment_intents/{payment}/confirm"
    sandbox.call("POST", path, data={"payment_method": method, "off_session": "true"})
    return payment


@pytest.mark.process
class TestDelivery:
    def test_tells_of_the_whole_way_signed(self, sender, receiver):
        """docs.stripe.com/webhooks: signature v1, envelope, snapshot of the object."""
        processor = sender.processor()
        started = processor.start_setup(
            pledge=7,
            email="rosa@example.org",
            language="en",
            success_url="http://localhost/",
            cancel_url="http://localhost/",
            key="whole:setup",
        )
        sender.type_card(started.url)
        payment = pay(sender)
        pay(sender, "pm_card_chargeCustomerFail")
        sender.call("POST", "/v1/refunds", data={"payment_intent": payment})
        open_one = sender.call(
            "POST", "/v1/payment_intents", data={"amount": "500", "currency": "usd"}
        ).json()["id"]
        sender.call("POST", f"/v1/payment_intents/{open_one}/cancel")

        receiver.wait_for(lambda kinds: len(kinds) == 8)

        assert sorted(receiver.kinds) == [
            "charge.failed",
            "charge.refunded",
            "charge.succeeded",
            "checkout.session.completed",
            "payment_intent.canceled",
            "payment_intent.payment_failed",
            "payment_intent.succeeded",
            "setup_intent.succeeded",
        ]
        for event, signature, raw in receiver.got:
            stripe.WebhookSignature.verify_header(raw, signature, SECRET, 300)
            assert event["livemode"] is False
            assert event["object"] == "event"
        paid = next(e for e, _, _ in receiver.got if e["type"] == "payment_intent.succeeded")
        assert paid["data"]["object"]["id"] == payment
        assert paid["data"]["object"]["metadata"] == {"pledge": "7"}

    def test_tries_again_until_it_is_taken(self, sender, receiver):
        """docs.stripe.com/webhooks#retries."""
        receiver.refuse = 3

        pay(sender)

        kinds = receiver.wait_for(lambda kinds: len(kinds) == 5)
        assert sorted(set(kinds)) == ["charge.succeeded", "payment_intent.succeeded"]
        time.sleep(0.6)
        assert len(receiver.kinds) == 5

    def test_goes_on_after_a_kill(self, sender, receiver):
        receiver.refuse = 2
        pay(sender)
        receiver.wait_for(lambda kinds: len(kinds) == 2)

        sender.kill()
        sender.start()

        kinds = receiver.wait_for(lambda kinds: len(kinds) >= 4)
        assert set(kinds[2:]) == {"charge.succeeded", "payment_intent.succeeded"}

    def test_waits_for_a_receiver_that_is_away(self, sender):
        away = Receiver()
        url = away.url
        away.shutdown()
        away.server_close()
        with own_database() as database:
            process = SandboxProcess(database, webhook_url=url)
            try:
                pay(process)
                time.sleep(0.3)
                events = process.call("GET", "/v1/events").json()["data"]
                assert [event["pending_webhooks"] for event in events] == [1, 1]
            finally:
                process.stop()

    def test_can_be_doubled_held_back_and_dropped(self, sender, receiver):
        sender.order_fault("webhook_duplicate", "charge.succeeded", count=1)
        sender.order_fault("webhook_delay", "charge.refunded", count=1, milliseconds=700)
        sender.order_fault("webhook_drop", "payment_intent.succeeded", count=1)

        payment = pay(sender)
        sender.call("POST", "/v1/refunds", data={"payment_intent": payment})
        pay(sender, "pm_card_chargeDeclined")

        kinds = receiver.wait_for(lambda kinds: "charge.refunded" in kinds)
        assert kinds[-1] == "charge.refunded"
        assert kinds.count("charge.succeeded") == 2
        assert "payment_intent.succeeded" not in kinds


class TestKeepSending:
    def test_waits_for_a_database_that_is_away(self, monkeypatch):
        stop = threading.Event()
        tries = []

        def send() -> int:
            tries.append(1)
            if len(tries) == 1:
                raise OperationalError("the server is starting")
            stop.set()
            return 0

        monkeypatch.setattr(delivering, "send_what_is_due", send)
        monkeypatch.setattr(delivering, "close_old_connections", lambda: None)
        monkeypatch.setattr(stop, "wait", lambda _seconds: False)

        delivering.keep_sending(stop)

        assert len(tries) == 2
