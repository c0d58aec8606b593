"""A campaign's own tiers: what it asks is asked, on the server, and nothing else of it changes."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from redress.campaigns.models import Campaign, TierTerms
from redress.core import clock
from redress.core.models import OutboxMessage
from redress.core.money import Money
from redress.core.translated import Translated
from redress.pledges import pledging
from redress.pledges.models import Pledge
from redress.supporters.models import Supporter, Tier
from redress.supporters.tiers import minimum_of, offered_by, perks_of
from tests.factories.campaigns import CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory

pytestmark = pytest.mark.django_db
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def campaign(db) -> Campaign:
    """Asks $20 of an Advocate and $40 of a Champion, whom it promises a visit."""
    campaign = CampaignFactory(slug="home")
    TierTerms.objects.create(campaign=campaign, tier=Tier.ADVOCATE, minimum_minor=2_000)
    TierTerms.objects.create(
        campaign=campaign,
        tier=Tier.CHAMPION,
        minimum_minor=4_000,
        perks=Translated(en="A visit\nA letter", es=""),
    )
    return campaign


class TestMinimumOf:
    def test_is_the_house_s_without_own_terms(self):
        campaign = CampaignFactory()

        found = [minimum_of(tier, campaign=campaign) for tier in Tier]

        assert found == [Money(0), Money(1_500), Money(2_800)]
        assert found == [minimum_of(tier) for tier in Tier]

    def test_is_the_campaign_s_own(self, campaign):
        assert [minimum_of(tier, campaign=campaign) for tier in Tier] == [
            Money(0),
            Money(2_000),
            Money(4_000),
        ]

    def test_is_in_the_currency_of_the_campaign(self):
        campaign = CampaignFactory(currency="EUR")

        assert minimum_of(Tier.ADVOCATE, campaign=campaign) == Money(1_500, "EUR")

    def test_takes_one_query_and_none_when_they_are_at_hand(
        self, campaign, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            tiers = offered_by(campaign)
            assert tiers.minimum_of(Tier.CHAMPION) > tiers.minimum_of(Tier.ADVOCATE)
        at_hand = Campaign.objects.prefetch_related("tier_terms").get()
        with django_assert_num_queries(0):
            assert offered_by(at_hand) == tiers


class TestPerksOf:
    def test_are_the_campaign_s_lines_in_the_languages_it_has(self, campaign):
        with translation.override("es"):
            house = [str(perk) for perk in perks_of(Tier.CHAMPION)]
            assert [str(perk) for perk in perks_of(Tier.CHAMPION, campaign=campaign)] == house

        assert perks_of(Tier.CHAMPION, campaign=campaign) == ("A visit", "A letter")
        assert perks_of(Tier.ADVOCATE, campaign=campaign) == perks_of(Tier.ADVOCATE)


class TestTierTerms:
    @pytest.mark.parametrize(
        ("tier", "minimum"),
        [
            (Tier.ALLY, 1),
            (Tier.ADVOCATE, 499),
            (Tier.CHAMPION, 100_001),
            (Tier.ADVOCATE, 0),
            ("patron", 500),
        ],
    )
    def test_keep_to_the_rules_of_the_house(self, tier, minimum):
        campaign = CampaignFactory()

        with pytest.raises(IntegrityError, match="tier_terms_within_the_rules"):  # noqa: SIM117
            with transaction.atomic():
                TierTerms.objects.create(campaign=campaign, tier=tier, minimum_minor=minimum)

        assert not TierTerms.objects.exists()

    @pytest.mark.parametrize("act", ["create", "change", "delete"])
    def test_are_frozen_once_a_pledge_was_held(self, campaign, act):
        PledgeFactory(supporter=SupporterFactory(campaign=campaign, confirmed=True))
        before = list(TierTerms.objects.order_by("pk").values())

        with pytest.raises(IntegrityError, match="are frozen"), transaction.atomic():
            if act == "create":
                TierTerms.objects.create(campaign=campaign, tier=Tier.ALLY, minimum_minor=0)
            elif act == "change":
                TierTerms.objects.filter(tier=Tier.ADVOCATE).update(minimum_minor=500)
            else:
                TierTerms.objects.filter(tier=Tier.ADVOCATE).delete()

        assert list(TierTerms.objects.order_by("pk").values()) == before

    def test_may_change_while_nobody_has_pledged(self, campaign):
        TierTerms.objects.filter(tier=Tier.ADVOCATE).update(minimum_minor=2_500)

        assert minimum_of(Tier.ADVOCATE, campaign=campaign) == Money(2_500)


class TestPledging:
    @pytest.mark.parametrize(
        ("tier", "minor", "least"),
        [
            (Tier.ADVOCATE, 1_500, 2_000),
            (Tier.ADVOCATE, 1_999, 2_000),
            (Tier.CHAMPION, 2_800, 4_000),
        ],
    )
    def test_refuses_what_is_below_the_campaign_s_own_minimum(self, campaign, tier, minor, least):
        person = SupporterFactory(campaign=campaign, confirmed=True)

        with pytest.raises(pledging.PledgeTooSmall) as refusal:
            pledging.intend(
                supporter_id=person.pk,
                tier=tier,
                amount=Money(minor),
                cover_fee=False,
                language="en",
                now=clock.now(),
            )

        assert refusal.value.minimum == Money(least)
        assert not Pledge.objects.exists()

    def test_takes_a_lower_minimum_of_the_campaign(self):
        campaign = CampaignFactory()
        TierTerms.objects.create(campaign=campaign, tier=Tier.ADVOCATE, minimum_minor=1_000)
        person = SupporterFactory(campaign=campaign, confirmed=True)

        pledge = pledging.intend(
            supporter_id=person.pk,
            tier=Tier.ADVOCATE,
            amount=Money(1_000),
            cover_fee=False,
            language="en",
            now=clock.now(),
        )

        assert (pledge.tier, pledge.amount) == ("advocate", Money(1_000))


@pytest.mark.usefixtures("at_now")
class TestPages:
    FORM = {"name": "Ana Ruiz", "email": "ana@example.org"}

    def test_refuse_less_and_write_nothing(self, client: Client, campaign):
        typed = self.FORM | {"tier": "champion", "amount_choice": "other", "amount_other": "28"}

        answer = client.post("/c/home/support/", typed, **HERE)

        assert answer.status_code == 422
        assert "This tier begins at $40. For less, choose another tier." in answer.content.decode()
        assert not Supporter.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert not Pledge.objects.exists()

    def test_let_an_ally_pledge_up_to_the_campaign_s_advocate(self, client: Client, campaign):
        typed = self.FORM | {"tier": "ally", "amount_other": "19.99"}

        answer = client.post("/c/home/support/", typed, **HERE)

        assert answer.status_code == 303
        assert (Pledge.objects.get().tier, Pledge.objects.get().amount_minor) == ("ally", 1_999)

    @pytest.mark.parametrize("path", ["/c/home/", "/c/home/support/"])
    def test_show_what_the_campaign_asks(self, client: Client, campaign, path):
        page = client.get(path).content.decode()

        assert "$20 or more" in page
        assert "$40 or more" in page
        assert "A visit" in page
        assert "$28" not in page
        assert "An Ally may add a pledge of $5 to $19.99, or none." in page
        for amount in (20, 40, 50, 100):
            assert f'name="amount_choice" value="{amount}"' in page

    def test_are_the_same_to_the_byte_without_own_terms(self, client: Client):
        CampaignFactory(slug="home")

        page = client.get("/c/home/support/").content.decode()

        assert "An Ally may add a pledge of $5 to $14.99, or none." in page
        assert [f'value="{amount}"' in page for amount in (15, 28, 50, 100)] == [True] * 4
        assert "<span>$15</span>" in page
