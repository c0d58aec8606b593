"""An agency is found by what people call it, in either language, and by title and chapter."""

import pytest

from redress.agencies.finding import (
    Query,
    find_agencies,
    folded,
    found_agency,
    read_query,
    titles_of,
)
from redress.agencies.loading import load_agencies
from redress.agencies.models import Agency, CfrChapter

pytestmark = pytest.mark.django_db


@pytest.fixture
def _agencies():
    load_agencies()


def codes(text, **options):
    return [one.agency.code for one in find_agencies(text, **options)]


class TestFolded:
    def test_has_no_accents_and_no_capitals(self):
        assert folded("Protección AMBIENTAL, Ñandú") == "proteccion ambiental, nandu"


class TestReadQuery:
    @pytest.mark.parametrize(
        ("typed", "query"),
        [
            ("", Query()),
            ("  ", Query()),
            ("8", Query(title=8)),
            ("8 CFR", Query(title=8)),
            ("8cfr", Query(title=8)),
            ("8 C.F.R. § 236.3(j)(2)", Query(title=8)),
            ("45 CFR part 410", Query(title=45)),
            ("8 CFR chapter V", Query(title=8, chapter="V")),
            ("8 CFR V", Query(title=8, chapter="V")),
            ("8 CFR ch. 5", Query(title=8, chapter="V")),
            ("Título 45 capítulo 13", Query(title=45, chapter="XIII")),
            ("45 CFR subtitle a", Query(title=45, subtitle="A")),
            ("24 CFR housing", Query(title=24, words=("housing",))),
            ("Department of Education", Query(words=("education",))),
            ("Department", Query(words=("department",))),
            ("<script>alert(1)</script>", Query(words=("script", "alert", "1", "script"))),
            ("2024", Query(words=("2024",))),
        ],
    )
    def test_understands(self, typed, query):
        assert read_query(typed) == query


@pytest.mark.usefixtures("_agencies")
class TestFindAgencies:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("DHS", "us-dhs"),
            ("homeland", "us-dhs"),
            ("Home Sec", "us-dhs"),
            ("Department of Homeland Security", "us-dhs"),
            ("seguridad nacional", "us-dhs"),
            ("INMIGRACIÓN", "us-dhs"),
            ("immigration courts", "us-doj"),
            ("EOIR", "us-doj"),
            ("refugee resettlement", "us-hhs"),
            ("EPA", "us-epa"),
            ("proteccion ambiental", "us-epa"),
            ("vivienda", "us-hud"),
            ("homland securty", "us-dhs"),
            ("educcation", "us-ed"),
            ("California", "ca"),
            ("NY", "ny"),
            ("nueva jersey", "nj"),
        ],
    )
    def test_finds_by_name_first(self, typed, first):
        assert codes(typed)[:1] == [first]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("8 CFR", ["us-dhs", "us-doj"]),
            ("8 CFR 236.3", ["us-dhs", "us-doj"]),
            ("8", ["us-dhs", "us-doj"]),
            ("8 CFR chapter V", ["us-doj"]),
            ("8 CFR chapter I", ["us-dhs"]),
            ("45 CFR part 410", ["us-hhs"]),
            ("45 CFR chapter IV", ["us-hhs"]),
            ("49 CFR chapter XII", ["us-tsa"]),
            ("21 CFR drug enforcement", ["us-dea"]),
            ("1 CFR", []),
            ("99 CFR", []),
            ("xyzzyq", []),
        ],
    )
    def test_finds_by_title_and_chapter(self, typed, found):
        assert codes(typed) == found

    def test_shows_the_chapters_that_were_asked_for(self):
        (found,) = find_agencies("45 CFR chapter IV")

        assert [(place.title, place.chapter, place.component) for place in found.places] == [
            (45, "IV", "Office of Refugee Resettlement")
        ]

    def test_shows_all_chapters_when_a_name_was_asked_for(self):
        found = find_agencies("DHS")[0]

        assert [str(place) for place in found.places] == [
            "6 CFR chapter I",
            "8 CFR chapter I",
            "19 CFR chapter I",
        ]

    def test_lists_all_by_name_and_states_last_when_nothing_was_asked_for(self):
        found = find_agencies("", limit=100)

        assert len(found) == 60
        kinds = [one.agency.jurisdiction for one in found]
        assert kinds == sorted(kinds)

    def test_never_finds_a_model_act(self):
        assert codes("model") == []
        assert found_agency("model-2010") is None

    def test_gives_the_rule_of_the_department_where_there_is_none_of_its_own(self):
        dhs = Agency.objects.get(code="us-dhs")
        Agency.objects.create(
            code="us-ice-x",
            name="Invented Office",
            short_name="IOX",
            parent=dhs,
            jurisdiction="federal",
        )

        assert find_agencies("IOX")[0].rule.agency_id == dhs.pk

    def test_has_at_most_as_many_as_asked_for(self):
        assert len(codes("")) == 12
        assert len(codes("49 CFR", limit=3)) == 3

    def test_asks_the_database_a_fixed_number_of_times(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            find_agencies("49 CFR", limit=50)


@pytest.mark.usefixtures("_agencies")
class TestTitlesOf:
    def test_holds_its_components_too(self):
        assert titles_of(Agency.objects.get(code="us-dhs")) == {6, 8, 19, 33, 44, 46, 49}

    def test_is_empty_for_a_state(self):
        assert titles_of(Agency.objects.get(code="ca")) == frozenset()


@pytest.mark.usefixtures("_agencies")
class TestLoadChapters:
    def test_every_chapter_has_source_and_vintage(self):
        assert CfrChapter.objects.count() == 79
        assert {row.vintage.isoformat() for row in CfrChapter.objects.all()} == {"2025-08-05"}
        assert not CfrChapter.objects.exclude(source__startswith="eCFR, list").exists()

    def test_again_changes_nothing(self):
        before = list(CfrChapter.objects.order_by("pk").values_list("pk"))

        load_agencies()

        assert list(CfrChapter.objects.order_by("pk").values_list("pk")) == before
