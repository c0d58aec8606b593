"""The demonstration's texts: complete in both languages, honest, without placeholders."""

import re
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from redress.core.translated import Translated
from redress.demonstration.content import CAMPAIGNS, children, placeholders, report_cards, standards
from redress.demonstration.dates import deadline_instant, deadline_local
from redress.demonstration.people import AREAS
from redress.demonstration.writing import FROM_THE_RECORD, INVENTED

PUBLIC = [text for text in CAMPAIGNS if text is not placeholders.CAMPAIGN]
PLEDGING = [text for text in PUBLIC if not text.is_record]
PLACEHOLDER = re.compile(
    r"goes here|lorem|\bTBD\b|\bTK\b|xxx|#\d\b|Organization \d|their title|texto aquí|va aquí"
    r"|pendiente",
    re.IGNORECASE,
)


def slug_of(text):
    return text.slug


def texts_in(value):
    """Every translated text within a campaign, with the name of its field."""
    if isinstance(value, Translated):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts_in(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)


def plain_strings_in(value):
    """Every string within a campaign, in either language."""
    if isinstance(value, Translated):
        yield from value.values()
    elif isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from plain_strings_in(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from plain_strings_in(part)


class TestEveryPublicCampaign:
    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_is_written_in_both_languages(self, text):
        written = [one for one in texts_in(text) if one]

        assert written
        assert [one for one in written if not (one.get("en") and one.get("es"))] == []

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_has_no_placeholder_left(self, text):
        assert [one for one in plain_strings_in(text) if PLACEHOLDER.search(one)] == []

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_names_no_number_of_days_where_the_rule_has_none(self, text):
        promised = re.compile(r"must answer within \d|debe responder en \d", re.IGNORECASE)

        assert [one for one in plain_strings_in(text) if promised.search(one)] == []

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_binds_each_fact_and_footnote_to_a_source_that_exists(self, text):
        numbers = set(range(1, len(text.sources) + 1))
        cited = {fact.source for fact in text.facts}
        for section in text.sections:
            for words in section.body.values():
                cited |= {int(found) for found in re.findall(r"\(#source-(\d+)\)", words)}

        assert cited <= numbers

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_has_a_title_of_twenty_to_ninety_letters(self, text):
        assert [title for title in text.title.values() if not 20 <= len(title) <= 90] == []

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_has_a_picture_that_exists_and_its_alternative_text(self, text):
        assert finders.find(f"img/{text.picture}.svg")
        assert text.picture_alt

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_stands_under_known_issue_areas(self, text):
        assert text.areas
        assert set(text.areas) <= set(AREAS)

    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_speaks_of_no_signatures_and_no_success(self, text):
        # a petition has a signature block; campaign pages have supporters
        words = " ".join(one for text_ in texts_in(text) for one in text_.values())

        assert not re.search(
            r"successfully|anonymous|\bdonation|\bpetition signer", words, re.IGNORECASE
        )


class TestEveryPledgingCampaign:
    @pytest.mark.parametrize("text", PLEDGING, ids=slug_of)
    def test_says_that_it_is_invented(self, text):
        assert text.notice == INVENTED

    @pytest.mark.parametrize("text", PLEDGING, ids=slug_of)
    def test_spends_exactly_its_goal(self, text):
        assert sum(dollars for dollars, _purpose in text.budget) == text.goal

    @pytest.mark.parametrize("text", PLEDGING, ids=slug_of)
    def test_says_goal_and_problem_in_forty_words_or_more(self, text):
        bodies = {one.kind: one.body for one in text.sections}

        for kind in ("goal", "problem"):
            assert all(len(words.split()) >= 40 for words in bodies[kind].values()), kind


class TestTheLeadCampaign:
    def test_says_each_section_in_forty_words_or_more(self):
        short = [
            (section.kind, language)
            for section in children.CAMPAIGN.sections
            for language, words in section.body.items()
            if len(words.split()) < 40
        ]

        assert short == []

    def test_has_everything_that_a_page_can_show(self):
        text = children.CAMPAIGN

        assert text.areas == ("immigration", "civil-rights", "health-care")
        assert [member.kind for member in text.members] == ["supporter"] * 3 + ["coalition"] * 3
        assert all(member.signatory and member.title for member in text.members)
        assert len(text.press) == 2
        assert len(text.actions) == 6
        assert text.starter_title["en"] == "a concerned community member"
        assert text.stories[0].combination_reason

    def test_keeps_its_story_general(self):
        story = " ".join(children.CAMPAIGN.stories[0].text.values())

        # no town, no facility, no country, no description of a body, no date
        assert not re.search(r"\d|Texas|Arizona|Honduras|Guatemala|hair|eyes|pelo|ojos", story)

    def test_says_that_its_rule_text_is_invented(self):
        change = children.CAMPAIGN.petition.changes[0]

        assert "Invented" in change.note
        assert "8 CFR 236.3" in change.note

    def test_has_a_complete_petition(self):
        petition = children.CAMPAIGN.petition
        paragraphs = [one for part in petition.parts for one in part.paragraphs]

        assert len(paragraphs) >= 12
        assert any("Unfavorable" in words for words, _source in paragraphs)
        assert {kind for kind, *_rest in petition.authorities} == {
            "statute",
            "regulation",
            "case",
            "other",
        }
        assert len(petition.signers) + petition.private_signers >= 24
        assert {"ł", "ő", "ñ"} <= set("".join(one.name for one in petition.signers).lower())


class TestTheSeedCampaign:
    def test_is_reached_by_two_champions(self):
        text = report_cards.CAMPAIGN
        held = sum(dollars * number for _tier, dollars, number in text.crowd.pledges)

        assert (text.goal, held) == (60, 15)
        assert held + 28 < text.goal <= held + 2 * 28


class TestTheRecord:
    def test_has_its_real_dates_and_no_money(self):
        text = standards.CAMPAIGN

        assert text.notice == FROM_THE_RECORD
        assert [(one.kind, one.dated.isoformat(), one.precision) for one in text.record] == [
            ("received", "2007-01-25", "day"),
            ("suit", "2008-04-01", "month"),
            ("court_order", "2009-06-25", "day"),
            ("denied", "2009-07-24", "day"),
        ]
        assert (text.goal, text.crowd, text.beneficiary) == (0, None, "")


class TestPictures:
    @pytest.mark.parametrize("text", PUBLIC, ids=slug_of)
    def test_hold_neither_script_nor_outside_address(self, text):
        drawing = Path(finders.find(f"img/{text.picture}.svg")).read_text()

        assert 'viewBox="0 0 1200 720"' in drawing
        addresses = re.findall(r"https?://[^\"]+", drawing)
        assert set(addresses) <= {"http://www.w3.org/2000/svg"}
        assert "<script" not in drawing
        assert " style=" not in drawing


class TestDates:
    @pytest.mark.parametrize("days", range(7))
    @pytest.mark.parametrize("text", PLEDGING, ids=slug_of)
    def test_stand_in_their_order_on_every_day_of_the_week(self, text, days, now):
        now, life = now + timedelta(days=days), text.life
        local = deadline_local(life, now=now, minutes=20)
        deadline = deadline_instant(local, zone=life.zone) - now
        order = [life.drafted, life.launched, life.signed_off, life.approved]
        after = [life.filed, life.received, life.answered]
        after += [-update.days for update in text.updates if update.kind == "letter"]

        assert life.drafted < life.launched < 0
        assert life.launched < life.listed if life.listed else True
        assert all(timedelta(days=one) < deadline for one in order if one is not None)
        assert all(timedelta(days=one) > deadline for one in after if one is not None)
        if life.approved is not None:
            assert life.drafted < life.signed_off < life.approved
