"""Loading the demonstration: once, consistent with every rule, the same each time."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from redress.accounts.models import HouseRole, User
from redress.campaigns.drafting import states_of
from redress.campaigns.models import Campaign, Membership
from redress.core import clock
from redress.core.models import OutboxMessage
from redress.core.money import Money
from redress.demonstration import deciding
from redress.demonstration.content import (
    CAMPAIGNS,
    child_seats,
    children,
    hearing_rooms,
    inhalers,
    loan_page,
    placeholders,
    report_cards,
    standards,
)
from redress.demonstration.draft import SLUG
from redress.demonstration.loading import load
from redress.ledger import checking
from redress.petitions import cosigning, drafting, rendering
from redress.petitions.models import PetitionVersion
from redress.pledges import settlement
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.publishing import approving
from redress.sandbox import payments
from redress.sandbox.calls import Call
from redress.sandbox.models import Charge
from redress.supporters import counting
from redress.supporters.models import CounterDelta, StateCount, Supporter
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _once(django_db_setup, django_db_blocker):
    """One load for all tests here; each test's own changes are undone inside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travelled(NOW - clock.now()):
            load(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_once, at_now):
    """The demonstration as it is at its first start."""


def campaign_of(text) -> Campaign:
    return Campaign.objects.get(slug=text.slug)


class TestLoadFromNothing:
    def test_loads_every_campaign_once_and_names_them(self, at_now, now):
        out = StringIO()

        call_command("load_demonstration", stdout=out)
        second = load(now=now + timedelta(days=3))

        assert out.getvalue() == f"Loaded: {', '.join(text.slug for text in CAMPAIGNS)}\n"
        assert second.new == ()
        assert Campaign.objects.count() == len(CAMPAIGNS) + 1  # and the draft

    def test_refuses_production(self, settings, db):
        settings.PRODUCTION = True

        with pytest.raises(CommandError, match="Production"):
            call_command("load_demonstration")
        assert Campaign.objects.count() == 0


class TestLoad:
    def test_asks_one_question_when_nothing_is_missing(
        self, loaded, now, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(3):  # the savepoint's two and the question
            load(now=now)

    def test_brings_back_only_what_is_missing(self, loaded, now):
        draft = campaign_of(placeholders.CAMPAIGN)
        draft.facts.all().delete()
        draft.delete()
        people = Supporter.objects.count()

        assert load(now=now).new == (placeholders.CAMPAIGN.slug,)
        assert Supporter.objects.count() == people

    def test_sends_no_message(self, loaded):
        assert OutboxMessage.objects.count() == 0

    def test_makes_the_books_agree_with_the_pledges(self, loaded):
        balances = checking.balances()

        assert checking.check() == []
        assert sum(balance.minor for balance in balances) == 0
        assert (
            sum(-one.minor for one in balances if one.code.endswith(":payable"))
            == (
                Pledge.objects.filter(charged_at__isnull=False).aggregate(
                    minor=Sum("amount_minor")
                )["minor"]
            )
        )

    def test_makes_the_counts_agree_with_the_rows(self, loaded):
        assert CounterDelta.objects.count() == 0
        for campaign in Campaign.objects.all():
            held = campaign.pledges.aggregate(minor=Sum("amount_minor"))["minor"] or 0
            days = campaign.day_counts.aggregate(people=Sum("people"), minor=Sum("pledged_minor"))

            assert counting.recount(campaign=campaign) == []
            assert campaign.supporter_count == campaign.supporters.count() == (days["people"] or 0)
            assert campaign.pledged_minor == held == (days["minor"] or 0)
            assert campaign.pledge_count == campaign.pledges.count()

    def test_puts_nobody_before_the_launch_or_after_the_end(self, loaded, now):
        for campaign in Campaign.objects.filter(launched_at__isnull=False):
            end = min(campaign.deadline_at, now)
            assert not campaign.supporters.filter(joined_at__lt=campaign.launched_at).exists()
            assert not campaign.supporters.filter(confirmed_at__gt=end).exists()
            assert not campaign.pledges.filter(activated_at__gt=end).exists()


class TestTheLeadCampaign:
    def test_ends_on_a_friday_evening_about_four_weeks_ahead(self, loaded, now):
        campaign = campaign_of(children.CAMPAIGN)
        local = campaign.deadline_shown

        assert (local.strftime("%A %H:%M"), campaign.deadline_tz) == (
            "Friday 19:59",
            "America/Los_Angeles",
        )
        assert timedelta(days=24) < campaign.deadline_at - now < timedelta(days=32)

    def test_is_pledged_to_three_quarters_by_a_bit_over_two_hundred(self, loaded):
        campaign = campaign_of(children.CAMPAIGN)

        assert (campaign.goal, campaign.pledged) == (Money(100_000), Money(74_200))
        assert campaign.supporter_count == 216

    def test_has_states_above_and_below_the_least_group(self, loaded):
        groups = list(
            StateCount.objects.filter(campaign=campaign_of(children.CAMPAIGN)).values_list(
                "people", flat=True
            )
        )

        assert len([people for people in groups if people >= 10]) == 8
        assert len([people for people in groups if people < 10]) == 11

    def test_is_approved_on_counsels_word_about_the_text_as_it_stands(self, loaded):
        standing = approving.look_at(campaign_of(children.CAMPAIGN))

        assert standing.approval.text_sha256 == standing.text_sha256 == standing.counsel.sha256
        assert standing.counsel.counsel.email == "counsel@example.org"
        assert standing.approval.approved_by.email == "approver@example.org"

    def test_lists_organizations_before_people_among_the_co_signers(self, loaded):
        version = drafting.current_version(campaign_of(children.CAMPAIGN).petition)
        roll = cosigning.roll_of(version)

        kinds = [row["kind"] for row in roll.rows]
        assert kinds == ["organization"] * 5 + ["person"] * 18
        assert roll.private == 3

    def test_shows_people_with_titles_first(self, loaded):
        campaign = campaign_of(children.CAMPAIGN)
        newest = list(Supporter.objects.named().filter(campaign=campaign)[:15])

        assert all(supporter.title for supporter in newest)


class TestTheSeedCampaign:
    def test_is_decided_in_whole_minutes_after_the_first_start(self, loaded, now, settings):
        campaign = campaign_of(report_cards.CAMPAIGN)
        minutes = timedelta(minutes=settings.DEMONSTRATION_MINUTES)

        assert campaign.listed_at is None
        assert campaign.deadline_at == now + minutes + timedelta(minutes=1)
        assert campaign.deadline_shown == (now + minutes).astimezone(
            ZoneInfo("America/Los_Angeles")
        )

    def test_needs_both_champions_to_succeed(self, loaded, travel):
        campaign = campaign_of(report_cards.CAMPAIGN)
        preview = settlement.preview(campaign.pk, campaign.deadline_at)

        assert preview.standing.pledged == Money(1500)
        assert preview.standing.approved
        assert preview.verdict.reason == Decision.Reason.SUPPORT

    def test_holds_cards_that_the_sandbox_can_charge(self, loaded):
        pledge = campaign_of(report_cards.CAMPAIGN).pledges.get()
        terms = {"amount": str(pledge.total.minor), "currency": "usd"}

        opened = payments.create(Call(params=terms | {"customer": pledge.customer_ref}))
        paid = payments.confirm(
            Call(
                ref=opened["id"],
                params={"payment_method": pledge.method_ref, "off_session": "true"},
            )
        )

        assert paid["status"] == "succeeded"


class TestDecidedCampaigns:
    @pytest.mark.parametrize("text", [child_seats.CAMPAIGN, hearing_rooms.CAMPAIGN])
    def test_are_charged_once_each_when_they_succeeded(self, loaded, text):
        campaign = campaign_of(text)
        pledges = campaign.pledges.all()

        assert (campaign.status, campaign.decision.outcome) == ("settled", "succeeded")
        assert {pledge.status for pledge in pledges} == {"charged"}
        assert ChargeAttempt.objects.filter(pledge__in=pledges, state="paid").count() == len(
            pledges
        )
        assert set(pledges.values_list("charge_ref", flat=True)) == set(
            Charge.objects.filter(intent__customer__in=[p.customer_ref for p in pledges])
            .filter(status="succeeded")
            .values_list("pk", flat=True)
        )

    def test_charge_nobody_when_they_failed(self, loaded):
        campaign = campaign_of(inhalers.CAMPAIGN)

        assert (campaign.status, campaign.decision.reason) == ("failed", "support")
        assert set(campaign.pledges.values_list("status", "charged_at", "card_attached")) == {
            ("released", None, False)
        }
        assert campaign.updates.get().kind == "letter"

    def test_say_in_the_letter_what_was_pledged(self, loaded):
        campaign = campaign_of(inhalers.CAMPAIGN)
        letter = campaign.updates.get().body

        assert (campaign.pledged, campaign.supporter_count) == (Money(17_100), 51)
        assert all("$171" in words for words in letter.values())

    def test_leave_an_open_campaign_alone(self, loaded, now):
        campaign = campaign_of(loan_page.CAMPAIGN)

        assert deciding.decide_if_over(campaign, pledges=[], now=now) == []
        assert not Decision.objects.filter(campaign=campaign).exists()


class TestPetitions:
    def test_run_a_numbered_clock_at_the_agency(self, loaded, now):
        petition = campaign_of(child_seats.CAMPAIGN).petition

        assert (petition.status, petition.rule.clock_count) == ("received", 120)
        assert petition.received_on == (now - timedelta(days=44)).date()

    def test_are_granted_in_part_within_the_states_days(self, loaded):
        petition = campaign_of(hearing_rooms.CAMPAIGN).petition

        assert (petition.status, petition.outcome) == ("partly_granted", "partly_granted")
        assert (petition.answered_on - petition.filed_on).days <= 90

    def test_keep_the_days_of_the_public_record(self, loaded):
        petition = campaign_of(standards.CAMPAIGN).petition

        assert (petition.answered_on - petition.received_on).days == 911
        assert petition.agency_events.count() == 4
        assert petition.versions.count() == 0

    def test_are_all_waiting_to_be_typeset(self, loaded):
        jobs = ProcrastinateJob.objects.filter(task_name="petitions.render_version")

        assert {job.args["version_id"] for job in jobs} == set(
            PetitionVersion.objects.values_list("pk", flat=True)
        )
        assert len(jobs) == 6

    def test_can_be_typeset_with_every_name(self, loaded, now):
        version = drafting.current_version(campaign_of(children.CAMPAIGN).petition)

        document = rendering.render_and_store(version, now=now)

        text = "".join(page.extract_text() for page in PdfReader(BytesIO(document.pdf)).pages)
        for name in ("Łucja Wójcik", "Győző Szűcs", "Ximena Peña"):
            assert name in text

    def test_wait_for_the_button_in_one_campaign_alone(self, loaded):
        waiting = approving.waiting()
        standing = approving.look_at(campaign_of(loan_page.CAMPAIGN))

        assert [campaign.slug for campaign in waiting] == [loan_page.CAMPAIGN.slug]
        assert standing.counsel is not None
        assert standing.approval is None


class TestTheDraft:
    def test_is_on_no_public_list(self, loaded):
        slug = placeholders.CAMPAIGN.slug

        assert Campaign.objects.get(slug=slug).status == "draft"
        assert not Campaign.objects.public().filter(slug=slug).exists()
        assert not Campaign.objects.at(slug).exists()


class TestPeople:
    def test_log_in_by_code_alone(self, loaded):
        assert not any(user.has_usable_password() for user in User.objects.all())
        assert dict(HouseRole.objects.values_list("user__email", "role")) == {
            "approver@example.org": "approver",
            "support@example.org": "support",
            "operator@example.org": "operator",
        }

    def test_of_the_approver_own_no_campaign(self, loaded):
        assert not Membership.objects.filter(user__email="approver@example.org").exists()


class TestCommand:
    def test_prints_people_links_cards_and_what_to_try(self, loaded, settings):
        settings.SHOW_MAILBOX = True
        out = StringIO()

        call_command("load_demonstration", "--guide", stdout=out)

        told = out.getvalue()
        private = campaign_of(report_cards.CAMPAIGN).private_slug
        assert f"{settings.SITE_URL}/c/{private}/" in told
        assert "Friday, November 20, 2026, 10:20\u00a0a.m. Pacific" in told
        for word in ("approver@example.org", "4242 4242", "0341", "3184", "/dev/mail/", "/staff/"):
            assert word in told

    def test_says_what_became_of_the_seed_campaign(self, loaded):
        Campaign.objects.filter(slug=report_cards.CAMPAIGN.slug).update(status="failed")
        out = StringIO()

        call_command("load_demonstration", "--guide", stdout=out)

        assert "It has been decided: Not reached." in out.getvalue()


class TestSaveTestCards:
    def test_leaves_rows_that_exist_as_they_are(self, loaded):
        before = list(Charge.objects.order_by("pk").values_list("pk", "amount"))
        pk, _amount = before[0]
        row = {"payment": "pi_x", "charge": pk, "customer": "c", "method": "m", "amount": 1}
        row |= {"currency": "USD", "pledge": 1, "at": "2026-01-01T00:00:00+00:00"}
        charge = Charge.objects.get(pk=pk)
        row |= {"payment": charge.intent_id, "method": charge.method_id}
        row |= {"customer": charge.intent.customer_id}

        call_command("save_test_cards", rows=json.dumps({"cards": [], "payments": [row]}))

        assert list(Charge.objects.order_by("pk").values_list("pk", "amount")) == before


class TestDraft:
    def test_waits_in_the_studio_for_its_organizer_and_counsel(self, loaded):
        draft = Campaign.objects.get(slug=SLUG)

        assert draft.status == "draft"
        team = {row.user.email: row.role for row in draft.memberships.select_related("user")}
        assert team == {"organizer@example.org": "owner", "counsel@example.org": "counsel"}

    def test_is_begun_and_not_ready(self, loaded):
        states = {state.key: state.progress for state in states_of(Campaign.objects.get(slug=SLUG))}

        assert (states["problem"], states["goal"]) == ("begun", "empty")

    def test_is_not_made_again(self, loaded, now):
        load(now=now + timedelta(days=1))

        assert Campaign.objects.filter(slug__startswith=SLUG).count() == 1
