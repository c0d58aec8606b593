"""The pages of facts, budget, tiers, deadline and beneficiary, as a team uses them."""

import html
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from redress.accounts.permissions import Ability
from redress.campaigns.models import (
    Beneficiary,
    BudgetLine,
    Campaign,
    Fact,
    Revision,
    Source,
    TierTerms,
)
from redress.campaigns.parts import PARTS
from redress.web.organize.hints import HINTS, hints_for
from redress.web.organize.pages import PAGES
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of
from tests.factories.petitions import complete_petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OURS = {"Sec-Fetch-Site": "same-origin"}
PARTS_HERE = ["facts", "budget", "tiers", "conditions", "beneficiary"]


@pytest.fixture
def draft() -> Campaign:
    return DraftFactory()


@pytest.fixture
def writer(client: Client, draft: Campaign) -> Client:
    client.force_login(owner_of(draft))
    return client


def address(draft: Campaign, key: str, language: str = "") -> str:
    return f"{language}/studio/{draft.number}/parts/{key}/"


def fields_of(page: str) -> dict[str, list[str]]:
    """Every named control of the part's form with what it would send."""
    form = page[page.index('class="part-form"') : page.index("</form>", page.index("part-form"))]
    form = re.sub(r"<template.*?</template>", "", form, flags=re.DOTALL)
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        facts = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if "name" not in facts or (facts.get("type") == "radio" and " checked" not in tag):
            continue
        found.setdefault(facts["name"], []).append(html.unescape(facts.get("value", "")))
    for name, words in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, flags=re.DOTALL
    ):
        found.setdefault(name, []).append(html.unescape(words).removeprefix("\n"))
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, flags=re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        first = re.search(r'<option value="([^"]*)"', inside)
        found.setdefault(name, []).append((chosen or first).group(1))
    return found


def send(writer: Client, draft: Campaign, key: str, language: str = "", **typed):
    """What is on the page, with these fields typed over, sent in."""
    there = address(draft, key, language)
    fields = fields_of(writer.get(there).content.decode())
    for name, value in typed.items():
        fields[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return writer.post(there, fields, headers=OURS)


def read(draft: Campaign, key: str) -> dict:
    return PARTS[key].read(Campaign.objects.get(pk=draft.pk))


def sentences(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestPages:
    @pytest.mark.parametrize("key", PARTS_HERE)
    @pytest.mark.parametrize("language", ["", "/es"])
    def test_are_shown_and_sent_unchanged_without_changing_anything(
        self, writer, draft, key, language
    ):
        before = read(draft, key)

        answer = send(writer, draft, key, language)

        assert answer.status_code == 302, sentences(answer)
        assert read(draft, key) == before
        assert not Revision.objects.filter(part=key, number__gt=1).exists()

    @pytest.mark.parametrize("key", PARTS_HERE)
    def test_keep_what_stands_in_a_full_campaign(self, client, key):
        full = CampaignFactory(status="draft", people_goal=300)
        _fill(full)
        client.force_login(owner_of(full))
        before = read(full, key)

        answer = send(client, full, key)

        assert answer.status_code == 302, sentences(answer)
        assert read(full, key) == before

    @pytest.mark.parametrize("key", PARTS_HERE[1:])
    def test_are_read_by_the_team_and_set_by_those_who_may_set_terms(self, client, draft, key):
        client.force_login(MembershipFactory(campaign=draft, role="viewer").user)

        shown = client.get(address(draft, key))
        answer = client.post(address(draft, key), {"base": 0}, headers=OURS)

        assert PAGES[key].ability == Ability.EDIT_TERMS
        assert shown.status_code == 200
        assert b"data-rows-add" not in shown.content
        assert answer.status_code == 404
        assert not Revision.objects.exists()

    @pytest.mark.parametrize("key", PARTS_HERE)
    def test_show_what_others_have_learned(self, writer, draft, key):
        page = sentences(writer.get(address(draft, key)))

        assert hints_for(key)
        for hint in hints_for(key):
            assert str(hint.sentence) in page


class TestHints:
    def test_stand_only_at_parts_that_there_are(self):
        assert set(HINTS) <= {*PAGES, "press", "picture"}

    def test_name_a_source_and_give_no_figure_of_it(self):
        for hints in HINTS.values():
            for hint in hints:
                assert str(hint.source)
                assert "%" not in str(hint.sentence)


def _fill(campaign: Campaign) -> None:
    """Some of everything, without the blank languages that a draft may have."""
    both = {"en": "Words", "es": "Palabras"}
    PARTS["facts"].write(
        campaign,
        {
            "sources": [
                {"citation": both, "url": "https://example.org/"},
                {"citation": {"en": "Two", "es": "Dos"}, "url": ""},
            ],
            "facts": [
                {"figure": both, "statement": both, "origin": both, "source": 2},
                {"figure": both, "statement": both, "origin": both, "source": None},
            ],
        },
    )
    PARTS["budget"].write(
        campaign,
        {
            "note": both,
            "heading": both,
            "body": both,
            "goal": 100_050,
            "currency": "USD",
            "lines": [{"purpose": both, "amount": 100_000}, {"purpose": both, "amount": None}],
        },
    )
    PARTS["tiers"].write(
        campaign,
        {
            "ally": {"minimum": 0, "perks": {"en": "One\nTwo", "es": "Uno\nDos"}},
            "advocate": {"minimum": 2_000, "perks": {"en": "", "es": ""}},
            "champion": None,
        },
    )


class TestFacts:
    def test_number_the_sources_and_rest_on_them(self, writer, draft):
        answer = send(
            writer,
            draft,
            "facts",
            sources__row=["0", "1"],
            sources__0__citation_en="A report",
            sources__1__citation_en="A letter",
            sources__1__url="www.example.org/letter",
            facts__row=["0", "1"],
            facts__0__statement_en="It is so.",
            facts__0__source="1",
            facts__1__statement_en="It is not so.",
            facts__1__source="",
        )

        assert answer.status_code == 302, sentences(answer)
        first, second = Fact.objects.order_by("position")
        assert (first.source.number, str(first.source.citation)) == (2, "A letter")
        assert first.source.url == "https://www.example.org/letter"
        assert second.source is None

    def test_follow_their_source_when_the_sources_change_places(self, writer, draft):
        _fill(draft)

        send(writer, draft, "facts", sources__row=["1", "0"])

        fact = Fact.objects.get(position=1)
        assert (fact.source.number, str(fact.source.citation)) == (1, "Two")

    def test_refuse_an_address_that_no_page_may_link_to(self, writer, draft):
        _fill(draft)
        before = read(draft, "facts")

        answer = send(writer, draft, "facts", sources__1__url="javascript:alert(1)")

        assert answer.status_code == 422
        assert "Write the whole address as your browser shows it" in sentences(answer)
        assert 'href="#id_sources-1-url"' in answer.content.decode()
        assert "javascript:alert(1)" in answer.content.decode()
        assert read(draft, "facts") == before

    def test_do_not_let_go_of_a_source_that_is_used(self, writer, draft):
        _fill(draft)
        before = read(draft, "facts")

        asked = send(writer, draft, "facts", sources__do="remove 1")
        forced = send(writer, draft, "facts", sources__row=["0"])
        emptied = send(
            writer, draft, "facts", sources__1__citation_en="", sources__1__citation_es=""
        )

        assert asked.status_code == 200
        assert "1 fact rests on Source 2." in sentences(asked)
        assert (forced.status_code, emptied.status_code) == (422, 422)
        assert "The source of this fact is gone." in sentences(forced)
        assert "This source has no words." in sentences(emptied)
        assert read(draft, "facts") == before

    def test_keep_a_source_that_the_petition_rests_on(self, writer, draft):
        complete_petition(campaign=draft)
        used = Source.objects.filter(petition_paragraphs__isnull=False).first()
        before = read(draft, "facts")

        answer = send(writer, draft, "facts", sources__row=[])

        assert answer.status_code == 422
        assert f"The petition rests on “{used.citation}”." in sentences(answer)
        assert 'href="#rows-sources"' in answer.content.decode()
        assert read(draft, "facts") == before

    def test_save_nothing_when_a_row_is_added(self, writer, draft):
        answer = send(
            writer, draft, "facts", facts__0__statement_en="Typed before", facts__do="add"
        )

        assert answer.status_code == 200
        assert "Typed before" in answer.content.decode()
        assert 'name="facts-1-statement_en"' in answer.content.decode()
        assert not Fact.objects.exists()
        assert not Revision.objects.exists()


class TestBudget:
    def test_reads_amounts_as_people_write_them(self, writer, draft):
        answer = send(
            writer,
            draft,
            "budget",
            goal="$1,000",
            lines__row=["0", "1"],
            lines__0__purpose_en="Counsel",
            lines__0__amount="940",
            lines__1__purpose_en="Travel",
            lines__1__amount="59.50",
        )

        assert answer.status_code == 302, sentences(answer)
        draft.refresh_from_db()
        assert (draft.goal_minor, draft.currency) == (100_000, "USD")
        assert list(BudgetLine.objects.values_list("amount_minor", flat=True)) == [94_000, 5_950]
        page = sentences(writer.get(address(draft, "budget")))
        assert "The lines come to $999.50; $0.50 are missing to the goal." in page
        assert "36 supporters, of 1,029 visitors." in page

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("a lot", "Write the amount in numbers, such as 28 or 28.50."),
            ("-5", "Write the amount in numbers, such as 28 or 28.50."),
            ("1.234", "Write the amount in numbers, such as 28 or 28.50."),
            ("1e9", "Write the amount in numbers, such as 28 or 28.50."),
            ("1,000,000.01", "$1,000,000 is the most."),
        ],
    )
    def test_refuses_what_is_no_amount_and_keeps_what_was_typed(
        self, writer, draft, typed, sentence
    ):
        answer = send(
            writer, draft, "budget", goal=typed, lines__0__amount=typed, lines__0__purpose_en="X"
        )

        assert answer.status_code == 422
        assert sentences(answer).count(sentence) >= 2
        assert answer.content.decode().count(f'value="{typed}"') == 2
        assert read(draft, "budget")["goal"] is None
        assert not BudgetLine.objects.exists()

    def test_takes_another_currency(self, writer, draft):
        send(writer, draft, "budget", goal="1000", currency="EUR")

        draft.refresh_from_db()
        assert (draft.goal_minor, draft.currency) == (100_000, "EUR")
        assert "€1,000" in sentences(writer.get(address(draft, "budget")))

    def test_refuses_a_currency_that_is_not_offered(self, writer, draft):
        answer = send(writer, draft, "budget", goal="1000", currency="ZZZ")

        assert answer.status_code == 422
        assert Campaign.objects.get().goal_minor is None

    def test_reckons_visitors_without_saving(self, writer, draft):
        answer = send(
            writer, draft, "budget", goal="1000", usual_pledge="50", share="2", look="reach"
        )

        assert answer.status_code == 200
        assert "20 supporters, of 1,000 visitors." in sentences(answer)
        assert Campaign.objects.get().goal_minor is None


class TestTiers:
    def test_stand_empty_while_the_house_s_terms_hold(self, writer, draft):
        page = writer.get(address(draft, "tiers")).content.decode()

        assert fields_of(page)["champion_minimum"] == [""]
        assert "The house's terms: $28 or more" in sentences(writer.get(address(draft, "tiers")))

    def test_are_kept_where_they_differ(self, writer, draft):
        answer = send(
            writer,
            draft,
            "tiers",
            advocate_minimum="20",
            champion_minimum="28",
            champion_perks_en="  A visit \n\n A letter",
        )

        assert answer.status_code == 302, sentences(answer)
        rows = {row.tier: row for row in TierTerms.objects.all()}
        assert set(rows) == {"advocate", "champion"}
        assert rows["advocate"].minimum_minor == 2_000
        assert rows["champion"].minimum_minor == 2_800
        assert rows["champion"].perks["en"] == "A visit\nA letter"

    def test_go_back_to_the_house_s_when_emptied(self, writer, draft):
        _fill(draft)

        send(
            writer,
            draft,
            "tiers",
            advocate_minimum="15",
            ally_perks_en="",
            ally_perks_es="",
        )

        assert not TierTerms.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"advocate_minimum": "4"}, "$5 is the least that a tier may ask."),
            ({"advocate_minimum": "0"}, "$5 is the least that a tier may ask."),
            ({"champion_minimum": "1001"}, "$1,000 is the most that a tier may ask."),
            ({"champion_minimum": "30.50"}, "Write a whole amount, without cents."),
            ({"champion_minimum": "15"}, "A Champion pledges more than an Advocate"),
            ({"advocate_minimum": "28"}, "A Champion pledges more than an Advocate"),
            ({"advocate_minimum": "much"}, "Write the amount in numbers"),
            ({"ally_perks_en": "\n".join("1234567")}, "There are 7 perks here; 6 are the most."),
            ({"ally_perks_es": "x" * 121}, "A perk has 120 letters at most."),
        ],
    )
    def test_keep_to_the_rules(self, writer, draft, typed, sentence):
        answer = send(writer, draft, "tiers", **typed)

        assert answer.status_code == 422
        assert sentence in sentences(answer)
        assert not TierTerms.objects.exists()

    def test_ask_nothing_of_an_ally(self, writer, draft):
        send(writer, draft, "tiers", ally_minimum="5")

        assert not TierTerms.objects.exists()


class TestConditions:
    def test_begin_in_the_east_at_an_hour_when_people_are_awake(self, writer, draft):
        fields = fields_of(writer.get(address(draft, "conditions")).content.decode())

        assert (fields["day"], fields["time"], fields["zone"]) == (
            [""],
            ["19:59"],
            ["America/New_York"],
        )

    def test_keep_the_deadline_as_it_was_typed_and_say_what_it_means(self, writer, draft):
        answer = send(
            writer,
            draft,
            "conditions",
            people_goal="300",
            day="2026-12-18",
            time="19:59",
            zone="America/Los_Angeles",
        )

        assert answer.status_code == 302, sentences(answer)
        draft.refresh_from_db()
        assert draft.deadline_at == datetime(2026, 12, 19, 4, 0, tzinfo=UTC)
        assert (draft.people_goal, draft.deadline_local) == (300, "2026-12-18T19:59")
        page = sentences(writer.get(address(draft, "conditions"))).replace("\xa0", " ")
        assert "By Friday, December 18, 2026, 7:59 p.m. Pacific." in page
        assert "The last instant is before 2026-12-19 04:00 UTC" in page

    def test_refuse_an_hour_that_the_clocks_skip(self, writer, draft):
        answer = send(
            writer, draft, "conditions", day="2027-03-14", time="02:30", zone="America/Chicago"
        )

        assert answer.status_code == 422
        page = sentences(answer).replace("\xa0", " ")
        assert "2:30 a.m. does not come. Choose 1:30 a.m. or 3:30 a.m." in page
        assert "a.m.." not in page
        assert Campaign.objects.get().deadline_at is None

    def test_take_the_later_of_an_hour_that_comes_twice_and_say_so(self, writer, draft):
        send(writer, draft, "conditions", day="2027-11-07", time="01:30", zone="America/Chicago")

        draft.refresh_from_db()
        assert draft.deadline_at == datetime(2027, 11, 7, 7, 31, tzinfo=UTC)
        page = sentences(writer.get(address(draft, "conditions"))).replace("\xa0", " ")
        assert "The clocks show 1:30 a.m. twice that day. The later one counts (CST)." in page

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"day": "2026-02-30"}, "id_day"),
            ({"day": "soon"}, "id_day"),
            ({"day": "9999-12-31", "time": "23:59", "zone": "UTC"}, "id_day"),
            ({"day": "2026-12-18", "time": ""}, "id_time"),
            ({"day": "2026-12-18", "time": "25:00"}, "id_time"),
            ({"day": "2026-12-18", "zone": "Mars/Base"}, "id_zone"),
            ({"people_goal": "0"}, "id_people_goal"),
            ({"people_goal": "many"}, "id_people_goal"),
        ],
    )
    def test_refuse_what_no_calendar_has(self, writer, draft, typed, field):
        answer = send(writer, draft, "conditions", **typed)

        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()
        assert read(draft, "conditions")["deadline_local"] == ""


class TestBeneficiary:
    def test_is_named_with_its_class(self, writer, draft):
        answer = send(
            writer, draft, "beneficiary", chosen="new", name=" A  Fund ", tax_class="501c4"
        )

        assert answer.status_code == 302, sentences(answer)
        draft.refresh_from_db()
        assert (draft.beneficiary.name, draft.beneficiary.tax_class) == ("A Fund", "501c4")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"name": "A Fund"}, "Say what it is for the tax office."),
            ({"tax_class": "501c3"}, "Write the name of the one who receives the money."),
            ({"name": "A Fund", "tax_class": "charity"}, "Choose one of the four."),
        ],
    )
    def test_is_never_half_named(self, writer, draft, typed, sentence):
        answer = send(writer, draft, "beneficiary", chosen="new", **typed)

        assert answer.status_code == 422
        assert sentence in sentences(answer)
        assert not Beneficiary.objects.exists()

    def test_can_be_one_that_an_owner_s_public_campaign_has(self, writer, draft):
        own = CampaignFactory(team=None)
        MembershipFactory(campaign=own, user=owner_of(draft))

        send(writer, draft, "beneficiary", chosen=str(own.beneficiary_id))

        draft.refresh_from_db()
        assert draft.beneficiary_id == own.beneficiary_id

    def test_cannot_be_a_stranger_s(self, writer, draft):
        theirs = CampaignFactory().beneficiary

        answer = send(writer, draft, "beneficiary", chosen=str(theirs.pk))

        assert answer.status_code == 422
        assert theirs.name not in writer.get(address(draft, "beneficiary")).content.decode()
        draft.refresh_from_db()
        assert draft.beneficiary is None

    def test_says_what_each_class_means_for_the_giver(self, writer, draft):
        page = sentences(writer.get(address(draft, "beneficiary")))

        assert page.count("are deductible as far as the law allows") == 1
        assert page.count("are not deductible as charitable contributions") == 3
