"""The studio's pages of parts: what is shown, what is saved, and what two people meet."""

import re
from datetime import timedelta
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
from tests.factories.campaigns import (
    AgencyFactory,
    DraftFactory,
    MembershipFactory,
    owner_of,
)

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
BY_SCRIPT = {**HERE, "Accept": "application/json"}
LANGUAGES = ["", "/es"]


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def person(draft):
    return signed_in(owner_of(draft))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def colleague(draft, role="editor"):
    return signed_in(MembershipFactory(campaign=draft, role=role).user)


def path(draft, key="title", more="", language=""):
    return f"{language}/studio/{draft.number}/parts/{key}/{more}"


def title(base=0, **texts):
    fields = {"title_en": "", "title_es": "", "standfirst_en": "", "standfirst_es": ""}
    return {**fields, **texts, "base": base}


def words(answer):
    html = answer.content.decode()
    html = html[html.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


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


class TestTwoEditors:
    @pytest.fixture
    def other(self, draft):
        return colleague(draft)

    @pytest.fixture
    def aside(self, person, other, draft):
        person.post(
            path(draft), title(title_en="They go home", standfirst_en="a b c d"), headers=HERE
        )
        person.post(
            path(draft), title(1, title_en="They go home", standfirst_en="x b c d"), headers=HERE
        )
        answer = other.post(
            path(draft), title(1, title_en="They stay", standfirst_en="a b c y"), headers=HERE
        )
        return answer["Location"]

    def test_lead_the_later_one_to_both_texts(self, other, draft, aside):
        assert aside == path(draft, more=f"merge/{Revision.objects.latest('pk').pk}/")

        html = other.get(aside).content.decode()

        assert f"As saved by {owner_of(draft)}" in html
        assert "As you wrote it" in html
        assert re.search(r"<ins>.*?stay.*?</ins>", html)
        assert "x b c y" in html  # the two changes of the summary fit together
        assert Campaign.objects.get().title["en"] == "They go home"

    def test_is_told_to_the_script(self, person, other, draft):
        person.post(path(draft), title(title_en="Theirs"), headers=HERE)

        answer = other.post(path(draft), title(title_en="Mine"), headers=BY_SCRIPT)

        assert answer.status_code == 409
        told = answer.json()
        assert told["merge"].endswith(f"/merge/{told['aside']}/")

    def test_make_one_text_of_both(self, person, other, draft, aside):
        sent = {
            "base": 2,
            "choice_0": "edit",
            "text_0": "They stay or go home",
            "choice_1": "edit",
            "text_1": "x b c y",
        }

        answer = other.post(aside, sent, headers=HERE)

        assert answer["Location"] == path(draft, more="?saved=3")
        campaign = Campaign.objects.get()
        assert campaign.title["en"] == "They stay or go home"
        assert campaign.standfirst["en"] == "x b c y"
        assert "found their place already" in words(other.get(aside))

    def test_choose_whose_words_stand(self, other, aside):
        other.post(aside, {"base": 2, "choice_0": "theirs", "choice_1": "mine"}, headers=HERE)

        campaign = Campaign.objects.get()
        assert (campaign.title["en"], campaign.standfirst["en"]) == ("They go home", "a b c y")

    def test_have_to_choose_where_both_changed_the_same_words(self, person, other, draft):
        person.post(path(draft), title(title_en="Theirs"), headers=HERE)
        aside = other.post(path(draft), title(title_en="Mine"), headers=HERE)["Location"]

        answer = other.post(aside, {"base": 1, "text_0": "Theirs Mine"}, headers=HERE)

        assert answer.status_code == 422
        assert "Choose which words shall stand." in words(answer)
        assert "Theirs Mine" in answer.content.decode()
        assert Campaign.objects.get().title["en"] == "Theirs"

    def test_are_led_on_when_a_third_saved_meanwhile(self, person, other, draft, aside):
        person.post(path(draft), title(2, title_en="Newer", standfirst_en="x b c d"), headers=HERE)

        answer = other.post(
            aside, {"base": 2, "choice_0": "mine", "choice_1": "mine"}, headers=HERE
        )

        assert re.search(r"/merge/\d+/$", answer["Location"])
        assert answer["Location"] != aside
        assert Campaign.objects.get().title["en"] == "Newer"
        assert other.get(answer["Location"]).status_code == 200

    def test_are_reminded_on_the_overview(self, other, draft, aside):
        html = other.get(f"/studio/{draft.number}/").content.decode()

        assert "Words that wait beside the text" in html
        assert aside in html

    def test_find_a_merge_of_another_campaign_absent(self, other, draft, aside):
        theirs = DraftFactory()
        address = aside.replace(draft.number, theirs.number)

        assert signed_in(owner_of(theirs)).get(address).status_code == 404

    def test_of_rows_may_keep_both(self, person, other, draft):
        def sent(base, *stages):
            rows = {"stages-row": [str(place) for place in range(len(stages))], "base": base}
            return rows | {f"stages-{place}-heading_en": text for place, text in enumerate(stages)}

        person.post(path(draft, "strategy"), sent(0, "File"), headers=HERE)
        person.post(path(draft, "strategy"), sent(1, "File", "Wait"), headers=HERE)
        aside = other.post(path(draft, "strategy"), sent(1, "Ask"), headers=HERE)["Location"]

        other.post(aside, {"base": 2, "choice_0": "rows"}, headers=HERE)

        stages = Campaign.objects.get().strategy_stages.all()
        assert [stage.heading["en"] for stage in stages] == ["File", "Wait", "Ask"]


class TestHistory:
    @pytest.fixture
    def saved(self, person, draft, travel):
        person.post(path(draft), title(title_en="First"), headers=HERE)
        person.post(path(draft), title(1, title_en="First words"), headers=HERE)
        travel(timedelta(minutes=31))
        person.post(path(draft), title(2, title_en="Second words"), headers=HERE)

    def test_tells_who_changed_what(self, person, draft, saved):
        answer = person.get(path(draft, more="history/"))

        assert str(owner_of(draft)) in words(answer)
        assert "saved 2 times" in words(answer)
        assert answer.content.decode().count('class="happened"') == 2
        assert re.search(r"<ins>.*?Second.*?</ins>", answer.content.decode())
        assert "Title (English)" in words(answer)

    def test_brings_an_older_state_back(self, person, draft, saved):
        answer = person.post(path(draft, more="history/"), {"number": 1}, headers=HERE)

        assert answer["Location"] == path(draft, more="?saved=4")
        assert Campaign.objects.get().title["en"] == "First"
        assert Revision.objects.count() == 4

    def test_is_brought_back_by_nobody_who_may_only_read(self, draft, saved):
        viewer = colleague(draft, TeamRole.VIEWER)

        answer = viewer.post(path(draft, more="history/"), {"number": 1}, headers=HERE)

        assert answer.status_code == 404
        assert Campaign.objects.get().title["en"] == "Second words"

    def test_compares_two_states(self, person, draft, saved):
        first, *_others, last = Revision.objects.order_by("pk")

        answer = person.get(path(draft, more=f"compare/?from={last.pk}&to={first.pk}"))

        html = answer.content.decode()
        assert re.search(r"<del>.*?First.*?</del>", html)
        assert re.search(r"<ins>.*?Second.*?</ins>", html)

    @pytest.mark.parametrize("asked", ["from=x&to=1", "from=1", "from=0&to=0"])
    def test_compares_nothing_that_is_not_there(self, person, draft, saved, asked):
        assert person.get(path(draft, more=f"compare/?{asked}")).status_code == 404

    def test_has_no_name_for_somebody_who_has_left(self, person, draft):
        member = MembershipFactory(campaign=draft, role="editor")
        signed_in(member.user).post(path(draft), title(title_en="Theirs"), headers=HERE)
        member.user.delete()

        assert "somebody who has left" in words(person.get(path(draft, more="history/")))

    def test_has_pages(self, person, draft, now):
        author = owner_of(draft)
        for number in range(1, 70):
            Revision.objects.create(
                campaign=draft,
                part="title",
                number=number,
                base=number - 1,
                data={"title": {"en": f"t{number}", "es": ""}},
                author=author,
                at=now + timedelta(hours=number),
            )

        first = person.get(path(draft, more="history/"))
        older = re.search(r'href="(\?before=\d+)"', first.content.decode())
        assert older is not None
        second = person.get(path(draft, more=f"history/{older[1]}"))

        assert first.content.decode().count('class="happened"') == 60
        assert second.content.decode().count('class="happened"') == 9

    def test_asks_a_bounded_number_of_queries(
        self, person, draft, saved, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(50):
            person.get(path(draft, more="history/"))


class TestOverview:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_how_far_it_is_and_what_comes_next(self, person, draft, language):
        answer = person.get(f"{language}/studio/{draft.number}/")

        assert answer.status_code == 200
        if not language:
            assert f"of {len(PAGES)} parts are ready" in words(answer)
            assert "What to do next" in words(answer)

    def test_names_what_is_missing(self, person, draft):
        person.post(path(draft), title(title_en="A good title here"), headers=HERE)

        assert "The Spanish text is missing." in words(person.get(f"/studio/{draft.number}/"))

    def test_says_why_nothing_can_be_written(self, person, draft):
        Campaign.objects.update(status=Status.IN_REVIEW)

        shown = words(person.get(f"/studio/{draft.number}/"))

        assert "The campaign is in review." in shown
        assert "What to do next" not in shown

    def test_asks_a_bounded_number_of_queries(self, person, draft, django_assert_max_num_queries):
        with django_assert_max_num_queries(45):
            person.get(f"/studio/{draft.number}/")


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
