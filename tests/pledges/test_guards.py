"""What the database itself refuses: charges without a decision, changed terms, rewritten history."""

import pytest
from django.db import DatabaseError, connection, transaction

from redress.campaigns.models import Beneficiary, Campaign
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.pledges.states import Status
from tests.factories.campaigns import DEADLINE_AT, ApprovalFactory, CampaignFactory
from tests.factories.pledges import CHARGED_AT, PledgeFactory

pytestmark = pytest.mark.django_db


def decided(campaign: Campaign, outcome: str = "succeeded") -> Decision:
    return Decision.objects.create(
        campaign=campaign,
        outcome=outcome,
        reason="" if outcome == "succeeded" else "support",
        decided_at=campaign.deadline_at,
        deadline_at=campaign.deadline_at,
        goal_minor=2800,
        currency="USD",
        pledged_minor=2800,
        pledges=1,
        supporters=1,
        approval=ApprovalFactory(campaign=campaign) if outcome == "succeeded" else None,
    )


def attempt(pledge: Pledge, decision: Decision, **facts) -> ChargeAttempt:
    values = {
        "decision": decision,
        "pledge": pledge,
        "number": 1,
        "key": f"confirm:{pledge.pk}:1",
        "parameters": {},
        "lease_until": CHARGED_AT,
        "began_at": CHARGED_AT,
    }
    return ChargeAttempt.objects.create(**values | facts)


def refuses(says: str):
    return pytest.raises(DatabaseError, match=says)


class TestAttempt:
    def test_is_taken_under_its_own_campaigns_success(self):
        pledge = PledgeFactory(status=Status.CHARGING)

        assert attempt(pledge, decided(pledge.campaign)).pk

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.CHARGING])
    def test_is_refused_for_a_pledge_that_is_not_being_charged(self, status):
        pledge = PledgeFactory(status=status)
        decision = decided(pledge.campaign)

        with refuses("may not be charged"), transaction.atomic():
            attempt(pledge, decision)

        assert not ChargeAttempt.objects.exists()

    def test_is_refused_under_a_failed_decision(self):
        pledge = PledgeFactory(status=Status.CHARGING)
        decision = decided(pledge.campaign, "failed")

        with refuses("may not be charged"), transaction.atomic():
            attempt(pledge, decision)

    def test_is_refused_under_another_campaigns_decision(self):
        pledge = PledgeFactory(status=Status.CHARGING)
        decision = decided(CampaignFactory())

        with refuses("may not be charged"), transaction.atomic():
            attempt(pledge, decision)

    def test_cannot_be_moved_to_another_decision(self):
        pledge = PledgeFactory(status=Status.CHARGING)
        row = attempt(pledge, decided(pledge.campaign))
        other = decided(CampaignFactory())

        with refuses("may not be charged"), transaction.atomic():
            ChargeAttempt.objects.filter(pk=row.pk).update(decision=other)

    @pytest.mark.parametrize(
        ("second", "says"),
        [
            ({"number": 2, "key": "k2"}, "attempt_one_open"),
            ({"number": 1, "key": "k2", "state": "given_up"}, "attempt_number_once"),
            ({"number": 2, "state": "given_up"}, "key"),
        ],
    )
    def test_is_one_at_a_time_with_a_number_and_a_key_of_its_own(self, second, says):
        pledge = PledgeFactory(status=Status.CHARGING)
        decision = decided(pledge.campaign)
        attempt(pledge, decision)
        answered = {"answered_at": CHARGED_AT} if "state" in second else {}

        with refuses(says), transaction.atomic():
            attempt(pledge, decision, **second, **answered)

    def test_is_paid_once(self):
        pledge = PledgeFactory(status=Status.CHARGING)
        decision = decided(pledge.campaign)
        attempt(pledge, decision, state="paid", answered_at=CHARGED_AT)

        with refuses("attempt_one_paid"), transaction.atomic():
            attempt(pledge, decision, number=2, key="k2", state="paid", answered_at=CHARGED_AT)


TERMS = {
    "goal_minor": 1,
    "people_goal": 1,
    "currency": "EUR",
    "deadline_local": "2027-01-01T10:00",
    "deadline_tz": "UTC",
    "deadline_at": CHARGED_AT,
}


class TestTerms:
    @pytest.mark.parametrize("field", TERMS)
    def test_are_frozen_once_a_pledge_was_held(self, field):
        campaign = PledgeFactory(status=Status.CANCELLED).campaign
        before = getattr(Campaign.objects.get(), field)

        with refuses("are frozen"), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(**{field: TERMS[field]})

        assert getattr(Campaign.objects.get(), field) == before

    def test_freeze_the_beneficiary_too(self):
        campaign = PledgeFactory().campaign
        other = Beneficiary.objects.create(name="Other", tax_class="none")

        with refuses("are frozen"), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(beneficiary=other)

    @pytest.mark.parametrize("field", TERMS)
    def test_may_change_while_there_are_only_intents(self, field):
        campaign = PledgeFactory(status=Status.INTENT).campaign

        Campaign.objects.filter(pk=campaign.pk).update(**{field: TERMS[field]})

        assert getattr(Campaign.objects.get(), field) == TERMS[field]

    def test_let_everything_else_change(self):
        campaign = PledgeFactory().campaign

        Campaign.objects.filter(pk=campaign.pk).update(hero_credit="Ana", deadline_at=DEADLINE_AT)

        assert Campaign.objects.get().hero_credit == "Ana"


class TestHistory:
    @pytest.mark.parametrize(
        "table", ["pledges_pledgeevent", "pledges_mandate", "pledges_decision"]
    )
    @pytest.mark.parametrize(
        "statement",
        ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
    )
    def test_is_never_rewritten(self, table, statement):
        with (
            refuses("append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table=table))


class TestPledge:
    def test_is_held_once_by_a_person(self):
        held = PledgeFactory()

        with refuses("pledge_held_once"), transaction.atomic():
            PledgeFactory(supporter=held.supporter)

        PledgeFactory(supporter=held.supporter, status=Status.INTENT)

    def test_is_charged_exactly_its_amount_and_fee_cover(self):
        with refuses("pledge_charged_facts"), transaction.atomic():
            PledgeFactory(status=Status.CHARGED, charged_minor=2801)

    def test_is_not_called_charged_without_a_payment(self):
        with refuses("pledge_charged_facts"), transaction.atomic():
            PledgeFactory(status=Status.CHARGED, payment_ref="")

    def test_shares_its_payment_with_no_other(self):
        PledgeFactory(payment_ref="pi_1")

        with refuses("payment_ref_once"), transaction.atomic():
            PledgeFactory(payment_ref="pi_1")

    @pytest.mark.parametrize("minor", [499, 0, -1, 500_001])
    def test_is_within_what_a_pledge_may_be(self, minor):
        with refuses("pledge_amount_within"), transaction.atomic():
            PledgeFactory(amount_minor=minor)


class TestDecision:
    def test_is_not_made_before_the_deadline(self):
        campaign = CampaignFactory()

        with refuses("decision_after_deadline"), transaction.atomic():
            Decision.objects.create(
                campaign=campaign,
                outcome="failed",
                reason="both",
                decided_at=CHARGED_AT,
                deadline_at=CHARGED_AT.replace(year=2027),
                goal_minor=1,
                currency="USD",
                pledged_minor=0,
                pledges=0,
                supporters=0,
            )

    def test_is_made_once(self):
        first = decided(CampaignFactory())

        with refuses("campaign_id"), transaction.atomic():
            Decision.objects.create(
                campaign=first.campaign,
                outcome="failed",
                reason="both",
                decided_at=first.decided_at,
                deadline_at=first.deadline_at,
                goal_minor=1,
                currency="USD",
                pledged_minor=0,
                pledges=0,
                supporters=0,
            )
