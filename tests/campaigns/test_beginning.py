"""Answers from before there is an account: never lost, kept once, by one person, or forgotten."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from redress.agencies.loading import load_agencies
from redress.campaigns import beginning
from redress.campaigns.beginning import (
    KEPT,
    PER_HOUR,
    NotThere,
    TooMany,
    Words,
    answer_of,
    begin,
    fields_of,
    forget_unclaimed,
    keep,
    kept_by,
    save,
    unkept,
)
from redress.campaigns.models import Beginning, Campaign
from redress.campaigns.placing import budget_lines
from redress.core.translated import Translated
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MARK = "[Written in another window]"


@pytest.fixture
def made(now):
    return begin(language="en", network="", now=now)


def write(made, question, now, *, base=None, writer="one", language="en", **fields):
    if base is None:
        base = Beginning.objects.get(pk=made.pk).version
    words = Words(fields=fields, language=language, base=base, writer=writer, mark=MARK)
    return save(code=made.code, question=question, words=words, now=now)


def fresh(made):
    return Beginning.objects.get(pk=made.pk)


class TestBegin:
    def test_makes_a_code_that_nobody_guesses(self, now):
        codes = {begin(language="en", network="", now=now).code for _ in range(20)}

        assert len(codes) == 20
        assert {len(code) for code in codes} == {43}

    def test_refuses_a_network_that_began_too_many_within_the_hour(self, now):
        for minute in range(PER_HOUR):
            begin(language="en", network="n1", now=now + timedelta(minutes=minute))

        with pytest.raises(TooMany) as refused:
            begin(language="en", network="n1", now=now + timedelta(minutes=20))

        assert refused.value.seconds == 40 * 60
        assert Beginning.objects.count() == PER_HOUR
        begin(language="en", network="n2", now=now + timedelta(minutes=20))
        begin(language="en", network="n1", now=now + timedelta(minutes=61))

    def test_counts_no_unknown_network(self, now):
        for _ in range(PER_HOUR + 1):
            begin(language="en", network="", now=now)

        assert Beginning.objects.count() == PER_HOUR + 1


class TestSave:
    def test_keeps_the_words_and_the_language(self, made, now):
        saved = write(made, "problem", now, text="Sin agua", language="es")

        assert (saved.version, saved.fields, saved.merged) == (1, {"text": "Sin agua"}, False)
        assert fields_of(fresh(made), "problem") == {"text": "Sin agua"}
        assert answer_of(fresh(made), "problem")["language"] == "es"

    def test_of_the_same_words_changes_nothing(self, made, now):
        write(made, "problem", now, text="Water")
        before = fresh(made).saved_at

        saved = write(made, "problem", now + timedelta(hours=1), text="Water", language="es")

        assert saved.version == 1
        assert fresh(made).saved_at == before
        assert answer_of(fresh(made), "problem")["language"] == "en"

    def test_keeps_both_texts_of_two_windows(self, made, now):
        write(made, "problem", now, base=0, writer="one", text="The water is brown.")

        saved = write(made, "problem", now, base=0, writer="two", text="The well is dry.")

        assert saved.merged
        both = f"The water is brown.\n\n{MARK}\n\nThe well is dry."
        assert saved.fields == {"text": both}
        assert fields_of(fresh(made), "problem")["text"] == both

    def test_of_one_window_is_never_merged_with_itself(self, made, now):
        write(made, "problem", now, base=0, writer="one", text="The water is brown.")

        saved = write(made, "problem", now, base=0, writer="one", text="It is clear again.")

        assert not saved.merged
        assert saved.fields == {"text": "It is clear again."}

    def test_of_another_question_is_no_quarrel(self, made, now):
        write(made, "problem", now, base=0, writer="one", text="The water is brown.")

        saved = write(made, "people", now, base=0, writer="two", text="The village.")

        assert not saved.merged
        assert fields_of(fresh(made), "problem") == {"text": "The water is brown."}

    @pytest.mark.parametrize(
        ("late", "stands"),
        [
            ("The water is brown. And it smells.", "The water is brown. And it smells."),
            ("The water", "The water is brown."),
            ("", "The water is brown."),
        ],
    )
    def test_writes_nothing_twice_where_one_text_holds_the_other(self, made, now, late, stands):
        write(made, "problem", now, base=0, writer="one", text="The water is brown.")

        saved = write(made, "problem", now, base=0, writer="two", text=late)

        assert saved.fields == {"text": stands}

    def test_puts_a_short_answer_aside_instead_of_losing_it(self, made, now):
        write(made, "money", now, base=0, writer="one", amount="5,000", purposes="")

        saved = write(made, "money", now, base=0, writer="two", amount="900", purposes="")

        assert saved.merged
        assert saved.fields == {"amount": "900", "purposes": ""}
        assert answer_of(fresh(made), "money")["aside"] == [{"field": "amount", "text": "5,000"}]

    def test_puts_a_text_aside_that_does_not_fit_beside_the_other(self, made, now):
        write(made, "problem", now, base=0, writer="one", text="a" * 4000)

        saved = write(made, "problem", now, base=0, writer="two", text="b" * 4000)

        assert saved.fields == {"text": "b" * 4000}
        assert answer_of(fresh(made), "problem")["aside"] == [{"field": "text", "text": "a" * 4000}]

    def test_mending_a_word_on_the_other_page_is_no_translation(self, made, now):
        write(made, "problem", now, text="El agua del pozo sale cafe", language="es")
        write(made, "problem", now, text="El agua del pozo sale café", language="en")
        assert answer_of(fresh(made), "problem")["language"] == "es"

        write(made, "problem", now, text="The water is brown", language="en")
        assert answer_of(fresh(made), "problem")["language"] == "en"

    def test_refuses_a_wrong_code(self, now):
        words = Words(fields={"text": "x"}, language="en", base=0, writer="one", mark=MARK)

        with pytest.raises(NotThere):
            save(code="x" * 43, question="problem", words=words, now=now)


class TestKeep:
    def test_puts_every_answer_into_its_part(self, made, now):
        load_agencies()
        user = UserFactory()
        write(made, "title", now, title="Clean water for the whole valley")
        write(made, "problem", now, text="The water is brown.\nIt smells.")
        write(made, "people", now, text="Cuarenta familias.", language="es")
        write(made, "agency", now, agency="us-epa", rule_citation="40 CFR 141.80")
        write(made, "words", now, current="15 parts", wished="5 parts")
        write(made, "allies", now, text="The school board")
        write(made, "money", now, amount="5,000", purposes="Lawyer: 4,000\nAnd some stamps")

        campaign = keep(code=made.code, user=user, now=now)

        assert campaign.status == "draft"
        assert campaign.title == Translated(en="Clean water for the whole valley")
        assert list(campaign.memberships.values_list("user", "role")) == [(user.pk, "owner")]
        assert campaign.agency.code == "us-epa"
        assert campaign.rule_citation == "40 CFR 141.80"
        assert campaign.goal_minor == 500_000
        bodies = dict(campaign.sections.values_list("kind", "body"))
        assert bodies["problem"] == {
            "en": "The water is brown.\n\nIt smells.",
            "es": "Cuarenta familias.",
        }
        assert bodies["money"]["en"] == "And some stamps"
        (line,) = campaign.budget_lines.all()
        assert (line.purpose["en"], line.amount_minor) == ("Lawyer", 400_000)
        (change,) = campaign.rule_changes.all()
        assert (change.citation, change.current_text, change.proposed_text) == (
            "40 CFR 141.80",
            "15 parts",
            "5 parts",
        )
        assert {row.part for row in campaign.revisions.all()} == {
            "problem",
            "agency",
            "solution",
            "budget",
        }
        assert {row.author_id for row in campaign.revisions.all()} == {user.pk}
        # what has no part stays with the answers
        assert fields_of(campaign.beginning, "allies") == {"text": "The school board"}

    def test_of_nothing_makes_an_empty_draft(self, made, now):
        campaign = keep(code=made.code, user=UserFactory(), now=now)

        assert (campaign.title, campaign.agency, campaign.goal_minor) == ({}, None, None)
        assert campaign.revisions.count() == 0

    def test_twice_makes_one(self, made, now):
        user = UserFactory()

        assert keep(code=made.code, user=user, now=now) == keep(code=made.code, user=user, now=now)
        assert Campaign.objects.count() == 1

    def test_refuses_a_second_person(self, made, now):
        campaign = keep(code=made.code, user=UserFactory(), now=now)

        with pytest.raises(NotThere):
            keep(code=made.code, user=UserFactory(), now=now)

        assert campaign.memberships.count() == 1

    def test_closes_the_code(self, made, now):
        user = UserFactory()
        campaign = keep(code=made.code, user=user, now=now)

        with pytest.raises(NotThere):
            unkept(made.code)
        with pytest.raises(NotThere):
            write(made, "problem", now, text="A stranger's words")
        with pytest.raises(NotThere):
            kept_by(code=made.code, user=UserFactory())
        assert kept_by(code=made.code, user=user) == campaign

    def test_leaves_out_an_agency_that_is_not_there(self, made, now):
        write(made, "agency", now, agency="us-gone", rule_citation="40 CFR 141.80")

        campaign = keep(code=made.code, user=UserFactory(), now=now)

        assert (campaign.agency, campaign.rule_citation) == (None, "40 CFR 141.80")


@pytest.mark.django_db(transaction=True)
class TestKeepAtOnce:
    def test_pressed_in_two_windows_makes_one(self, now):
        made = begin(language="en", network="", now=now)
        user = UserFactory()
        kept = []

        def press():
            try:
                kept.append(keep(code=made.code, user=user, now=now).pk)
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(kept) == 4
        assert len(set(kept)) == 1
        assert Campaign.objects.count() == 1


class TestForgetUnclaimed:
    def test_forgets_30_days_after_the_last_word(self, made, now):
        write(made, "problem", now + timedelta(days=10), text="Water")

        assert forget_unclaimed(now=now + KEPT) == 0
        assert forget_unclaimed(now=now + timedelta(days=10) + KEPT) == 0
        assert forget_unclaimed(now=now + timedelta(days=10, seconds=1) + KEPT) == 1
        assert not Beginning.objects.exists()

    def test_never_forgets_what_was_kept(self, made, now):
        keep(code=made.code, user=UserFactory(), now=now)

        assert forget_unclaimed(now=now + timedelta(days=400)) == 0
        assert Beginning.objects.count() == 1

    def test_happens_once_a_day(self, made, travel):
        travel(timedelta(days=31) + (made.saved_at - beginning.clock.now()))

        beginning.forget_beginnings(timestamp=0)

        assert not Beginning.objects.exists()


class TestBudgetLines:
    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("Printing: 800", ("Printing", 80_000)),
            ("Printing $1,200.50", ("Printing", 120_050)),
            ("- Printing – 800.", ("Printing", 80_000)),
            ("$800 Printing", ("Printing", 80_000)),
            ("800: Printing", ("Printing", 80_000)),
        ],
    )
    def test_reads_purpose_and_sum(self, typed, line):
        assert budget_lines(typed) == ([line], [])

    @pytest.mark.parametrize(
        "typed",
        ["Printing", "800", "Printing 1,20", "2 lawyers for 3 days", "a: 0", "x" * 300 + ": 5"],
    )
    def test_leaves_the_rest_as_it_is(self, typed):
        assert budget_lines(typed) == ([], [typed])

    def test_is_quick_with_a_line_made_to_be_slow(self):
        assert budget_lines(" " * 3000 + "a" + " " * 3000) == ([], ["a"])
