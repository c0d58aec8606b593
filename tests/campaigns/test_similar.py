"""Similar campaigns: found by words of either language, by rule, and only among the listed."""

import time

import pytest
from django.db import connection

from redress.campaigns.models import Campaign, SearchText, Section
from redress.campaigns.similar import search, similar_campaigns, words_of
from redress.campaigns.states import Status
from redress.core.translated import Translated
from tests.factories.campaigns import AgencyFactory, CampaignFactory

pytestmark = pytest.mark.django_db


def campaign(en="", es="", problem_en="", problem_es="", **facts):
    made = CampaignFactory(
        title=Translated(en=en, es=es),
        standfirst=Translated(),
        **{"rule_citation": "", **facts},
    )
    if problem_en or problem_es:
        Section.objects.create(
            campaign=made,
            kind=Section.Kind.PROBLEM,
            body=Translated(en=problem_en, es=problem_es),
        )
    return made


@pytest.fixture
def children():
    return campaign(
        en="Stop holding children in detention",
        es="No más niños detenidos",
        problem_en="Families are kept in locked rooms for weeks.",
        problem_es="Las familias pasan semanas encerradas sin atención médica.",
    )


@pytest.fixture
def inhalers():
    return campaign(
        en="Cap the price of inhalers",
        es="Limiten el precio de los inhaladores",
        problem_en="Parents skip doses for their children.",
    )


class TestWordsOf:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            ("Niños DETENIDOS, niños!", ["ninos", "detenidos"]),
            ("más también", []),
            ("a or & | ! :* 'x' -not", ["not"]),
            ("<script>alert('xss')</script>", ["script", "alert", "xss"]),
        ],
    )
    def test_are_folded_and_plain(self, text, words):
        assert words_of(text) == words

    def test_are_not_endless(self):
        assert len(words_of(" ".join(f"word{n}" for n in range(1000)))) == 32


class TestSimilarCampaigns:
    @pytest.mark.usefixtures("inhalers")
    def test_are_found_by_their_words_in_another_form(self, children):
        found = similar_campaigns("They hold a child in a detention center with locked doors")

        assert found == [children]

    @pytest.mark.usefixtures("inhalers")
    @pytest.mark.parametrize("text", ["NIÑOS DETENIDOS", "ninos detenidos", "atencion medica"])
    def test_are_found_in_spanish_with_or_without_accents(self, children, text):
        assert similar_campaigns(text) == [children]

    def test_are_not_found_by_one_word_of_a_whole_story(self, children, inhalers):
        text = "My children wait for the school bus in the dark because the district cut the route"

        assert similar_campaigns(text) == []

    def test_rank_the_title_before_the_problem(self, children, inhalers):
        assert similar_campaigns("children") == [children, inhalers]

    def test_of_the_same_part_come_first_even_without_a_word(self, children):
        same = campaign(en="Another thing", rule_citation="8 CFR 236.3(j)")
        other = campaign(en="A third thing", rule_citation="8 CFR part 2360")

        found = similar_campaigns("children detention", citation="8 CFR 236.5")

        assert found == [same, children]
        assert other not in found

    def test_of_the_same_agency_rank_higher_but_are_not_similar_by_that_alone(self, children):
        agency = AgencyFactory()
        theirs = campaign(en="Stop holding children in detention", agency=agency)
        stranger = campaign(en="Wind turbines", agency=agency)

        assert similar_campaigns("children detention", agency_id=agency.pk)[0] == theirs
        assert similar_campaigns("children detention", agency_id=children.agency_id)[0] == children
        assert stranger not in similar_campaigns("children detention", agency_id=agency.pk)

    @pytest.mark.parametrize(
        "facts",
        [
            {"status": Status.DRAFT},
            {"status": Status.IN_REVIEW},
            {"status": Status.REFUSED},
            {"listed_at": None},
        ],
    )
    def test_are_never_drafts_nor_in_the_seed_phase(self, facts):
        campaign(en="Children in detention", rule_citation="8 CFR 236.3", **facts)

        assert similar_campaigns("children detention", citation="8 CFR 236.3") == []

    def test_are_six_at_most(self):
        for _ in range(8):
            campaign(en="Children in detention")

        assert len(similar_campaigns("children detention")) == 6

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "the of and",
            "<script>alert(1)</script>",
            "'; DROP TABLE campaigns_campaign; --",
            "a & | ! <-> :* ((( ' \\ %s %(x)s {}",
            "\x00\x1f\ufffe",
            "💥" * 500,
            "word " * 5000,
        ],
    )
    @pytest.mark.usefixtures("children")
    def test_bear_whatever_is_typed(self, text):
        assert similar_campaigns(text) == []
        assert Campaign.objects.count() == 1


class TestSearch:
    @pytest.mark.usefixtures("inhalers")
    def test_wants_every_word(self, children):
        assert list(search("the children in detention")) == [children]
        assert list(search("inhalers detention")) == []

    def test_finds_all_when_nothing_is_asked_for(self, children, inhalers):
        assert set(search("")) == {children, inhalers}

    def test_finds_no_draft(self):
        campaign(en="Children in detention", status=Status.DRAFT)

        assert list(search("children")) == []


class TestSearchText:
    def test_follows_every_change_of_the_words(self, children):
        Campaign.objects.filter(pk=children.pk).update(title=Translated(en="Clean rivers"))

        assert similar_campaigns("rivers") == [children]
        assert list(search("holding")) == []

        children.sections.update(body=Translated(en="Lead in the pipes"))
        assert list(search("pipes")) == [children]

        children.sections.all().delete()
        assert list(search("pipes")) == []

    def test_goes_with_its_campaign(self, children):
        children.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        assert SearchText.objects.count() == 0

    def test_answers_at_once_among_two_thousand(self, children):
        agency, beneficiary = children.agency, children.beneficiary
        Campaign.objects.bulk_create(
            CampaignFactory.build(
                title=Translated(en=f"Change rule number {n} of the water and school boards"),
                standfirst=Translated(en="People of the valley ask for safe and clean places."),
                number=f"LOT-{n}",
                slug=f"lot-{n}",
                private_slug=f"lot-{n}-x",
                agency=agency,
                beneficiary=beneficiary,
            )
            for n in range(2000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE campaigns_searchtext")
        story = "In our valley the school water is not clean and the children fall ill each week"

        began = time.perf_counter()
        found = similar_campaigns(story)
        took = time.perf_counter() - began

        assert len(found) == 6
        assert took < 1.0
