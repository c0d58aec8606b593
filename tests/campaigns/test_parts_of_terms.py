"""Facts, budget, tiers, conditions and beneficiary: what is written is what is read."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError

from redress.accounts.models import Organization
from redress.campaigns.models import Beneficiary, Campaign, Fact, Source
from redress.campaigns.parts import PARTS, Progress
from redress.campaigns.parts.beneficiary import beneficiaries_near
from redress.campaigns.parts.budget import balance
from redress.campaigns.parts.conditions import lacks_at
from redress.campaigns.parts.facts import NotALink, clean_link
from tests.factories.campaigns import (
    BeneficiaryFactory,
    CampaignFactory,
    DraftFactory,
    MembershipFactory,
    owner_of,
)
from tests.factories.petitions import complete_petition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def text(words: str) -> dict[str, str]:
    return {"en": words, "es": f"{words} (es)" if words else ""}


def written(key: str, campaign: Campaign, data: dict) -> dict:
    """What a fresh reader finds after writing."""
    PARTS[key].write(campaign, data)
    return PARTS[key].read(Campaign.objects.get(pk=campaign.pk))


def source(words: str, url: str = "") -> dict:
    return {"citation": text(words), "url": url}


def fact(words: str, number: int | None) -> dict:
    return {
        "figure": text("72 h"),
        "statement": text(words),
        "origin": text("A report"),
        "source": number,
    }


class TestFacts:
    def test_begin_with_nothing(self):
        draft = DraftFactory()

        assert PARTS["facts"].read(draft) == {"sources": [], "facts": []}
        assert PARTS["facts"].progress(PARTS["facts"].read(draft)) is Progress.EMPTY

    def test_are_read_as_they_were_written(self):
        draft = DraftFactory()
        data = {
            "sources": [source("One", "https://example.org/1"), source("Two")],
            "facts": [fact("A", 2), fact("B", None), fact("C", 1)],
        }

        assert written("facts", draft, data) == data
        assert written("facts", draft, data) == data
        assert list(Source.objects.values_list("number", flat=True)) == [1, 2]

    def test_keep_a_source_s_row_when_the_order_changes(self):
        draft = DraftFactory()
        one, two = source("One"), source("Two")
        written("facts", draft, {"sources": [one, two], "facts": []})
        rows = {str(row.citation): row.pk for row in Source.objects.all()}

        written("facts", draft, {"sources": [two, source("Three"), one], "facts": []})

        now = {str(row.citation): (row.pk, row.number) for row in Source.objects.all()}
        assert now["Two"] == (rows["Two"], 1)
        assert now["One"] == (rows["One"], 3)

    def test_keep_a_source_s_row_when_its_words_change(self):
        draft = DraftFactory()
        written("facts", draft, {"sources": [source("One"), source("Two")], "facts": []})
        row = Source.objects.get(number=2)

        written("facts", draft, {"sources": [source("One"), source("Two, page 4")], "facts": []})

        assert Source.objects.get(number=2).pk == row.pk

    def test_survive_any_reordering(self):
        """A hundred random lists, written one over the other."""
        draft, chance = DraftFactory(), Random(3)
        for _turn in range(100):
            names = chance.sample("ABCDEFGH", chance.randrange(6))
            data = {
                "sources": [source(name) for name in names],
                "facts": [
                    fact(str(at), chance.randrange(len(names)) + 1 if names else None)
                    for at in range(chance.randrange(5))
                ],
            }
            assert written("facts", draft, data) == data

    def test_keep_the_sources_that_the_petition_rests_on(self):
        draft = DraftFactory()
        complete_petition(campaign=draft)
        rows = Source.objects.filter(petition_paragraphs__isnull=False).distinct()
        before = [(row.pk, row.citation["en"]) for row in rows.order_by("number")]

        written("facts", draft, {"sources": [], "facts": []})

        assert before
        assert [(row.pk, row.citation["en"]) for row in rows.order_by("number")] == before
        assert Source.objects.count() == len(before)

    def test_lack_a_source_and_words_in_both_languages(self):
        lone = fact("A", None) | {"statement": {"en": "A", "es": ""}, "figure": text("")}

        lacks = PARTS["facts"].lacks({"sources": [source("")], "facts": [lone]})

        assert [(lack.field, lack.language) for lack in lacks] == [
            ("sources-0-citation_en", "en"),
            ("sources-0-citation_es", "es"),
            ("facts-0-statement_es", "es"),
            ("facts-0-source", ""),
        ]

    def test_are_ready_with_one_that_has_all(self):
        data = {"sources": [source("One")], "facts": [fact("A", 1)]}

        assert PARTS["facts"].progress(data) is Progress.READY

    def test_of_another_campaign_stay(self):
        other = DraftFactory()
        written("facts", other, {"sources": [source("One")], "facts": [fact("A", 1)]})

        written("facts", DraftFactory(), {"sources": [], "facts": []})

        assert (Fact.objects.count(), Source.objects.count()) == (1, 1)


class TestCleanLink:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("", ""),
            ("  https://example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
            ("www.dhs.gov/report", "https://www.dhs.gov/report"),
            ("https://example.org:8443/x", "https://example.org:8443/x"),
            ("https://xn--bcher-kva.example/ñ", "https://xn--bcher-kva.example/ñ"),
        ],
    )
    def test_keeps_the_address(self, typed, kept):
        assert clean_link(typed) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "http://example.org/",
            "javascript:alert(1)",
            "javascript://example.org/%0aalert(1)",
            "ftp://example.org/",
            "https://",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://2130706433/",
            "https://user:secret@example.org/",
            "https://example..org/",
            "https://example.org:99999/",
            "https://example.org/a b",
            'https://example.org/"onload="x',
            "https://example.org/<script>",
            "https://exa\nmple.org/",
            "https://example.org/\u202egpj",
            "see the report",
        ],
    )
    def test_refuses_what_no_page_may_link_to(self, typed):
        with pytest.raises(NotALink):
            clean_link(typed)


def line(words: str, amount: int | None) -> dict:
    return {"purpose": text(words), "amount": amount}


def budget(**facts) -> dict:
    words = " ".join(["word"] * 40)
    return {
        "note": text(""),
        "heading": text(""),
        "body": {"en": words, "es": words},
        "goal": 100_000,
        "currency": "USD",
        "lines": [line("Counsel", 60_000), line("Travel", 40_000)],
    } | facts


class TestBudget:
    def test_begins_with_nothing(self):
        data = PARTS["budget"].read(DraftFactory())

        assert (data["goal"], data["currency"], data["lines"]) == (None, "", [])
        assert PARTS["budget"].progress(data) is Progress.EMPTY

    @pytest.mark.parametrize(
        "data",
        [
            budget(),
            budget(lines=[]),
            budget(goal=None, currency="", lines=[line("Counsel", None)]),
            budget(goal=None, currency="EUR", lines=[line("", 5)]),
            budget(goal=1, currency="MXN"),
        ],
    )
    def test_is_read_as_it_was_written(self, data):
        assert written("budget", DraftFactory(), data) == data

    def test_is_ready_when_the_lines_sum_to_the_goal(self):
        assert PARTS["budget"].lacks(budget()) == []

    @pytest.mark.parametrize(
        ("amount", "sentence"),
        [
            (34_000, "The lines come to $940; $60 are missing to the goal."),
            (46_050, "The lines come to $1,060.50; that is $60.50 over the goal."),
        ],
    )
    def test_lacks_a_balance_and_says_by_how_much(self, amount, sentence):
        data = budget(lines=[line("Counsel", 60_000), line("Travel", amount)])

        (lack,) = PARTS["budget"].lacks(data)

        assert (lack.field, str(lack.sentence)) == ("lines", sentence)

    def test_lacks_goal_lines_and_amounts(self):
        fields = {
            lack.field for lack in PARTS["budget"].lacks(budget(goal=None, lines=[line("", None)]))
        }

        assert fields == {"goal", "lines-0-purpose_en", "lines-0-purpose_es", "lines-0-amount"}

    def test_lacks_a_goal_worth_a_campaign(self):
        data = budget(goal=9_999, lines=[line("Counsel", 9_999)])

        (lack,) = PARTS["budget"].lacks(data)

        assert str(lack.sentence) == "A goal is $100 or more."

    def test_never_loses_a_cent(self):
        """Ten thousand random budgets: sum and difference are the goal, to the cent."""
        chance = Random(5)
        for _turn in range(10_000):
            goal = chance.randrange(100_000_000)
            lines = [
                chance.choice([None, chance.randrange(1, 50_000_000)])
                for _ in range(chance.randrange(12))
            ]
            total, missing = balance(goal=goal, lines=lines)
            assert total + missing == goal
            assert total == sum(amount or 0 for amount in lines)

    def test_balances_when_the_goal_is_split(self):
        chance = Random(6)
        for _turn in range(1_000):
            goal = chance.randrange(2, 100_000_000)
            cuts = sorted(chance.sample(range(1, goal), min(chance.randrange(1, 8), goal - 1)))
            lines = [b - a for a, b in zip([0, *cuts], [*cuts, goal], strict=True)]
            assert balance(goal=goal, lines=lines) == (goal, 0)


HOUSE = {"ally": None, "advocate": None, "champion": None}


class TestTiers:
    def test_are_ready_as_the_house_has_them(self):
        data = PARTS["tiers"].read(DraftFactory())

        assert data == HOUSE
        assert PARTS["tiers"].progress(data) is Progress.READY

    @pytest.mark.parametrize(
        "data",
        [
            HOUSE,
            HOUSE | {"advocate": {"minimum": 2_000, "perks": text("")}},
            HOUSE | {"ally": {"minimum": 0, "perks": text("One\nTwo")}},
        ],
    )
    def test_are_read_as_they_were_written(self, data):
        draft = DraftFactory()

        assert written("tiers", draft, data) == data
        assert written("tiers", draft, data) == data

    def test_lack_the_other_language_of_perks(self):
        own = {"minimum": 2_800, "perks": {"en": "A visit", "es": ""}}

        (lack,) = PARTS["tiers"].lacks(HOUSE | {"champion": own})

        assert (lack.field, lack.language) == ("champion_perks_es", "es")


def until(local: str, zone: str = "America/Los_Angeles", people: int | None = None) -> dict:
    return {"people_goal": people, "deadline_local": local, "deadline_tz": zone if local else ""}


class TestConditions:
    @pytest.mark.parametrize(
        "data", [until(""), until("", people=300), until("2026-12-18T19:59", people=1)]
    )
    def test_are_read_as_they_were_written(self, data):
        assert written("conditions", DraftFactory(), data) == data

    def test_write_the_one_instant_that_decides(self):
        draft = DraftFactory()

        written("conditions", draft, until("2026-12-18T19:59"))
        assert Campaign.objects.get().deadline_at == datetime(2026, 12, 19, 4, 0, tzinfo=UTC)

        written("conditions", draft, until(""))
        assert Campaign.objects.get().deadline_at is None

    @pytest.mark.parametrize(
        ("ends", "sentence"),
        [
            (NOW, "This deadline is in the past."),
            (NOW - timedelta(days=400), "This deadline is in the past."),
            (
                NOW + timedelta(days=14) - timedelta(minutes=1),
                "This deadline is less than 14 days away. People need time to decide.",
            ),
            (NOW + timedelta(days=14), ""),
            (NOW + timedelta(days=90), ""),
            (
                NOW + timedelta(days=90, minutes=1),
                "This deadline is more than 90 days away. A pledge waits no longer.",
            ),
        ],
    )
    def test_lack_a_deadline_from_14_to_90_days_away(self, ends, sentence):
        local = (ends - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")

        lacks = lacks_at(until(local, "UTC"), NOW)

        assert [str(lack.sentence) for lack in lacks] == ([sentence] if sentence else [])

    def test_lack_a_deadline_at_all(self):
        (lack,) = lacks_at(until("", people=5), NOW)

        assert (lack.field, str(lack.sentence)) == ("day", "There is no deadline yet.")


class TestBeneficiary:
    @pytest.mark.parametrize(
        "data",
        [
            {"name": "", "tax_class": ""},
            {"name": "Redress Legal Fund", "tax_class": "501c3"},
            {"name": "A Person", "tax_class": "none"},
        ],
    )
    def test_is_read_as_it_was_written(self, data):
        assert written("beneficiary", DraftFactory(), data) == data

    def test_makes_a_new_row_when_the_name_changes_and_leaves_the_shared_one(self):
        shared = CampaignFactory().beneficiary
        draft = DraftFactory(beneficiary=shared)

        written("beneficiary", draft, {"name": "Another Fund", "tax_class": "501c4"})

        shared.refresh_from_db()
        assert (shared.name, shared.tax_class) == ("Redress Legal Fund", "501c3")
        assert Campaign.objects.get(pk=draft.pk).beneficiary_id != shared.pk

    def test_never_takes_a_stranger_s_row_of_the_same_name(self):
        theirs = CampaignFactory().beneficiary
        draft = DraftFactory()

        written("beneficiary", draft, {"name": theirs.name, "tax_class": theirs.tax_class})

        assert Campaign.objects.get(pk=draft.pk).beneficiary_id != theirs.pk

    def test_leaves_no_rows_that_nobody_uses(self):
        draft = DraftFactory()

        for name in ("Re", "Redr", "Redress", ""):
            written("beneficiary", draft, {"name": name, "tax_class": "none" if name else ""})
            assert Beneficiary.objects.count() == bool(name)

    def test_is_blank_in_no_row(self):
        with pytest.raises(IntegrityError):
            Beneficiary.objects.create(name="Somebody", tax_class="")


class TestBeneficiariesNear:
    def test_are_those_of_the_organization_and_of_the_owners_public_campaigns(self):
        house = Organization.objects.create(name="House", slug="house")
        draft = DraftFactory(organization=house)
        of_house = DraftFactory(organization=house, beneficiary=BeneficiaryFactory(name="A"))
        own = CampaignFactory(beneficiary=BeneficiaryFactory(name="B"), team=None)
        MembershipFactory(campaign=own, user=owner_of(draft))

        near = [row.name for row in beneficiaries_near(draft)]

        assert near == [of_house.beneficiary.name, own.beneficiary.name]

    def test_are_never_those_of_an_owner_s_other_draft_or_of_strangers(self):
        draft = DraftFactory()
        other = DraftFactory(beneficiary=BeneficiaryFactory(name="Secret"), team=None)
        MembershipFactory(campaign=other, user=owner_of(draft))
        CampaignFactory()

        assert list(beneficiaries_near(draft)) == []
