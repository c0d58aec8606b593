"""The running sandbox, and pledges with real cards of it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import stripe
from django.db import connection

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.money import Money
from redress.pledges import pledging, settlement
from redress.pledges.models import Pledge
from redress.pledges.processors.stripe_processor import API_VERSION
from redress.supporters.models import Supporter, Tier
from tests.factories.campaigns import ApprovalFactory, CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.sandbox.process import KEY, SandboxProcess, sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]

GOOD = "4242424242424242"
SAVES_THEN_DECLINES = "4000000000000341"
ALWAYS_ASKS = "4000002760003184"


@pytest.fixture(autouse=True)
def _fast(settings):
    """No test waits for its turn, unless turns are what it is about."""
    settings.CHARGES_PER_SECOND = 1000.0


@dataclass
class Shop:
    """A campaign with goal $56, approved, and people who pledge to it by the sandbox's cards."""

    sandbox: SandboxProcess
    campaign: Campaign

    def __post_init__(self):
        self.sdk = stripe.StripeClient(
            KEY,
            stripe_version=API_VERSION,
            base_addresses={"api": self.sandbox.origin},
            max_network_retries=0,
        )

    def person(self, **facts) -> Supporter:
        return SupporterFactory(campaign=self.campaign, confirmed=True, **facts)

    def intent(self, *, minor=2800, tier=Tier.CHAMPION, cover_fee=False, person=None) -> Pledge:
        return pledging.intend(
            supporter_id=(person or self.person()).pk,
            tier=tier,
            amount=Money(minor),
            cover_fee=cover_fee,
            language="en",
            now=clock.now(),
        )

    def card_page(self, pledge: Pledge, network_hash: str = "") -> str:
        return pledging.continue_to_card(
            pledge_id=pledge.pk, network_hash=network_hash, now=clock.now()
        )

    def pledge(self, card: str = GOOD, **terms) -> Pledge:
        """A pledge made as a person makes it: form, mandate, card page, return."""
        pledge = self.intent(**terms)
        self.sandbox.type_card(self.card_page(pledge), card)
        return pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

    def held(self, token: str = "pm_card_visa", **facts) -> Pledge:
        """A held pledge, its card saved by the SDK: quicker where the page is not the point."""
        customer = self.sdk.v1.customers.create({"email": "rosa@example.org"}).id
        method = token  # a card that the bank refuses by name cannot be saved, only charged
        if "Declined" not in token:
            method = self.sdk.v1.payment_methods.attach(token, {"customer": customer}).id
        return PledgeFactory(
            supporter=self.person(), customer_ref=customer, method_ref=method, **facts
        )

    def charges(self, pledge: Pledge) -> int:
        """How many charges of the pledge's customer succeeded, as the processor has it."""
        rows = self.sdk.v1.charges.list({"customer": pledge.customer_ref, "limit": 100}).data
        return len([row for row in rows if row.status == "succeeded"])

    def decide(self):
        """Settle; the clock must be past the deadline."""
        return settlement.settle(self.campaign.pk, clock.now())


def to_deadline(campaign: Campaign, *, plus: timedelta = timedelta(seconds=5)) -> timedelta:
    """How far to travel to be just past the deadline."""
    return campaign.deadline_at - clock.now() + plus


@pytest.fixture
def no_jobs(transactional_db) -> None:
    """Emptying the tables of a test leaves procrastinate's alone."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def shop(no_jobs, at_now, sandbox) -> Shop:
    campaign = CampaignFactory(goal_minor=5600)
    ApprovalFactory(campaign=campaign)
    return Shop(sandbox=sandbox, campaign=campaign)


@pytest.fixture
def past_deadline(shop, travel):
    """Call it to be just past the shop's deadline."""
    return lambda plus=timedelta(seconds=5): travel(to_deadline(shop.campaign, plus=plus))
