"""The sandbox as a process: who may reach it, what it refuses, what survives a kill."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from redress.pledges.processors.port import Doubt, NotPaid, Paid, Unknown
from tests.sandbox.process import ROOT, SandboxProcess, own_database


@pytest.fixture
def another() -> Iterator[SandboxProcess]:
    """A process that the test may kill."""
    with own_database() as url:
        process = SandboxProcess(url)
        yield process
        if process.process.poll() is None:
            process.kill()


class TestListen:
    def test_is_reached_on_the_loopback_address_alone(self, sandbox):
        connections = subprocess.run(
            ["ss", "-ltnH", f"sport = :{sandbox.port}"], capture_output=True, text=True, check=False
        ).stdout
        with socket.create_connection(("127.0.0.1", sandbox.port), 2):
            pass

        if connections:  # where the tool exists, the kernel's own word
            assert connections.split()[3] == f"127.0.0.1:{sandbox.port}"

    def test_refuses_a_forged_host(self, sandbox):
        answer = sandbox.call("GET", "/_sandbox/ready", headers={"Host": "evil.example"})

        assert answer.status_code == 400


class TestMain:
    def test_refuses_to_start_in_production(self):
        answer = subprocess.run(
            [sys.executable, "-m", "redress.sandbox", "--port", "0"],
            cwd=ROOT,
            env=os.environ | {"REDRESS_MODE": "production"},
            capture_output=True,
            text=True,
            check=False,
        )

        assert answer.returncode != 0
        assert "does not start in production" in answer.stderr

    @pytest.mark.process
    def test_is_ready_soon_and_ends_on_term(self, another):
        another.kill()
        began = time.monotonic()
        another.start()
        took = time.monotonic() - began
        status = another.stop()

        assert took < 5  # about 0.9 s alone; the rest is for a busy machine
        assert status == 0

    @pytest.mark.process
    def test_keeps_what_it_answered_when_killed(self, another):
        process = another
        processor = process.processor()
        customer = process.call("POST", "/v1/customers", data={"email": "rosa@example.org"}).json()[
            "id"
        ]
        opened = processor.ensure_payment(
            pledge=1,
            amount_minor=2800,
            currency="USD",
            customer_ref=customer,
            key="killed:pi",
            description="Pledge",
            metadata={},
        )

        process.kill()
        process.start()

        assert processor.read_payment(opened.payment_ref) == NotPaid(payment_ref=opened.payment_ref)
        paid = processor.confirm(
            payment_ref=opened.payment_ref,
            method_ref="pm_card_visa",
            off_session=True,
            key="killed:confirm",
        )
        assert isinstance(paid, Paid)


@pytest.mark.process
class TestKill:
    """SIGKILL lands on a step that the sandbox itself reports as reached."""

    def confirm_and_kill(self, process: SandboxProcess, fault: str) -> tuple[str, object]:
        """Order a long pause at the step, confirm, kill it in the pause, start it again."""
        processor = process.processor()
        asked = {"amount": "2800", "currency": "usd"}
        payment = process.call("POST", "/v1/payment_intents", data=asked).json()["id"]
        process.order_fault(
            fault, "POST /v1/payment_intents/*/confirm", count=1, milliseconds=60_000
        )
        answers = []

        def confirm() -> None:
            answers.append(self.confirm(processor, payment))

        thread = threading.Thread(target=confirm)
        thread.start()
        while process.call("GET", "/_sandbox/faults").json()["faults"][0]["remaining"] != 0:
            time.sleep(0.01)
        process.kill()
        thread.join()
        process.start()
        return payment, answers[0]

    def confirm(self, processor, payment: str):
        return processor.confirm(
            payment_ref=payment, method_ref="pm_card_visa", off_session=True, key="kill:confirm:1"
        )

    def test_before_the_charge_leaves_nothing(self, another):
        payment, answer = self.confirm_and_kill(another, "latency")

        processor = another.processor()
        assert answer == Unknown(doubt=Doubt.CONNECTION)
        assert processor.read_payment(payment) == NotPaid(payment_ref=payment)
        assert isinstance(self.confirm(processor, payment), Paid)

    def test_after_the_charge_loses_nothing(self, another):
        payment, answer = self.confirm_and_kill(another, "latency_after")

        processor = another.processor()
        paid = processor.read_payment(payment)
        charges = another.call("GET", f"/v1/charges?payment_intent={payment}").json()["data"]
        assert answer == Unknown(doubt=Doubt.CONNECTION)
        assert isinstance(paid, Paid)
        assert self.confirm(processor, payment) == paid
        assert len(charges) == 1
