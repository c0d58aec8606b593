"""The targets of the conformance suite: the sandbox always, Stripe's test mode with a key."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import pytest
import stripe

from redress.pledges.processors.port import SetupStarted
from redress.pledges.processors.stripe_processor import API_VERSION, StripeProcessor
from tests.sandbox.process import KEY, SandboxProcess, sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]

STRIPE_KEY = os.environ.get("STRIPE_TEST_KEY", "")
TARGETS = ["sandbox", "stripe"] if STRIPE_KEY else ["sandbox"]
_pledges = count(1)


@dataclass
class Target:
    """Whoever answers: the port under test, the SDK beside it, and helpers to arrange a case."""

    processor: StripeProcessor
    sdk: stripe.StripeClient
    sandbox: SandboxProcess | None
    run: str

    def key(self, name: str) -> str:
        """A key of this run."""
        return f"{self.run}:{name}:{uuid4().hex[:8]}"

    def customer(self) -> str:
        """A customer without a card."""
        return self.sdk.v1.customers.create({"email": "rosa@example.org"}).id

    def card(self, customer: str, token: str = "pm_card_visa") -> str:
        """A card of the customer, made from one of Stripe's test names."""
        return self.sdk.v1.payment_methods.attach(token, {"customer": customer}).id

    def payment(self, customer: str, amount: int = 2800, pledge: int | None = None) -> str:
        """An unconfirmed payment of $28.00."""
        opened = self.processor.ensure_payment(
            pledge=pledge or next(_pledges),
            amount_minor=amount,
            currency="USD",
            customer_ref=customer,
            key=self.key("pi"),
            description="Pledge",
            metadata={},
        )
        return opened.payment_ref

    def confirm(self, payment: str, card: str, **changes: object):
        """Confirm as the deadline does: off-session."""
        asked = {"off_session": True, "key": self.key("confirm")} | changes
        return self.processor.confirm(payment_ref=payment, method_ref=card, **asked)

    def setup(self, **changes: object) -> SetupStarted:
        """An open card page."""
        asked = {
            "pledge": next(_pledges),
            "email": "rosa@example.org",
            "language": "en",
            "success_url": "http://localhost:8000/back?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://localhost:8000/away",
            "key": self.key("setup"),
        } | changes
        return self.processor.start_setup(**asked)


def _stripe_itself() -> Target:
    processor = StripeProcessor(name="stripe", api_key=STRIPE_KEY, webhook_secret="whsec_unused")
    sdk = stripe.StripeClient(STRIPE_KEY, stripe_version=API_VERSION)
    return Target(processor=processor, sdk=sdk, sandbox=None, run=uuid4().hex[:8])


def _sandbox_target(process: SandboxProcess) -> Target:
    sdk = stripe.StripeClient(
        KEY,
        stripe_version=API_VERSION,
        base_addresses={"api": process.origin},
        max_network_retries=0,
    )
    return Target(processor=process.processor(), sdk=sdk, sandbox=process, run=uuid4().hex[:8])


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Target:
    """Each target in turn."""
    if request.param == "stripe":
        return _stripe_itself()
    return _sandbox_target(request.getfixturevalue("sandbox"))


@pytest.fixture
def hosted(sandbox: SandboxProcess) -> Callable[[], Target]:
    """The sandbox alone: Stripe's hosted page cannot be filled in by a test."""
    return _sandbox_target(sandbox)
