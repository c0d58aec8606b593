"""The public campaign page over real rows: what it says, what it keeps to itself."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from redress.campaigns.models import Campaign
from redress.pledges.models import Decision
from redress.supporters.models import NameShown, Supporter
from redress.updates.models import Update
from redress.web.public import campaign as page
from redress.web.public import docket
from tests.web import sample

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
QUERIES = 20
"""One per kind of row; more rows make no more queries."""


@pytest.fixture(autouse=True)
def _fixed_clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class TextOf(HTMLParser):
    """The visible words of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words(html: str) -> str:
    """All words of a page with single blanks."""
    parser = TextOf()
    parser.feed(html)
    return " ".join("".join(parser.words).split())


def get(client: Client, slug: str = "stop-holding-children", prefix: str = "") -> str:
    """The page's HTML."""
    response = client.get(f"{prefix}/c/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
class TestCampaign:
    def test_says_where_the_campaign_stands(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        text = words(get(client))

        assert "$742 pledged of $1,000 goal" in text
        assert "28 days" in text
        assert (
            "Your card is charged only if both happen by Friday, December 18, 2026, "
            "7:59 p.m. Pacific:" in text.replace("\xa0", " ")
        )
        assert "$1,000 is pledged. $258 to go." in text
        assert "Legal review approves the petition. Done Nov 18." in text

    def test_shows_every_section_of_a_whole_campaign(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        found = re.findall(r'<section class="(?:sec|pledge)" id="([\w-]+)"', html)
        assert found == [
            "goal",
            "problem",
            "solution",
            "strategy",
            "money",
            "progress",
            "supporters",
            "press",
            "updates",
            "pledge",
            "act",
            "share",
            "sources",
        ]

    def test_leaves_out_sections_without_content(self, client: Client) -> None:
        sample.bare_campaign(now=NOW)

        html = get(client)

        found = re.findall(r'<section class="(?:sec|pledge)" id="([\w-]+)"', html)
        assert found == ["pledge", "share"]

    def test_binds_each_fact_to_a_numbered_source(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        for number in (1, 2, 3):
            assert f'href="#source-{number}"' in html
            assert f'id="source-{number}"' in html

    def test_strikes_old_words_and_inserts_new_ones(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        assert "may" in words(re.findall(r"<del>(.*?)</del>", html, re.DOTALL)[1])
        assert "[begin insertion] shall be released without delay" in words(html)

    def test_adds_the_note_on_changed_names_by_itself(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        text = words(get(client))

        assert "when they will leave. *Names have been changed. Their lawyer has" in text

    def test_marks_a_story_whose_text_has_no_mark_of_its_own(self, client: Client) -> None:
        campaign = sample.whole_campaign(now=NOW)
        campaign.stories.update(text=sample.both("Sofía is two."))

        assert "Sofía is two.* *Names have been changed." in words(get(client))

    def test_makes_no_more_queries_for_more_rows(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        campaign = sample.whole_campaign(now=NOW)
        sample.add_news(campaign, now=NOW)

        with django_assert_num_queries(QUERIES):
            get(client)

    def test_is_the_same_for_everyone(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        response = client.get("/c/stop-holding-children/")

        assert response.headers["Cache-Control"].startswith("public, max-age=1")
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.content.decode()

    def test_carries_no_inline_style_script_or_handler(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", html)

    def test_speaks_spanish_at_its_spanish_address(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client, prefix="/es")

        assert '<html lang="es">' in html
        assert "Que deje de detenerse a niñas, niños y adolescentes migrantes" in words(html)
        assert "viernes, 18 de diciembre de 2026" in words(html)
        assert 'action="/es/c/stop-holding-children/support/"' in html

    def test_links_to_itself_in_the_other_language(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        assert re.search(
            r'<a href="/es/c/stop-holding-children/" lang="es"[^>]*>Español</a>', get(client)
        )

    def test_offers_each_field_of_the_form_as_a_real_control(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        form = re.search(r"<form method=\"post\".*?</form>", get(client), re.DOTALL)

        assert form is not None
        names = set(re.findall(r'<input[^>]*?name="(\w+)"', form[0]))
        assert names == {
            "tier",
            "amount_choice",
            "amount_other",
            "name",
            "email",
            "postcode",
            "name_public",
            "milestones",
            "cover_fee",
        }

    def test_preselects_no_amount_above_the_first_step(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        checked = re.findall(r'<input[^>]*name="(\w+)" value="(\w+)"[^>]*\schecked', html)
        assert checked == [("tier", "advocate"), ("amount_choice", "15")]

    def test_escapes_what_people_wrote(self, client: Client) -> None:
        campaign = sample.whole_campaign(now=NOW)
        Supporter.objects.filter(name="Alba Quiñones").update(name="<b onclick=x>Alba")
        Campaign.objects.filter(pk=campaign.pk).update(starter_name="<img src=x onerror=y>")

        html = get(client)

        assert "<b onclick" not in html
        assert "<img src=x" not in html

    def test_asks_in_spanish_to_stand_behind_it_not_for_a_help_desk(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client, prefix="/es")

        assert 'href="#pledge">Apoyar</a>' in html
        assert "Atención<" not in html


@pytest.mark.django_db
class TestFindCampaign:
    def test_sends_the_private_address_of_a_listed_campaign_to_the_public_one(
        self, client: Client
    ) -> None:
        sample.bare_campaign(now=NOW)

        response = client.get("/c/stop-holding-children-x7q2/")

        assert (response.status_code, response.headers["Location"]) == (
            302,
            "/c/stop-holding-children/",
        )

    @pytest.mark.parametrize("status", ["draft", "in_review", "changes_requested", "refused"])
    def test_hides_what_was_never_live(self, client: Client, status: str) -> None:
        sample.bare_campaign(now=NOW, status=status)

        assert client.get("/c/stop-holding-children/").status_code == 404

    def test_hides_a_seed_phase_from_its_public_address(self) -> None:
        sample.bare_campaign(now=NOW, listed_at=None)

        with pytest.raises(Http404):
            page.find_campaign("stop-holding-children")

    def test_keeps_robots_from_a_seed_phase(self, client: Client) -> None:
        sample.bare_campaign(now=NOW, listed_at=None)

        assert '<meta name="robots" content="noindex">' in get(client, "stop-holding-children-x7q2")


@pytest.mark.django_db
class TestSeedPhase:
    def test_shows_people_in_place_of_a_bar_below_30_percent(self, client: Client) -> None:
        sample.bare_campaign(
            now=NOW, listed_at=None, goal_minor=6_000, pledged_minor=1_500, supporter_count=3
        )

        html = get(client, "stop-holding-children-x7q2")

        assert "data-meter" not in html
        assert "3 people stand behind this" in words(html)
        assert "25 %" not in words(html)
        assert "$15 " not in words(html).split("Choose how")[0]

    def test_says_be_the_first_in_place_of_zero_supporters(self, client: Client) -> None:
        sample.bare_campaign(now=NOW, pledged_minor=0, supporter_count=0)

        text = words(get(client))

        assert "Be the first" in text
        assert "0 supporters" not in text


@pytest.mark.django_db
class TestPrivacy:
    def test_names_only_those_who_agreed(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)
        Supporter.objects.filter(name="Priya Raman").update(name_shown=NameShown.PRIVATE)
        Supporter.objects.filter(name="Jonas Feld").update(name_shown=NameShown.FIRST)

        text = words(get(client))

        assert "Priya" not in text
        assert "Jonas F." in text
        assert "Jonas Feld" not in text

    def test_names_nobody_who_left(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)
        Supporter.objects.filter(name="Theo Lindqvist").update(status="withdrawn", withdrawn_at=NOW)

        assert "Theo" not in words(get(client))

    def test_tells_no_hour_no_amount_and_no_surname_of_the_newest(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        recent = re.search(r'<ul class="recent">.*?</ul>', get(client), re.DOTALL)

        assert recent is not None
        assert words(recent[0]) == (
            "Alba Q. joined as a Champion today"
            "Theo L. joined as a Champion this week"
            "Ngozi A. joined as a Champion this week"
        )

    def test_names_no_state_with_fewer_than_ten_people(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        assert "<title>California: 41</title>" in html
        assert "Washington" not in html
        assert "New Mexico" not in html

    def test_shows_no_organization_before_it_has_confirmed(self, client: Client) -> None:
        campaign = sample.whole_campaign(now=NOW)
        campaign.members.filter(name="Familias Libres").update(confirmed_at=None)

        assert "Familias Libres" not in words(get(client))

    def test_shows_no_story_before_its_publication(self, client: Client) -> None:
        campaign = sample.whole_campaign(now=NOW)
        campaign.stories.update(published_at=None)

        assert "Sofía" not in words(get(client))


@pytest.mark.django_db
class TestClosed:
    def test_offers_no_form_after_the_deadline(self, client: Client) -> None:
        sample.bare_campaign(now=NOW, deadline_at=NOW)

        html = get(client)

        assert "<form" not in html
        assert "Being decided" in words(html)

    def test_offers_the_form_until_the_last_instant(self, client: Client) -> None:
        sample.bare_campaign(now=NOW, deadline_at=NOW + timedelta(microseconds=1))

        assert "<form" in get(client)

    def test_says_of_a_failed_campaign_that_nobody_was_charged(self, client: Client) -> None:
        campaign = sample.bare_campaign(
            now=NOW, status="failed", deadline_at=NOW - timedelta(days=2), pledged_minor=41_000
        )
        Decision.objects.create(
            campaign=campaign,
            outcome="failed",
            reason="support",
            decided_at=NOW - timedelta(days=1),
            deadline_at=NOW - timedelta(days=2),
            goal_minor=100_000,
            currency="USD",
            pledged_minor=41_000,
            pledges=20,
            supporters=212,
        )
        Update.objects.create(
            campaign=campaign,
            kind="letter",
            title=sample.both("What we do now"),
            body=sample.both("Thank you for standing with us."),
            published_at=NOW - timedelta(days=1),
        )

        text = words(get(client))

        assert "The goal was not reached. All pledges were let go. Nobody was charged." in text
        assert "Thank you for standing with us." in text
        assert "Short by $590." in text

    def test_says_how_far_the_collecting_is(self, client: Client) -> None:
        sample.bare_campaign(
            now=NOW,
            status="collecting",
            deadline_at=NOW - timedelta(hours=1),
            pledged_minor=100_500,
        )

        assert "The pledges are being collected: 0 % done." in words(get(client))


@pytest.mark.django_db
class TestRecord:
    def test_shows_history_without_pledges(self, client: Client) -> None:
        campaign = sample.bare_campaign(
            now=NOW,
            is_record=True,
            status="settled",
            goal_minor=None,
            deadline_at=None,
            deadline_local="",
            deadline_tz="",
            beneficiary=None,
            pledged_minor=0,
            supporter_count=0,
        )
        petition = sample.add_petition(
            campaign,
            now=NOW,
            status="denied",
            outcome="denied",
            received_on=date(2007, 1, 25),
            answered_on=date(2009, 7, 24),
        )
        petition.agency_events.create(
            kind="suit",
            dated=date(2008, 4, 1),
            precision="month",
            text=sample.both("Suit for unreasonable delay"),
            source="628 F. Supp. 2d 535",
        )

        html = get(client)

        assert "<form" not in html
        assert "Denied on Jul 24, 2009" in words(html)
        assert "April 2008" in words(html)
        assert "911" in words(html)
        assert "From the public record" in words(html)

    def test_links_to_no_petition_that_has_no_text(self, client: Client) -> None:
        campaign = sample.bare_campaign(now=NOW)
        sample.add_petition(campaign, now=NOW, version=None)

        assert "/petition/" not in get(client)

    def test_links_to_the_text_of_a_petition(self, client: Client) -> None:
        sample.whole_campaign(now=NOW)

        html = get(client)

        assert 'href="/c/stop-holding-children/petition/"' in html
        assert 'href="/c/stop-holding-children/petition.pdf"' in html


class TestOutcomeBanner:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("outcome", "kind", "title"),
        [
            ("granted", "win", "Granted on Nov 1, 2026"),
            ("partly_granted", "win", "Granted in part on Nov 1, 2026"),
            ("denied", "bad", "Denied on Nov 1, 2026"),
            ("deemed_denied", "bad", "Silent: deemed denied on Nov 1, 2026"),
            ("merged", "", "Merged into another proceeding, Nov 1, 2026"),
        ],
    )
    def test_says_each_answer_plainly(self, outcome: str, kind: str, title: str) -> None:
        campaign = sample.bare_campaign(now=NOW, status="settled")
        petition = sample.add_petition(
            campaign,
            now=NOW,
            status=outcome,
            outcome=outcome,
            received_on=date(2026, 9, 1),
            answered_on=date(2026, 11, 1),
        )

        banner = docket.outcome_banner(petition)

        assert banner is not None
        assert (banner.kind, banner.title) == (kind, title)

    def test_is_absent_without_a_petition(self) -> None:
        assert docket.outcome_banner(None) is None


@pytest.mark.django_db
class TestStages:
    def states(self, campaign: Campaign, **known: object) -> list[str]:
        """The six states of the docket line."""
        given = {"petition": None, "approval": None, **known}
        return [stage.state for stage in docket.stages(campaign, now=NOW, **given)]  # type: ignore[arg-type]

    def test_gathers_support_while_open(self) -> None:
        campaign = sample.bare_campaign(now=NOW)
        approval = sample.add_approval(campaign, now=NOW)

        assert self.states(campaign, approval=approval) == [
            "done",
            "done",
            "now",
            "next",
            "next",
            "next",
        ]

    def test_ends_there_when_the_goal_was_missed(self) -> None:
        campaign = sample.bare_campaign(now=NOW, status="failed")

        assert self.states(campaign)[2] == "ended"

    def test_counts_the_days_while_the_agency_is_silent(self) -> None:
        campaign = sample.bare_campaign(now=NOW, status="settled")
        petition = sample.add_petition(
            campaign,
            now=NOW,
            status="received",
            filed_on=date(2026, 10, 1),
            received_on=date(2026, 10, 11),
        )

        line = docket.stages(campaign, petition=petition, approval=None, now=NOW)

        assert [stage.state for stage in line] == ["done", "next", "done", "done", "now", "next"]
        assert line[4].detail == "Day 40"

    def test_speaks_the_active_language(self) -> None:
        campaign = sample.bare_campaign(now=NOW)

        with translation.override("es"):
            line = docket.stages(campaign, petition=None, approval=None, now=NOW)

        assert line[0].detail == "19 oct"
