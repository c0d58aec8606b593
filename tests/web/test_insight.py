"""The dashboard shows the public numbers, and gives the list to whoever may take it."""

import pytest

from redress.accounts.permissions import TeamRole
from redress.campaigns.models import CampaignEvent
from redress.pledges.funnel import Funnel
from redress.supporters import counting
from redress.supporters.models import CounterDelta, StateCount
from redress.web.organize.insight import BAR, bars_of
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of
from tests.factories.pledges import PledgeFactory
from tests.web.entering import enter

OURS = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(at_now):
    return CampaignFactory(supporter_count=1_234, pledge_count=321, pledged_minor=74_200)


def page(client, campaign, person, **extra):
    client.force_login(person)
    return client.get(f"/studio/{campaign.number}/insight/", **extra)


class TestBarsOf:
    def test_draws_the_longest_in_full_and_the_others_in_proportion(self):
        bars = bars_of(Funnel(visits=200, joined=50, confirmed=40, pledged=10, shares=0))

        assert [bar.width for bar in bars] == [BAR, 100, 80, 20, 0]
        assert [bar.rate for bar in bars] == [None, 25, 80, 25, None]

    def test_claims_no_rate_of_a_step_that_is_larger_than_the_one_before(self):
        bars = bars_of(Funnel(visits=3, joined=50, confirmed=40, pledged=0, shares=0))

        assert [bar.rate for bar in bars] == [None, None, 80, 0, None]

    def test_draws_nothing_of_nothing(self):
        assert {bar.width for bar in bars_of(Funnel(0, 0, 0, 0, 0))} == {0}


class TestInsight:
    def test_shows_the_numbers_of_the_public_page(self, client, campaign):
        body = page(client, campaign, owner_of(campaign)).content.decode()

        assert "$742 pledged of $1,000, 1,234 supporters." in body
        assert '<td class="num">1,234</td>' in body

    def test_agrees_with_the_public_page_after_a_fold(self, client, at_now):
        pledge = PledgeFactory()
        campaign = pledge.campaign
        CounterDelta.objects.create(
            campaign=campaign, people=1, pledges=1, pledged_minor=2_800, day="2026-11-20"
        )
        counting.fold()
        public = client.get(f"/c/{campaign.slug}/count.json").json()

        shown = page(client, campaign, owner_of(campaign)).context["docket"]

        assert (shown.supporters, shown.pledged.minor) == (
            public["supporters"],
            public["pledged_minor"],
        )

    def test_draws_the_map_from_ten_supporters_up(self, client, campaign):
        StateCount.objects.create(campaign=campaign, state="CA", people=1_200)
        StateCount.objects.create(campaign=campaign, state="OH", people=9)

        body = page(client, campaign, owner_of(campaign)).content.decode()

        assert "<title>California: 1200</title>" in body
        assert "Ohio" not in body

    def test_says_of_a_draft_that_numbers_begin_later(self, client, at_now):
        draft = DraftFactory()

        body = page(client, draft, owner_of(draft)).content.decode()

        assert "Numbers begin on the day it opens." in body
        assert "Download as CSV" not in body

    @pytest.mark.parametrize(
        ("role", "offered"),
        [(TeamRole.OWNER, True), (TeamRole.EDITOR, False), (TeamRole.VIEWER, False)],
    )
    def test_offers_the_list_to_owners_alone(self, role, offered, client, campaign):
        person = MembershipFactory(campaign=campaign, role=role).user

        body = page(client, campaign, person).content.decode()

        assert ("Download as CSV" in body) is offered


class TestSupportersCsv:
    def take(self, client, campaign):
        return client.post(f"/studio/{campaign.number}/supporters.csv", headers=OURS)

    def test_gives_the_list_after_a_second_factor(self, client, campaign):
        enter(client, owner_of(campaign))

        answer = self.take(client, campaign)

        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert b"".join(answer.streaming_content).startswith(b'"name","email"')
        assert CampaignEvent.objects.filter(kind="supporters_exported").count() == 1

    def test_asks_for_the_second_factor_first(self, client, campaign):
        enter(client, owner_of(campaign), factor=False)

        assert self.take(client, campaign).status_code == 302
        assert not CampaignEvent.objects.filter(kind="supporters_exported").exists()

    def test_is_absent_for_an_editor(self, client, campaign):
        editor = MembershipFactory(campaign=campaign, role=TeamRole.EDITOR).user
        enter(client, editor)

        assert self.take(client, campaign).status_code == 404
        assert not CampaignEvent.objects.filter(kind="supporters_exported").exists()

    def test_is_absent_for_the_owner_of_another_campaign(self, client, campaign):
        enter(client, owner_of(CampaignFactory()))

        assert self.take(client, campaign).status_code == 404
