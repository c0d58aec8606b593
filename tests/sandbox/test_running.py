"""The sandbox as a process: who may reach it, what it refuses, what survives a kill."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from redress.pledges.processors.port import NotPaid, Paid
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
