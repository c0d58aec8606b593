"""The pre-flight in the studio: what blocks, what warns, and links to where it is mended."""

import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.accounts.models import HouseRole
from redress.campaigns.models import Campaign, Section
from redress.campaigns.states import Status
from tests.factories.accounts import HouseRoleFactory
from tests.factories.campaigns import DraftFactory, owner_of
from tests.factories.finished import BODY_EN, BODY_ES, both, finished_campaign
from tests.web.entering import enter
from tests.web.studio import HERE, LANGUAGES, colleague, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def path(campaign, language=""):
    return f"{language}/studio/{campaign.number}/preflight/"


@pytest.fixture
def spoiled():
    """A campaign with two things that block and one that warns."""
    campaign = finished_campaign(counsel_name="")
    campaign.facts.update(source=None)
    Section.objects.filter(kind="goal").update(
        body=both(f"{BODY_EN} We ask the the agency.", BODY_ES)
    )
    return campaign


class TestPage:
    def test_says_that_nothing_blocks(self):
        campaign = finished_campaign()

        answer = signed_in(owner_of(campaign)).get(path(campaign))

        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "Nothing keeps this campaign from going live." in words(answer)
        assert "To mend before it can go live" not in words(answer)

    def test_puts_what_blocks_before_what_warns(self, spoiled):
        text = words(signed_in(owner_of(spoiled)).get(path(spoiled)))

        assert "2 things keep this campaign from going live. 1 warning is for you" in text
        places = [text.index(code) for code in ("B7 A figure", "B10 Counsel", "To look at", "W6 A")]
        assert places == sorted(places)
        assert "How to mend it: Read the sentence aloud and put it right." in text

    def test_leads_to_the_field(self, spoiled):
        html = signed_in(owner_of(spoiled)).get(path(spoiled)).content.decode()

        start = f"/studio/{spoiled.number}"
        assert f'href="{start}/parts/facts/#id_facts-0-source"' in html
        assert f'href="{start}/parts/goal/#id_body_en"' in html
        assert f'href="{start}/team/"' in html

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_leads_only_to_fields_that_are_there(self, language):
        campaign = DraftFactory()
        for kind in Section.Kind.values:
            Section.objects.create(campaign=campaign, kind=kind, body=both("Text goes here.", ""))
        campaign.budget_lines.create(position=1, purpose=both("xxx", ""))
        campaign.sources.create(number=1)
        campaign.facts.create(position=1, figure=both("xxx", "3"))
        campaign.rule_changes.create(
            position=1, citation="TBD", current_text="a", proposed_text="a"
        )
        campaign.strategy_stages.create(position=1, heading=both("TBD", ""))
        campaign.press.create(position=1, outlet="TBD", headline="TBD")
        client = signed_in(owner_of(campaign))
        html = client.get(path(campaign, language)).content.decode()

        found = set(re.findall(r'href="(/[^"]+/parts/[^"#]+)#([^"]+)"', html))

        assert len(found) > 12
        for page, anchor in sorted(found):
            assert f'id="{anchor}"' in client.get(page).content.decode(), (page, anchor)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_shows_an_empty_draft(self, language):
        campaign = DraftFactory()

        answer = signed_in(owner_of(campaign)).get(path(campaign, language))

        assert answer.status_code == 200
        assert "B2" in words(answer)

    def test_escapes_what_somebody_wrote(self):
        campaign = finished_campaign(title={"en": "<script>x</script>", "es": "T" * 20})

        html = signed_in(owner_of(campaign)).get(path(campaign)).content.decode()

        assert "<script>x" not in html

    def test_asks_a_bounded_number_of_queries(self, spoiled, django_assert_max_num_queries):
        client = signed_in(owner_of(spoiled))

        with django_assert_max_num_queries(50):
            client.get(path(spoiled))

    def test_says_what_was_not_judged(self):
        campaign = finished_campaign()

        text = words(signed_in(owner_of(campaign)).get(path(campaign)))

        assert "so nobody knows whether links work" in text


class TestWho:
    @pytest.mark.parametrize("role", ["editor", "spokesperson", "viewer"])
    def test_of_the_team_may_look(self, role):
        campaign = finished_campaign()

        assert colleague(campaign, role).get(path(campaign)).status_code == 200

    def test_is_a_stranger_finds_nothing(self):
        stranger = signed_in(owner_of(DraftFactory()))

        assert stranger.get(path(finished_campaign())).status_code == 404

    def test_reviews_may_look_once_it_is_handed_in(self):
        campaign = finished_campaign()
        client = Client()
        enter(client, HouseRoleFactory(role=HouseRole.Role.REVIEWER).user)
        assert client.get(path(campaign)).status_code == 404

        Campaign.objects.update(status=Status.IN_REVIEW)
        assert client.get(path(campaign)).status_code == 200


class TestAskingLinks:
    def test_puts_a_job_into_the_queue(self, settings):
        settings.CHECK_LINKS = True
        campaign = finished_campaign()
        client = signed_in(owner_of(campaign))

        answer = client.post(path(campaign), headers=HERE)

        assert (answer.status_code, answer["Location"]) == (302, f"{path(campaign)}?links=asked")
        assert ProcrastinateJob.objects.filter(task_name="ask_links").count() == 1
        assert "The links are being asked." in words(client.get(answer["Location"]))

    def test_does_nothing_where_no_host_is_asked(self):
        campaign = finished_campaign()
        client = signed_in(owner_of(campaign))

        assert "Ask the links now" not in words(client.get(path(campaign)))
        answer = client.post(path(campaign), headers=HERE)

        assert answer["Location"] == path(campaign)
        assert not ProcrastinateJob.objects.filter(task_name="ask_links").exists()


class TestCount:
    def test_stands_on_the_overview_and_in_its_menu(self, spoiled):
        text = words(signed_in(owner_of(spoiled)).get(f"/studio/{spoiled.number}/"))

        assert "Pre-flight (2)" in text
        assert "Pre-flight : 2 things keep it from going live; 1 warning." in text

    def test_is_left_out_when_nothing_blocks(self):
        campaign = finished_campaign()

        text = words(signed_in(owner_of(campaign)).get(f"/studio/{campaign.number}/"))

        assert "Pre-flight (" not in text
        assert "nothing keeps it from going live" in text
