"""Parts of words and choices: what is read is what was written, and what is missing is said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redress.campaigns.models import Campaign, IssueArea
from redress.campaigns.parts import PARTS, Progress
from redress.core.models import Picture
from redress.core.translated import Translated
from tests.factories.campaigns import AgencyFactory, DraftFactory

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
BOTH = st.fixed_dictionaries({"en": WORDS, "es": WORDS})
SECTION = {"note": BOTH, "heading": BOTH, "body": BOTH}
CHANGE = st.fixed_dictionaries(
    {"citation": WORDS, "current_text": WORDS, "proposed_text": WORDS, "note": BOTH}
)
STAGE = st.fixed_dictionaries({"heading": BOTH, "body": BOTH})
PERCENT = st.integers(0, 100)
GIVEN = {
    "title": {"title": BOTH, "standfirst": BOTH},
    "starter": {"starter_name": WORDS, "starter_title": BOTH},
    "goal": SECTION,
    "problem": SECTION,
    "solution": {**SECTION, "plain_words": BOTH, "changes": st.lists(CHANGE, max_size=4)},
    "strategy": {**SECTION, "stages": st.lists(STAGE, max_size=4)},
    "subjects": {
        "areas": st.lists(st.sampled_from(["education", "housing"]), unique=True).map(sorted),
        "scope": st.sampled_from(["", "local", "state", "national"]),
        "place": WORDS,
    },
    "agency": {"agency": st.sampled_from(["", "dhs"]), "rule_citation": WORDS},
    "picture": {
        "picture": st.none(),
        "hero_alt": BOTH,
        "hero_caption": BOTH,
        "hero_credit": WORDS,
        "hero_license": WORDS,
        "focal_x": PERCENT,
        "focal_y": PERCENT,
    },
}
FORTY = "word " * 40


def area(slug):
    return IssueArea.objects.create(slug=slug, name=Translated(en=slug.title(), es=slug))


def fields(lacks):
    return [lack.field for lack in lacks]


class TestEveryPart:
    @pytest.mark.parametrize("key", sorted(GIVEN))
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.data())
    def test_reads_what_was_written(self, key, data):
        for slug in ("education", "housing"):
            IssueArea.objects.get_or_create(slug=slug)
        if not AgencyFactory._meta.model.objects.filter(code="dhs").exists():
            AgencyFactory(code="dhs")
        draft = DraftFactory()
        first, second = (data.draw(st.fixed_dictionaries(GIVEN[key])) for _ in range(2))

        for given_data in (first, second):
            PARTS[key].write(draft, given_data)
            assert PARTS[key].read(Campaign.objects.get(pk=draft.pk)) == given_data

    @pytest.mark.parametrize("key", sorted(GIVEN))
    def test_of_a_new_draft_is_not_begun(self, key):
        part = PARTS[key]

        assert part.progress(part.read(DraftFactory())) == Progress.EMPTY


def section(**texts):
    blank = {"en": "", "es": ""}
    return {"note": blank, "heading": blank, "body": blank, **texts}


def both(text):
    return {"en": text, "es": text}


class TestSection:
    @pytest.mark.parametrize("key", ["goal", "problem"])
    def test_is_ready_with_forty_words_in_each_language(self, key):
        assert PARTS[key].progress(section(body=both(FORTY))) == Progress.READY

    def test_lacks_the_language_that_has_no_words(self):
        assert fields(PARTS["goal"].lacks(section(body={"en": FORTY, "es": " "}))) == ["body_es"]

    def test_lacks_words_below_forty(self):
        assert fields(PARTS["goal"].lacks(section(body=both("word " * 39)))) == [
            "body_en",
            "body_es",
        ]

    def test_lacks_the_other_half_of_a_heading(self):
        given_data = section(body=both(FORTY), heading={"en": "Go", "es": ""})

        assert fields(PARTS["goal"].lacks(given_data)) == ["heading_es"]


def change(current="It may.", proposed="It shall.", citation="8 CFR 236.3(j)", note=None):
    return {
        "citation": citation,
        "current_text": current,
        "proposed_text": proposed,
        "note": note or both(""),
    }


class TestSolution:
    def solution(self, *changes):
        return section(body=both(FORTY)) | {"plain_words": both("Go"), "changes": list(changes)}

    def test_is_ready_with_one_change(self):
        assert PARTS["solution"].progress(self.solution(change())) == Progress.READY

    def test_lacks_a_change(self):
        assert fields(PARTS["solution"].lacks(self.solution())) == ["changes"]

    def test_lacks_words_that_differ(self):
        same = change(current="It may  hold.", proposed="It may hold.")

        assert fields(PARTS["solution"].lacks(self.solution(change(), same))) == [
            "changes-1-proposed_text"
        ]

    def test_lacks_the_place_and_half_a_remark(self):
        given_data = self.solution(change(citation="", note={"en": "", "es": "nota"}))

        assert fields(PARTS["solution"].lacks(given_data)) == [
            "changes-0-note_en",
            "changes-0-citation",
        ]


class TestStrategy:
    def test_lacks_a_stage_and_its_other_language(self):
        none = section(body=both(FORTY)) | {"stages": []}
        half = none | {"stages": [{"heading": {"en": "File", "es": ""}, "body": both("")}]}

        assert fields(PARTS["strategy"].lacks(none)) == ["stages"]
        assert fields(PARTS["strategy"].lacks(half)) == ["stages-0-heading_es"]


class TestSubjects:
    @pytest.mark.parametrize(
        ("scope", "place", "lacking"),
        [
            ("", "", ["scope"]),
            ("national", "", []),
            ("state", "", ["state"]),
            ("state", "CA", []),
            ("local", "", ["town"]),
            ("local", "Oakland", []),
        ],
    )
    def test_lack_a_place_where_one_belongs(self, scope, place, lacking):
        given_data = {"areas": ["education"], "scope": scope, "place": place}

        assert fields(PARTS["subjects"].lacks(given_data)) == lacking

    def test_leave_out_one_that_is_gone(self):
        area("education")
        draft = DraftFactory()

        PARTS["subjects"].write(
            draft, {"areas": ["education", "gone"], "scope": "national", "place": ""}
        )

        assert PARTS["subjects"].read(draft)["areas"] == ["education"]


class TestAgency:
    @pytest.mark.parametrize(
        "citation", ["8 CFR 236.3", "45 CFR part 410", "8 CFR 236.3(j)", "Cal. Code Regs. tit. 22"]
    )
    def test_is_ready_with_a_citation_in_its_form(self, citation):
        given_data = {"agency": "dhs", "rule_citation": citation}

        assert PARTS["agency"].lacks(given_data) == []

    @pytest.mark.parametrize("citation", ["", "CFR 8", "8 cfr 236.3", "51 CFR 1.1"])
    def test_lacks_a_citation_in_its_form(self, citation):
        given_data = {"agency": "dhs", "rule_citation": citation}

        assert fields(PARTS["agency"].lacks(given_data)) == ["rule_citation"]

    @pytest.mark.parametrize("citation", ["5 USC 553", "some letter", "Cal. Code Regs. tit. 22"])
    def test_lacks_a_federal_citation_of_a_federal_agency(self, citation):
        given_data = {"agency": "us-dhs", "rule_citation": citation}

        assert fields(PARTS["agency"].lacks(given_data)) == ["rule_citation"]

    def test_lacks_an_agency(self):
        assert fields(PARTS["agency"].lacks({"agency": "", "rule_citation": "8 CFR 236.3"})) == [
            "agency"
        ]


class TestPicture:
    def test_keeps_the_row_and_asks_for_its_cut(self):
        picture = Picture.objects.create(sha256="a" * 64, kind="hero", width=1200, height=800)
        draft = DraftFactory()
        given_data = {
            "picture": picture.pk,
            "hero_alt": both("A kite"),
            "hero_caption": both(""),
            "hero_credit": "Ana",
            "hero_license": "CC BY 4.0",
            "focal_x": 20,
            "focal_y": 80,
        }

        PARTS["picture"].write(draft, given_data)

        assert PARTS["picture"].read(Campaign.objects.get(pk=draft.pk)) == given_data
        assert PARTS["picture"].progress(given_data) == Progress.READY
        assert list(picture.cuts.values_list("focal_x", "focal_y")) == [(20, 80)]

    def test_lacks_all_that_must_stand_beside_it(self):
        data = PARTS["picture"].read(DraftFactory())

        assert fields(PARTS["picture"].lacks(data)) == [
            "picture",
            "hero_alt_en",
            "hero_alt_es",
            "hero_credit",
            "hero_license",
        ]
