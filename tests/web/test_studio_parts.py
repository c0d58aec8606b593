"""The studio's pages of parts: what is shown, what is saved, and what two people meet."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from redress.accounts.permissions import TeamRole
from redress.accounts.session_models import Session
from redress.campaigns import drafting
from redress.campaigns.models import Campaign, IssueArea, Revision
from redress.campaigns.states import Status
from redress.core.translated import Translated
from redress.web.organize.pages import PAGES
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import (
    AgencyFactory,
    DraftFactory,
    MembershipFactory,
    owner_of,
)
from tests.web.studio import (
    BY_SCRIPT,
    HERE,
    LANGUAGES,
    colleague,
    path,
    signed_in,
    title,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def person(draft):
    return signed_in(owner_of(draft))


class TestTitle:
    def test_is_one_line_because_it_stands_in_the_subject_of_messages(self, person, draft):
        person.post(path(draft), title(title_en="They go\r\n\nhome\u202e"), headers=HERE)

        assert Campaign.objects.get().title["en"] == "They go home"


class TestEveryPage:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("key", list(PAGES))
    def test_opens_in_each_language(self, person, draft, key, language):
        answer = person.get(path(draft, key, language=language))

        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in answer.content.decode()

    @pytest.mark.parametrize("key", list(PAGES))
    def test_asks_a_bounded_number_of_queries(
        self, person, draft, key, django_assert_max_num_queries
    ):
        person.get(path(draft, key))
        with django_assert_max_num_queries(55):
            person.get(path(draft, key))

    def test_lists_every_part_with_its_state_in_words(self, person, draft):
        html = person.get(path(draft)).content.decode()

        for key in PAGES:
            assert html.count(f'href="/studio/{draft.number}/parts/{key}/"') >= 2
        assert html.count("Not begun") >= len(PAGES)

    def test_of_a_part_that_is_none_is_absent(self, person, draft):
        assert person.get(path(draft, "nothing")).status_code == 404


class TestSaving:
    def test_keeps_the_words_and_says_so(self, person, draft):
        answer = person.post(path(draft), title(title_en="A good title here"), headers=HERE)

        assert answer["Location"] == path(draft, more="?saved=1")
        assert "Saved." in words(person.get(answer["Location"]))
        assert Campaign.objects.get().title["en"] == "A good title here"

    def test_marks_the_language_that_is_missing(self, person, draft):
        person.post(path(draft), title(title_en="A good title here"), headers=HERE)

        html = person.get(path(draft)).content.decode()

        assert re.search(r'data-lacking="title_es">.*?The Spanish text is missing\.', html)
        line = re.search(r'data-lacking="title_en">(.*?)</p>', html)
        assert line is not None
        assert "missing" not in line[1]
        assert re.search(r'name="title_es"[^>]*lang="es"', html)

    def test_refuses_what_cannot_be_kept_and_keeps_what_was_typed(self, person, draft):
        answer = person.post(path(draft), title(title_en="x" * 91), headers=HERE)

        assert answer.status_code == 422
        assert "x" * 91 in answer.content.decode()
        assert not Revision.objects.exists()

    def test_twice_the_same_is_one_state(self, person, draft):
        for _ in range(2):
            person.post(path(draft), title(title_en="A good title here"), headers=HERE)

        assert Revision.objects.count() == 1

    def test_by_script_tells_the_number_and_what_is_missing(self, person, draft):
        answer = person.post(path(draft), title(title_en="Short"), headers=BY_SCRIPT)

        told = answer.json()
        assert (told["number"], told["progress"], told["progress_word"]) == (1, "begun", "Begun")
        assert told["lacks"]["title_en"] == "A title has 20 to 90 characters."
        assert told["lacks"]["title_es"] == "The Spanish text is missing."

    def test_by_script_tells_errors_by_field(self, person, draft):
        answer = person.post(path(draft), title(title_en="x" * 91), headers=BY_SCRIPT)

        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == ["title_en"]

    def test_by_script_without_a_session_says_where_to_sign_in(self, draft):
        answer = Client().post(path(draft), title(title_en="x"), headers=BY_SCRIPT)

        assert answer.status_code == 401
        assert answer.json()["sign_in"].startswith("/accounts/")
        assert not Revision.objects.exists()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_without_a_session_cookie_shows_the_words(self, draft, language):
        sent = title(title_en="My long words", standfirst_es="Palabras <b>")

        answer = Client().post(path(draft, language=language), sent, headers=HERE)

        html = answer.content.decode()
        assert answer.status_code == 401
        assert ">My long words</textarea>" in html
        assert 'lang="es">Palabras &lt;b&gt;</textarea>' in html
        assert owner_of(draft).name not in html
        assert "no-store" in answer["Cache-Control"]
        assert not Revision.objects.exists()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_of_somebody_who_was_taken_out_shows_the_words(self, draft, language):
        member = MembershipFactory(campaign=draft, role="editor")
        browser = signed_in(member.user)
        member.delete()
        sent = title(title_en="My long words", standfirst_es="Palabras <b>")

        answer = browser.post(path(draft, language=language), sent, headers=HERE)

        html = answer.content.decode()
        assert answer.status_code == 404
        assert ">My long words</textarea>" in html
        assert 'lang="es">Palabras &lt;b&gt;</textarea>' in html
        assert draft.number not in html.replace(path(draft), "")
        assert not Revision.objects.exists()

    def test_of_a_foreign_campaign_is_answered_as_of_none(self, draft):
        stranger = signed_in(UserFactory())
        sent = title(title_en="My long words")

        foreign = stranger.post(path(draft), sent, headers=HERE)
        none = stranger.post("/studio/RDS-1999-0001/parts/title/", sent, headers=HERE)

        assert foreign.status_code == none.status_code == 404
        assert words(foreign) == words(none)

    def test_without_a_session_leads_to_sign_in(self, draft):
        answer = Client().post(path(draft), title(), headers=HERE)

        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/")

    def test_by_script_gives_a_fresh_token(self, person, draft):
        answer = person.get(path(draft), headers=BY_SCRIPT)

        assert set(answer.json()) == {"token", "number"}

    def test_of_somebody_who_may_only_read_is_absent(self, draft):
        viewer = colleague(draft, TeamRole.VIEWER)

        page = viewer.get(path(draft))
        assert page.status_code == 200
        assert "Your role in the team does not include writing it." in words(page)
        assert "data-autosave" not in page.content.decode()
        assert viewer.post(path(draft), title(title_en="x"), headers=HERE).status_code == 404
        assert not Revision.objects.exists()

    def test_in_review_is_refused_with_the_reason_and_the_words(self, person, draft):
        Campaign.objects.update(status=Status.IN_REVIEW)

        answer = person.post(path(draft), title(title_en="My late words"), headers=HERE)

        assert answer.status_code == 409
        assert "The campaign is in review." in words(answer)
        assert "My late words" in answer.content.decode()
        assert person.post(path(draft), title(), headers=BY_SCRIPT).status_code == 423
        assert not Revision.objects.exists()


class TestReading:
    def test_in_review_is_read_only_with_the_reason(self, person, draft):
        Campaign.objects.update(status=Status.IN_REVIEW)

        html = person.get(path(draft)).content.decode()

        assert "The campaign is in review." in html
        assert re.search(r'name="title_en"[^>]*readonly', html)
        assert "data-save>" not in html


class TestSolution:
    SENT = {
        "base": 0,
        "changes-row": ["0"],
        "changes-0-citation": "8 CFR 236.3(b)",
        "changes-0-current_text": "It may be held.",
        "changes-0-proposed_text": "It shall be released.",
    }

    def test_shows_the_redline_without_saving(self, person, draft):
        answer = person.post(
            path(draft, "solution"), {**self.SENT, "look": "redline"}, headers=HERE
        )

        html = answer.content.decode()
        assert answer.status_code == 200
        assert re.search(r"<del>.*?may.*?</del>", html)
        assert re.search(r"<ins>.*?shall.*?</ins>", html)
        assert 'value="8 CFR 236.3(b)"' in html
        assert not Revision.objects.exists()

    def test_tells_the_redline_to_the_script(self, person, draft):
        answer = person.post(
            path(draft, "solution"), {**self.SENT, "look": "redline"}, headers=BY_SCRIPT
        )

        (change,) = answer.json()["changes"]
        assert change["reference"] == "8 CFR 236.3(b)"
        kinds = [run["kind"] for run in change["paragraphs"][0]]
        assert {"equal", "delete", "insert"} == set(kinds)

    def test_saves_rows_and_shows_them_on_the_preview(self, person, draft):
        person.post(path(draft, "solution"), self.SENT, headers=HERE)

        html = person.get(f"/studio/{draft.number}/preview/").content.decode()

        assert "8 CFR 236.3(b)" in html
        assert re.search(r"<ins>.*?shall.*?</ins>", html)


class TestSubjects:
    @pytest.fixture(autouse=True)
    def areas(self, db):
        for slug in ("education", "housing"):
            IssueArea.objects.create(slug=slug, name=Translated(en=slug.title(), es=f"{slug} es"))

    @pytest.mark.parametrize(
        ("sent", "place"),
        [
            ({"scope": "national", "state": "CA", "town": "Oakland"}, ""),
            ({"scope": "state", "state": "CA", "town": "Oakland"}, "CA"),
            ({"scope": "local", "state": "CA", "town": "Oakland"}, "Oakland"),
            ({"town": "Oakland"}, "Oakland"),
        ],
    )
    def test_keep_the_place_that_goes_with_the_reach(self, person, draft, sent, place):
        person.post(
            path(draft, "subjects"),
            {"base": 0, "areas": ["housing", "education"], **sent},
            headers=HERE,
        )

        found = Campaign.objects.get()
        assert (found.scope, found.place) == (sent.get("scope", ""), place)
        assert {area.slug for area in found.issue_areas.all()} == {"education", "housing"}

    def test_refuse_one_that_is_none(self, person, draft):
        answer = person.post(
            path(draft, "subjects"), {"base": 0, "areas": ["nothing"]}, headers=HERE
        )

        assert answer.status_code == 422


def sent_by(html):
    """What a browser would send back from the part's form, pressing "Save"."""
    form = html[html.index('<form class="part-form"') :]
    form = re.sub(r"<template.*?</template>", "", form[: form.index("</form>")], flags=re.DOTALL)
    found: dict[str, list[str]] = {}
    controls = [("input", attributes, "") for attributes in re.findall(r"<input\b([^>]*)>", form)]
    controls += re.findall(
        r"<(textarea|select)\b([^>]*)>(.*?)</(?:textarea|select)>", form, re.DOTALL
    )
    for tag, attributes, inner in controls:
        name = re.search(r'name="([^"]+)"', attributes)
        kind = re.search(r'type="([^"]+)"', attributes)
        value = re.search(r'value="([^"]*)"', attributes)
        if name is None or (kind and kind[1] in {"file", "submit"}):
            continue
        if kind and kind[1] in {"checkbox", "radio"} and " checked" not in attributes:
            continue
        text = unescape(value[1]) if value else ""
        if tag == "textarea":
            text = unescape(inner.removeprefix("\n"))
        elif tag == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', inner)
            text = unescape(chosen[1]) if chosen else ""
        found.setdefault(name[1], []).append(text)
    return found


BOTH = {"en": "Words & <more>", "es": 'Palabras "y" más'}
NONE = {"en": "", "es": ""}
FILLED = {
    "title": {"title": BOTH, "standfirst": BOTH},
    "starter": {"starter_name": "Ana Ruiz", "starter_title": BOTH},
    "goal": {"note": BOTH, "heading": BOTH, "body": BOTH},
    "problem": {"note": NONE, "heading": BOTH, "body": BOTH},
    "solution": {
        "note": BOTH,
        "heading": BOTH,
        "body": BOTH,
        "plain_words": BOTH,
        "changes": [
            {
                "citation": "8 CFR 236.3(b)",
                "current_text": "One.\n\nTwo.",
                "proposed_text": "Three.",
                "note": NONE,
            },
            {"citation": "", "current_text": "", "proposed_text": "Four.", "note": BOTH},
        ],
    },
    "strategy": {
        "note": NONE,
        "heading": NONE,
        "body": BOTH,
        "stages": [{"heading": BOTH, "body": BOTH}, {"heading": BOTH, "body": NONE}],
    },
    "subjects": {"areas": ["education"], "scope": "state", "place": "CA"},
    "agency": {"agency": "dhs", "rule_citation": "8 CFR 236.3"},
}


class TestRoundTrip:
    @pytest.mark.parametrize("key", list(FILLED))
    def test_saving_what_is_shown_changes_nothing(self, person, draft, key, now):
        IssueArea.objects.create(slug="education", name=Translated(en="Education"))
        AgencyFactory(code="dhs")
        drafting.save(
            campaign_id=draft.pk,
            part=key,
            data=FILLED[key],
            base=0,
            author=owner_of(draft),
            now=now,
        )

        sent = sent_by(person.get(path(draft, key)).content.decode())
        answer = person.post(path(draft, key), sent, headers=HERE)

        assert answer["Location"] == path(draft, key, "?saved=1")
        assert drafting.read_part(Campaign.objects.get(), key) == (FILLED[key], 1)


class TestEndedSession:
    def test_shows_what_was_typed_again_after_signing_in(self, person, draft):
        Session.objects.all().delete()

        answer = person.post(path(draft), title(title_en="My long words"), headers=HERE)

        assert answer.status_code == 302
        assert not Revision.objects.exists()
        person.force_login(owner_of(draft))
        back = person.get(parse_qs(urlsplit(answer["Location"]).query)["next"][0])
        assert "My long words" in back.content.decode()
