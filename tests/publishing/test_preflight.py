"""The pre-flight: the clean campaign passes, and each defect alone is found."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from redress.accounts.permissions import TeamRole
from redress.campaigns.checks.check import Level
from redress.campaigns.models import Campaign, Section
from redress.campaigns.states import Status
from redress.core.models import Picture
from redress.core.translated import Translated
from redress.petitions.models import RuleTextChange
from redress.publishing import links, preflight
from redress.publishing.models import LinkCheck
from tests.conftest import NOW
from tests.factories.campaigns import AgencyFactory, ApprovalFactory, MembershipFactory
from tests.factories.finished import BODY_EN, both, finished_campaign, set_deadline
from tests.factories.petitions import PetitionFactory
from tests.factories.pictures import make_picture

pytestmark = pytest.mark.django_db


def codes(campaign, level=Level.BLOCK):
    """The codes that a fresh look at the rows finds."""
    report = preflight.run(Campaign.objects.get(pk=campaign.pk), now=NOW)
    return {finding.code for finding in report.findings if finding.level == level}


def section(campaign, kind, **texts):
    Section.objects.filter(campaign=campaign, kind=kind).update(**texts)


def placed(campaign, **values):
    for name, value in values.items():
        setattr(campaign, name, value)
    campaign.save()


def body_with(text):
    return both(f"{BODY_EN} {text}", Section.objects.filter(kind="goal").get().body["es"])


def with_picture(campaign, **values):
    picture = Picture.objects.create(
        sha256="a" * 64, kind="hero", width=900, height=600, confirmation="They agree.", **values
    )
    placed(campaign, picture=picture, hero_image="")
    return picture


def withdrawn(campaign):
    campaign.members.update(withdrawn_at=NOW, ending="withdrawn")


def no_confirmation(campaign):
    picture = with_picture(campaign)
    Picture.objects.filter(pk=picture.pk).update(confirmation="")


def approved_other_words(campaign):
    PetitionFactory(campaign=campaign)
    ApprovalFactory(campaign=campaign, text_sha256="b" * 64)


DEFECTS = {
    "a placeholder in a section": (
        "B1",
        lambda one: section(one, "goal", body=body_with("Solution text goes here.")),
    ),
    "a placeholder in the words for who cannot see": (
        "B1",
        lambda one: placed(one, hero_alt=both("[describe the picture]", "Una cometa")),
    ),
    "an organization that was never named": (
        "B1",
        lambda one: one.members.update(name="Organization 1"),
    ),
    "a title of a person left open": (
        "B1",
        lambda one: placed(one, starter_title=both("their title", "vecina")),
    ),
    "a Spanish placeholder": (
        "B1",
        lambda one: placed(one, standfirst=both("Home.", "El resumen va aquí")),
    ),
    "a story with a placeholder": (
        "B1",
        lambda one: one.stories.update(text=both("Sofía is two. xxx", "Sofía tiene dos años.")),
    ),
    "an empty section": ("B2", lambda one: section(one, "strategy", body=Translated())),
    "a section of few words": (
        "B2",
        lambda one: section(one, "money", body=both("It pays for printing.", "Paga la imprenta.")),
    ),
    "a section that is short in Spanish": (
        "B2",
        lambda one: section(one, "goal", body=both(BODY_EN, "Que vuelvan a casa.")),
    ),
    "no title": ("B3", lambda one: placed(one, title=Translated())),
    "a title of 19 signs": ("B3", lambda one: placed(one, title=both("T" * 19, "T" * 20))),
    "a title of 91 signs": ("B3", lambda one: placed(one, title=both("T" * 90, "T" * 91))),
    "no agency": ("B4", lambda one: placed(one, agency=None)),
    "no rule": ("B4", lambda one: placed(one, rule_citation="")),
    "a federal rule that does not parse": (
        "B4",
        lambda one: placed(one, rule_citation="the rule on children"),
    ),
    "no change of the rule": ("B5", lambda one: one.rule_changes.all().delete()),
    "a change that changes nothing": (
        "B5",
        lambda one: one.rule_changes.update(proposed_text=" A child  may be held."),
    ),
    "no picture": ("B6", lambda one: placed(one, hero_image="")),
    "no words for who cannot see": ("B6", lambda one: placed(one, hero_alt=Translated())),
    "no credit": ("B6", lambda one: placed(one, hero_credit="")),
    "no license": ("B6", lambda one: placed(one, hero_license="")),
    "nobody confirmed the picture": ("B6", no_confirmation),
    "a figure without a source": (
        "B7",
        lambda one: section(one, "problem", body=body_with("They wait 411 days.")),
    ),
    "a date without a source": (
        "B7",
        lambda one: section(one, "problem", body=body_with("It began on May 3, 2019.")),
    ),
    "a quotation without a source": (
        "B7",
        lambda one: section(one, "problem", body=body_with("A nurse said “no child is safe”.")),
    ),
    "a source that is not there": (
        "B7",
        lambda one: section(one, "problem", body=body_with("It is so ([source 9](#source-9)).")),
    ),
    "a fact without a source": ("B7", lambda one: one.facts.update(source=None)),
    "no deadline": (
        "B8",
        lambda one: placed(one, deadline_local="", deadline_tz="", deadline_at=None),
    ),
    "a deadline in 13 days": ("B8", lambda one: set_deadline(one, days=13)),
    "a deadline in 91 days": ("B8", lambda one: set_deadline(one, days=91)),
    "a deadline in the past": ("B8", lambda one: set_deadline(one, days=-1)),
    "a time that the clocks skip": (
        "B8",
        lambda one: placed(
            one, deadline_local="2027-03-14T02:30", deadline_tz="America/Los_Angeles"
        ),
    ),
    "no goal": ("B9", lambda one: placed(one, goal_minor=None)),
    "no budget": ("B9", lambda one: one.budget_lines.all().delete()),
    "a budget below the goal": (
        "B9",
        lambda one: one.budget_lines.filter(position=1).update(amount_minor=59_999),
    ),
    "a line without an amount": (
        "B9",
        lambda one: one.budget_lines.create(position=3, purpose=both("Mail", "Correo")),
    ),
    "no counsel": ("B10", lambda one: placed(one, counsel_name="")),
    "an approval of other words": ("B10", approved_other_words),
    "one contact alone": ("B11", withdrawn),
    "an organization that did not confirm": (
        "B11",
        lambda one: one.members.update(confirmed_at=None),
    ),
    "a story that nobody approved": (
        "B12",
        lambda one: one.stories.update(approved_note=Translated()),
    ),
    "a story under a true name": ("B12", lambda one: one.stories.update(protected=False)),
    "a story without a reason": ("B12", lambda one: one.stories.update(combination_reason="")),
    "a text in English only": (
        "B14",
        lambda one: placed(one, standfirst=Translated(en="Children belong with families.")),
    ),
    "a row in Spanish only": (
        "B14",
        lambda one: one.rule_changes.update(note=Translated(es="Una palabra decide.")),
    ),
}


class TestEveryDefectAlone:
    def test_finds_nothing_in_a_clean_campaign(self):
        campaign = finished_campaign()

        assert codes(campaign) == set()
        assert codes(campaign, Level.WARN) == set()

    @pytest.mark.parametrize("name", DEFECTS)
    def test_is_found_by_its_check_and_by_no_other(self, name):
        code, spoil = DEFECTS[name]
        campaign = finished_campaign()

        spoil(campaign)

        assert codes(campaign) == {code}

    def test_covers_every_blocking_check(self):
        told_apart = {code for code, _spoil in DEFECTS.values()} | {"B13", "B15"}

        blocking = {check.code for check in preflight.CHECKS if check.level == Level.BLOCK}
        assert told_apart == blocking == {f"B{number}" for number in range(1, 16)}


class TestWhatPasses:
    def test_lets_a_picture_pass_that_was_confirmed(self):
        campaign = finished_campaign()
        with_picture(campaign)

        assert codes(campaign) == set()

    def test_lets_words_in_brackets_pass_that_editors_use(self):
        campaign = finished_campaign()
        placed(campaign, standfirst=both("“[T]he child [sic] […] waits”", "La niña espera [1]"))

        assert codes(campaign) == set()

    def test_knows_a_pending_case_from_an_unwritten_text(self):
        campaign = finished_campaign()
        placed(campaign, standfirst=both("Home.", "Hay un caso pendiente; renunció a su cargo."))
        assert codes(campaign) == set()

        placed(campaign, standfirst=both("Home.", "Pendiente."))
        assert codes(campaign) == {"B1"}

    def test_lets_a_figure_pass_that_a_fact_has_a_source_for(self):
        campaign = finished_campaign()
        section(campaign, "problem", body=body_with("After 72 hours nobody has come."))

        assert codes(campaign) == set()

    def test_needs_no_source_for_the_number_of_a_rule(self):
        campaign = finished_campaign()
        section(campaign, "problem", body=body_with("The rule is 8 CFR 236.3(j)."))

        assert codes(campaign) == set()

    @pytest.mark.parametrize("days", [14, 90])
    def test_lets_a_deadline_pass_on_either_edge(self, days):
        campaign = finished_campaign()
        set_deadline(campaign, days=days - (0.01 if days == 90 else 0))

        assert codes(campaign) == set()

    def test_counts_the_days_of_a_live_campaign_from_its_launch(self):
        launched = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)
        campaign = finished_campaign(status=Status.LIVE, launched_at=launched)
        set_deadline(campaign, days=3)

        assert codes(campaign) == set()

    def test_takes_counsel_of_the_team_for_counsel(self):
        campaign = finished_campaign(counsel_name="")
        MembershipFactory(campaign=campaign, role=TeamRole.COUNSEL)

        assert codes(campaign) == set()

    def test_takes_a_second_owner_for_a_second_contact(self):
        campaign = finished_campaign()
        withdrawn(campaign)
        MembershipFactory(campaign=campaign, role=TeamRole.SPOKESPERSON)

        assert codes(campaign) == set()

    def test_takes_no_viewer_for_a_second_contact(self):
        campaign = finished_campaign()
        withdrawn(campaign)
        MembershipFactory(campaign=campaign, role=TeamRole.VIEWER)

        assert codes(campaign) == {"B11"}

    def test_takes_a_state_s_own_way_to_cite(self):
        campaign = finished_campaign()
        placed(
            campaign,
            agency=AgencyFactory(jurisdiction="state"),
            rule_citation="WAC 392-400-110",
        )

        assert codes(campaign) == set()

    def test_takes_the_redline_of_the_petition(self):
        campaign = finished_campaign()
        campaign.rule_changes.all().delete()
        petition = PetitionFactory(campaign=campaign)
        assert codes(campaign) == {"B5"}

        RuleTextChange.objects.create(
            petition=petition,
            position=1,
            cfr_ref="8 CFR 236.3(j)",
            instruction="Revise paragraph (j)",
            base_text="A child may be held.",
            proposed_text="A child shall be released.",
            base_date=NOW.date(),
        )
        assert codes(campaign) == set()


class TestTheHouse:
    @pytest.mark.parametrize(
        "settings",
        [
            {"MAIL_FROM": "Redress"},
            {"MAIL_FROM": "Redress <hello@>"},
            {"SITE_URL": ""},
            {"PRODUCTION": True, "MAIL_HOST": ""},
            {"PRODUCTION": True, "MAIL_HOST": "mx", "MAIL_FROM": "hello@example.org"},
        ],
        ids=str,
    )
    def test_blocks_while_nobody_could_be_answered(self, settings):
        campaign = finished_campaign()

        with override_settings(**settings):
            assert codes(campaign) == {"B15"}


class TestLinks:
    URL = "https://clinic.example/report"

    @pytest.fixture
    def campaign(self, settings):
        settings.CHECK_LINKS = True
        campaign = finished_campaign()
        campaign.members.update(url="")
        return campaign

    @pytest.mark.parametrize("status", [0, 1, 301, 404, 410, 500])
    def test_block_when_they_lead_nowhere(self, campaign, status):
        LinkCheck.objects.create(campaign=campaign, url=self.URL, status=status, checked_at=NOW)

        assert codes(campaign) == {"B13"}

    @pytest.mark.parametrize("status", [200, 204])
    def test_pass_when_they_answer(self, campaign, status):
        LinkCheck.objects.create(campaign=campaign, url=self.URL, status=status, checked_at=NOW)

        assert codes(campaign) == set()

    def test_warn_when_a_robot_is_turned_away(self, campaign):
        LinkCheck.objects.create(campaign=campaign, url=self.URL, status=403, checked_at=NOW)

        assert codes(campaign) == set()
        assert codes(campaign, Level.WARN) == {"B13"}

    def test_block_when_nobody_asked_them(self, campaign):
        assert codes(campaign) == {"B13"}

    def test_block_when_the_answer_is_old(self, campaign):
        LinkCheck.objects.create(
            campaign=campaign, url=self.URL, status=200, checked_at=NOW - links.GOOD_FOR
        )

        assert codes(campaign) == {"B13"}

    def test_are_not_judged_where_no_host_is_asked_and_it_is_said(self, campaign):
        with override_settings(CHECK_LINKS=False):
            report = preflight.run(campaign, now=NOW)

        assert not report.blocked
        assert "B13" in [note.code for note in report.notes]


class TestWarnings:
    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("W3", "\n\n#### A small heading\n\nand its words"),
            ("W4", "See IMG_2034 and logo.jpg there."),
            ("W5", "The ZQRT wrote it."),
            ("W6", "We ask the the agency."),
            ("W6", "It is approved by after Friday."),
            ("W6", "A long gray room without any window."),
            ("W7", "“We wait for the doctor”, said Ana Ruiz on Monday."),
        ],
    )
    def test_say_what_to_look_at_and_block_nothing(self, code, text):
        campaign = finished_campaign()
        section(campaign, "goal", body=body_with(text))

        assert codes(campaign) == set()
        assert codes(campaign, Level.WARN) == {code}

    def test_say_that_a_text_is_hard(self):
        hard = (
            "Notwithstanding considerable interdepartmental communication, administrative"
            " authorities systematically underestimate institutional responsibilities regarding"
            " unaccompanied children, particularly concerning psychological consequences of"
            " extended confinement. "
        )
        campaign = finished_campaign()
        section(campaign, "goal", body=body_with(hard * 3))

        assert codes(campaign, Level.WARN) == {"W1"}

    def test_say_that_a_picture_stands_elsewhere(self, tmp_path):
        with override_settings(MEDIA_ROOT=tmp_path):
            picture = make_picture()
        Picture.objects.filter(pk=picture.pk).update(confirmation="They agree.")
        one, other = finished_campaign(), finished_campaign()
        placed(one, picture=picture, hero_image="")
        assert codes(one, Level.WARN) == set()

        placed(other, picture=picture, hero_image="")
        assert codes(one, Level.WARN) == {"W2"}

    def test_do_not_name_people_who_agreed(self):
        campaign = finished_campaign()
        words = "“We host them”, said Tomás Ibarra."
        section(campaign, "goal", body=body_with(words))

        assert codes(campaign, Level.WARN) == set()

    def test_let_a_short_name_pass_that_is_explained(self):
        campaign = finished_campaign()
        words = "The Zoning Quality Review Team (ZQRT) wrote it. The ZQRT is small."
        section(campaign, "goal", body=body_with(words))

        assert codes(campaign, Level.WARN) == set()


class TestDemonstration:
    def test_is_not_bound_by_the_14_days_and_says_so(self):
        campaign = finished_campaign()
        set_deadline(campaign, days=0.01)
        assert codes(campaign) == {"B8"}

        with override_settings(DEMONSTRATION=True):
            report = preflight.run(campaign, now=NOW)

        assert not report.blocked
        assert "B8" in [note.code for note in report.notes]


class TestReport:
    def test_puts_what_blocks_first_and_says_where(self):
        campaign = finished_campaign()
        section(campaign, "goal", body=body_with("We ask the the agency."))
        campaign.facts.update(source=None)

        report = preflight.run(campaign, now=NOW)

        assert [(one.code, preflight.where(one)) for one in report.findings] == [
            ("B7", "Facts and sources, row 1"),
            ("W6", "Goal, English"),
        ]
        assert "the the" in report.findings[1].excerpt

    def test_speaks_both_languages_in_the_same_keys(self):
        campaign = finished_campaign(counsel_name="")

        said = []
        for language in ("en", "es"):
            with translation.override(language):
                report = preflight.run(campaign, now=NOW)
                said.append(preflight.as_json(report, subject="x", kind="campaign"))

        assert said[0].keys() == said[1].keys()
        assert said[0]["findings"][0].keys() == {
            "check",
            "level",
            "title",
            "detail",
            "why",
            "mend",
            "where",
            "part",
            "field",
            "language",
            "excerpt",
        }
        assert said[0]["blocked"] is True

    def test_asks_a_bounded_number_of_queries_however_long_the_page(self):
        campaign = finished_campaign()

        def count():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                preflight.run(Campaign.objects.get(pk=campaign.pk), now=NOW)
            return len(queries)

        few = count()
        for position in range(2, 12):
            campaign.budget_lines.create(
                position=position + 1, purpose=both("More", "Más"), amount_minor=1
            )
            MembershipFactory(campaign=campaign)
        assert count() == few <= 32

    def test_writes_nothing(self):
        campaign = finished_campaign()
        before = Campaign.objects.values().get(pk=campaign.pk)

        with CaptureQueriesContext(connection) as queries:
            preflight.run(campaign, now=NOW)

        assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
        assert Campaign.objects.values().get(pk=campaign.pk) == before
