"""The preview: the public page over a draft, for the team alone, with nothing that sends."""

import re

import pytest
from django.test import Client

from redress.accounts.models import HouseRole
from redress.campaigns.models import Campaign, RuleChange, Section, Stage
from redress.campaigns.states import Status
from redress.core.translated import Translated
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, owner_of
from tests.web.entering import enter

pytestmark = pytest.mark.django_db


def shown(campaign, user=None, language=""):
    client = Client()
    client.force_login(user or owner_of(campaign))
    return client.get(f"{language}/studio/{campaign.number}/preview/")


@pytest.mark.usefixtures("at_now")
class TestPreview:
    @pytest.mark.parametrize("language", ["", "/es"])
    def test_shows_a_draft_of_which_nothing_is_written(self, language):
        answer = shown(DraftFactory(), language=language)

        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        html = answer.content.decode()
        assert 'name="robots" content="noindex"' in html
        assert ("Preview. Nobody but the team sees this." in html) or language

    def test_says_nothing_of_a_starter_without_a_name(self):
        html = shown(DraftFactory(starter_name="", counsel_name="Ida Wells")).content.decode()

        assert "Started by" not in html
        assert 'class="ava"' not in html
        assert "Petition counsel: Ida Wells." in html

    def test_shows_the_page_as_the_public_will_see_it(self):
        campaign = CampaignFactory(status=Status.DRAFT)
        Section.objects.create(
            campaign=campaign, kind="goal", body=Translated(en="Every child goes home.")
        )
        Stage.objects.create(campaign=campaign, position=1, heading=Translated(en="File it"))
        RuleChange.objects.create(
            campaign=campaign,
            position=1,
            citation="8 CFR 236.3(b)",
            current_text="may be held",
            proposed_text="shall be released",
        )

        html = shown(campaign).content.decode()

        for text in ("Let them go home", "Every child goes home.", "File it", "8 CFR 236.3(b)"):
            assert text in html
        assert "<del>" in html
        assert "Support this campaign" in html
        assert "December 18, 2026" in html

    def test_has_no_form_that_sends_and_no_script_that_counts(self):
        html = shown(CampaignFactory(status=Status.DRAFT)).content.decode()
        main = html[html.index("<main") : html.index("</main>")]

        assert "method=" not in main
        assert "action=" not in main
        assert "data-count" not in html
        assert re.findall(r'<script[^>]*src="([^"]+)"', html) == ["/static/js/theme.js"]

    def test_links_to_itself_in_the_other_language(self):
        draft = DraftFactory()

        assert f'href="/es/studio/{draft.number}/preview/"' in shown(draft).content.decode()

    def test_changes_nothing(self):
        draft = DraftFactory()

        shown(draft)

        assert Campaign.objects.get(pk=draft.pk).status == Status.DRAFT

    def test_names_the_parts_that_are_not_ready(self):
        draft = DraftFactory()

        assert f"/studio/{draft.number}/parts/title/" in shown(draft).content.decode()

    def test_of_a_public_campaign_is_the_page_itself(self):
        campaign = CampaignFactory()

        assert shown(campaign)["Location"] == f"/c/{campaign.slug}/"

    def test_is_absent_for_everybody_else(self):
        assert shown(DraftFactory(), user=UserFactory()).status_code == 404

    @pytest.mark.parametrize(("status", "code"), [("in_review", 200), ("draft", 404)])
    def test_is_open_to_a_reviewer_of_the_house_in_review(self, status, code):
        campaign = CampaignFactory(status=status)
        reviewer = HouseRoleFactory(role=HouseRole.Role.REVIEWER).user

        answer = enter(Client(), reviewer).get(f"/studio/{campaign.number}/preview/")

        assert answer.status_code == code

    def test_asks_a_bounded_number_of_queries(self, django_assert_max_num_queries):
        draft = DraftFactory()
        client = Client()
        client.force_login(owner_of(draft))
        with django_assert_max_num_queries(70):
            client.get(f"/studio/{draft.number}/preview/")
