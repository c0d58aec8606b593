"""The home page: a lead campaign, cards, four steps, and endings of both kinds."""

from datetime import date

import pytest
from django.core.management import call_command

from redress.campaigns.states import Status
from redress.web.public import home
from tests.factories.campaigns import AgencyFactory, CampaignFactory
from tests.factories.petitions import PetitionFactory

pytestmark = pytest.mark.django_db


def petitioned(**facts):
    """A settled campaign whose petition has these facts."""
    campaign = CampaignFactory(status=Status.SETTLED)
    PetitionFactory(campaign=campaign, agency=AgencyFactory(), **facts)
    return campaign


ANSWER = {"filed_on": date(2026, 5, 1), "received_on": date(2026, 5, 4)}


class TestHome:
    def test_leads_with_the_open_campaign_that_most_stand_behind(self, client, at_now):
        CampaignFactory(title={"en": "The smaller one", "es": "La menor"}, supporter_count=3)
        CampaignFactory(title={"en": "The larger one", "es": "La mayor"}, supporter_count=8)

        answer = client.get("/")

        assert answer.context["lead"].title == "The larger one"
        assert [card.title for card in answer.context["cards"]] == ["The smaller one"]

    def test_shows_six_cards_at_most_beside_the_lead(self, client, at_now):
        CampaignFactory.create_batch(9)

        assert len(client.get("/").context["cards"]) == 6

    def test_links_the_campaign_and_names_what_remains(self, client, at_now):
        campaign = CampaignFactory(pledged_minor=40_000, supporter_count=12)

        page = client.get("/").content.decode()

        assert f'href="/c/{campaign.slug}/"' in page
        assert "<strong>$400</strong> pledged of $1,000" in page
        assert "12 supporters" in page
        assert "28 days left" in page

    def test_hides_drafts_and_the_seed_phase(self, client, at_now):
        hidden = [CampaignFactory(listed_at=None), CampaignFactory(status=Status.DRAFT)]

        page = client.get("/").content.decode()

        for campaign in hidden:
            assert campaign.slug not in page
            assert campaign.private_slug not in page

    def test_is_kind_when_there_is_nothing_yet(self, client):
        page = client.get("/").content.decode()

        assert "No campaign is listed yet." in page
        assert "Nothing has ended yet." in page

    def test_explains_the_way_in_four_steps(self, client):
        page = client.get("/").content.decode()

        assert 'id="how"' in page
        assert 'id="outcomes"' in page
        assert page.count("<li><h3>") == 4

    def test_speaks_spanish_under_its_own_address(self, client, at_now):
        CampaignFactory(title={"en": "English", "es": "Español aquí"})

        page = client.get("/es/").content.decode()

        assert '<html lang="es"' in page
        assert "Español aquí" in page

    def test_is_the_same_for_all_and_kept_for_a_second(self, client):
        answer = client.get("/")

        assert answer.headers["Cache-Control"].startswith("public, max-age=1")
        assert answer.cookies == {}

    def test_asks_few_questions_however_many_campaigns_there_are(
        self, client, at_now, django_assert_num_queries
    ):
        CampaignFactory.create_batch(9)
        petitioned(**ANSWER)

        # lead and its areas, cards and their areas, tally, petitions, missed ones (none: no areas)
        with django_assert_num_queries(7):
            client.get("/")

    def test_is_lean_with_the_whole_demonstration(self, client, at_now):
        call_command("load_demonstration", verbosity=0)

        page = client.get("/").content

        assert len(page) < 40_000
        assert page.count(b"<article") == 6


class TestOutcomes:
    def test_tell_wins_losses_and_what_waits_apart(self, now):
        granted = petitioned(**ANSWER, outcome="granted", answered_on=date(2026, 8, 1))
        partly = petitioned(**ANSWER, outcome="partly_granted", answered_on=date(2026, 9, 1))
        denied = petitioned(**ANSWER, outcome="denied", answered_on=date(2026, 7, 1))
        failed = CampaignFactory(status=Status.FAILED)
        waiting = petitioned(received_on=date(2026, 11, 1), filed_on=date(2026, 10, 30))

        found = home.outcomes(now=now)

        assert [row.href for row in found.won] == [f"/c/{one.slug}/" for one in (partly, granted)]
        assert [row.href for row in found.lost] == [f"/c/{one.slug}/" for one in (failed, denied)]
        assert [(row.href, row.word) for row in found.waiting] == [
            (f"/c/{waiting.slug}/", "With DHS, day 19")
        ]

    def test_say_that_nobody_was_charged(self, now):
        CampaignFactory(status=Status.FAILED)
        CampaignFactory(status=Status.CANCELLED)

        assert {row.word for row in home.outcomes(now=now).lost} == {
            "Not reached; nobody was charged",
            "Cancelled; nobody was charged",
        }

    def test_leave_out_what_was_never_listed(self, now):
        campaign = petitioned(**ANSWER)
        type(campaign).objects.filter(pk=campaign.pk).update(listed_at=None)

        assert not home.outcomes(now=now)
