"""The deadline: one decision, by one clock, counted from rows, whatever else happens."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.campaigns.models import Approval, Campaign
from redress.core import clock
from redress.core.models import OutboxMessage
from redress.core.money import Money
from redress.pledges import pledging, settlement
from redress.pledges.deciding import Standing, judge
from redress.pledges.models import Decision, Pledge, PledgeEvent
from redress.pledges.states import Status
from tests.factories.campaigns import ApprovalFactory, CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.pledges.conftest import to_deadline

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def campaign(at_now, no_jobs) -> Campaign:
    """A goal of $56, approved, two pledges of $28 held."""
    row = CampaignFactory(goal_minor=5600)
    ApprovalFactory(campaign=row)
    for _number in range(2):
        PledgeFactory(supporter=SupporterFactory(campaign=row, confirmed=True))
    return row


@pytest.fixture
def over(campaign, travel):
    """Just past the deadline."""
    travel(to_deadline(campaign))


def jobs(task: str) -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return list(rows.values_list("args", flat=True))


def statuses() -> list[str]:
    return sorted(Pledge.objects.values_list("status", flat=True))


def settle(campaign: Campaign) -> Decision | None:
    return settlement.settle(campaign.pk, clock.now())


def in_parallel(number: int, call) -> list:
    """What the calls answered, each on a connection of its own, all begun together."""
    barrier = threading.Barrier(number)
    answers: list = []

    def one() -> None:
        try:
            barrier.wait(10)
            answers.append(call())
        except Exception as failure:  # noqa: BLE001 - the answer is the failure
            answers.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


class TestJudge:
    @pytest.mark.parametrize(
        ("pledged", "people_goal", "supporters", "approved", "outcome", "reason"),
        [
            (5600, None, 0, True, "succeeded", ""),
            (5601, None, 0, True, "succeeded", ""),
            (5599, None, 9, True, "failed", "support"),
            (5600, None, 0, False, "failed", "approval"),
            (5599, None, 0, False, "failed", "both"),
            (5600, 3, 3, True, "succeeded", ""),
            (5600, 3, 2, True, "failed", "support"),
            (5599, 3, 3, True, "failed", "support"),
            (5600, 3, 2, False, "failed", "both"),
            (0, None, 0, True, "failed", "support"),
        ],
    )
    def test_wants_support_and_approval(
        self, pledged, people_goal, supporters, approved, outcome, reason
    ):
        verdict = judge(
            Standing(
                goal=Money(5600),
                people_goal=people_goal,
                pledged=Money(pledged),
                pledges=1,
                supporters=supporters,
                approved=approved,
            )
        )

        assert (verdict.outcome, verdict.reason) == (outcome, reason)


class TestSettle:
    def test_locks_every_pledge_and_hands_out_one_charge_each(self, campaign, over):
        at = clock.database_time()

        decision = settle(campaign)

        pledges = list(Pledge.objects.order_by("pk"))
        assert statuses() == ["locked", "locked"]
        assert sorted(jobs("charge_pledge"), key=lambda job: job["pledge_id"]) == [
            {"pledge_id": pledge.pk} for pledge in pledges
        ]
        assert Campaign.objects.get().status == "succeeded"
        assert list(campaign.events.order_by("id").values_list("kind", flat=True)) == [
            "deciding",
            "succeeded",
        ]
        assert (decision.outcome, decision.reason) == ("succeeded", "")
        assert (decision.pledged_minor, decision.pledges, decision.supporters) == (5600, 2, 2)
        assert (decision.goal_minor, decision.currency, decision.rule_version) == (5600, "USD", "1")
        assert decision.approval == Approval.objects.get()
        assert at <= decision.decided_at <= clock.database_time()
        assert PledgeEvent.objects.filter(kind="locked").count() == 2
        message = OutboxMessage.objects.order_by("id").first()
        assert message.kind == "campaign_succeeded"
        assert message.to_address == pledges[0].supporter.email
        assert message.context == {
            "campaign_title": "Let them go home",
            "campaign_address": campaign.address,
            "deadline_local": "2026-12-18T19:59",
            "deadline_tz": "America/Los_Angeles",
            "goal_minor": 5600,
            "currency": "USD",
            "beneficiary": "Redress Legal Fund",
            "tax_class": "501c3",
            "pledge": pledges[0].pk,
            "supporter": pledges[0].supporter_id,
            "name": "Ana Ruiz",
            "amount_minor": 2800,
            "fee_cover_minor": 0,
            "total_minor": 2800,
            "tier": "champion",
        }

    def test_tells_each_in_their_own_language(self, campaign, over):
        Pledge.objects.update(language="es")

        settle(campaign)

        message = OutboxMessage.objects.first()
        assert message.language == "es"
        assert message.context["campaign_title"] == "Que vuelvan a casa"

    def test_releases_every_pledge_when_the_goal_is_missed(self, campaign, over):
        pledge = Pledge.objects.order_by("pk").first()
        Pledge.objects.filter(pk=pledge.pk).update(amount_minor=2799)

        decision = settle(campaign)

        assert (decision.outcome, decision.reason) == ("failed", "support")
        assert statuses() == ["released", "released"]
        assert Pledge.objects.filter(ended_at=decision.decided_at).count() == 2
        assert len(jobs("release_card")) == 2
        assert {"pledge_id": pledge.pk, "method_ref": pledge.method_ref} in jobs("release_card")
        assert jobs("charge_pledge") == []
        assert Campaign.objects.get().status == "failed"
        assert set(OutboxMessage.objects.values_list("kind", "context__reason")) == {
            ("pledge_not_charged", "support")
        }

    def test_fails_without_approval(self, campaign, over):
        Approval.objects.all().delete()

        assert settle(campaign).reason == "approval"
        assert statuses() == ["released", "released"]

    def test_fails_when_the_approval_was_taken_back(self, campaign, over, now):
        Approval.objects.update(voided_at=now, void_reason="The text changed.")

        assert settle(campaign).reason == "approval"

    def test_takes_no_approval_of_the_deadlines_instant_or_later(self, campaign, over):
        Approval.objects.update(approved_at=campaign.deadline_at)

        assert settle(campaign).reason == "approval"

    def test_takes_an_approval_of_the_last_moment(self, campaign, over):
        last = campaign.deadline_at - timedelta(microseconds=1)
        Approval.objects.update(approved_at=last)

        assert settle(campaign).outcome == "succeeded"

    def test_says_when_both_are_missing(self, campaign, over):
        Approval.objects.all().delete()
        Pledge.objects.update(amount_minor=2000)

        assert settle(campaign).reason == "both"

    def test_counts_rows_and_not_the_cached_counters(self, campaign, over):
        Campaign.objects.update(pledged_minor=0, pledge_count=0, supporter_count=0)

        assert settle(campaign).outcome == "succeeded"

    def test_counts_only_held_pledges_and_confirmed_people(self, campaign, over):
        for status in (Status.INTENT, Status.CANCELLED, Status.EXPIRED):
            PledgeFactory(
                supporter=SupporterFactory(campaign=campaign, confirmed=True, counted=False),
                status=status,
            )
        SupporterFactory(campaign=campaign)
        SupporterFactory(campaign=campaign, left=True)

        decision = settle(campaign)

        assert (decision.pledged_minor, decision.pledges, decision.supporters) == (5600, 2, 2)
        assert statuses() == ["cancelled", "expired", "intent", "locked", "locked"]

    def test_decides_nothing_before_the_deadline(self, campaign, travel):
        travel(to_deadline(campaign, plus=-timedelta(seconds=5)))

        assert settle(campaign) is None
        assert Campaign.objects.get().status == "live"
        assert statuses() == ["active", "active"]
        assert not Decision.objects.exists()

    def test_is_done_once(self, campaign, over):
        first = settle(campaign)

        assert settle(campaign) is None
        assert Decision.objects.get() == first
        assert len(jobs("charge_pledge")) == 2

    def test_decides_a_paused_campaign_too(self, campaign, over):
        Campaign.objects.update(status="paused")

        assert settle(campaign).outcome == "succeeded"

    @pytest.mark.parametrize("status", ["draft", "cancelled", "failed", "settled"])
    def test_leaves_other_states_alone(self, campaign, over, status):
        Campaign.objects.update(status=status)

        assert settle(campaign) is None
        assert Campaign.objects.get().status == status

    def test_writes_nothing_when_it_fails_in_the_middle(self, campaign, over, monkeypatch):
        def broken(**_facts):
            raise RuntimeError("no")

        monkeypatch.setattr(settlement.receipts, "tell_all", broken)

        with pytest.raises(RuntimeError):
            settle(campaign)

        assert Campaign.objects.get().status == "live"
        assert statuses() == ["active", "active"]
        assert jobs("charge_pledge") == []
        assert not Decision.objects.exists()
        assert not PledgeEvent.objects.exists()


class TestSettleRaces:
    def test_eight_schedulers_make_one_decision(self, campaign, over):
        answers = in_parallel(8, lambda: settle(campaign))

        made = [answer for answer in answers if answer is not None]
        assert made == [Decision.objects.get()]
        assert len(jobs("charge_pledge")) == 2
        assert PledgeEvent.objects.filter(kind="locked").count() == 2

    def test_a_pledge_that_commits_across_the_deadline_is_waited_for_and_counted(
        self, campaign, travel
    ):
        """It took the campaign's row before the deadline, so the decision cannot pass it by."""
        Pledge.objects.filter(pk=Pledge.objects.first().pk).update(
            status="cancelled", ended_at=clock.now()
        )
        late = SupporterFactory(campaign=campaign, confirmed=True)
        took_row, deadline_passed = threading.Event(), threading.Event()

        def pledge_across() -> None:
            with transaction.atomic():
                pledging.lock_campaign(campaign.pk)
                PledgeFactory(supporter=late)
                took_row.set()
                assert deadline_passed.wait(20)
            connection.close()

        thread = threading.Thread(target=pledge_across)
        thread.start()
        assert took_row.wait(20)
        travel(to_deadline(campaign))

        during = settle(campaign)
        deadline_passed.set()
        thread.join(20)
        after = settle(campaign)

        assert during is None
        assert (after.outcome, after.pledges) == ("succeeded", 2)
        assert statuses() == ["cancelled", "locked", "locked"]

    def test_a_pledge_after_the_deadline_is_refused_without_waiting(self, campaign, over):
        with transaction.atomic(), pytest.raises(pledging.CampaignClosed):
            pledging.lock_campaign(campaign.pk)

    def test_a_change_waits_for_the_decision_and_is_refused(self, campaign):
        """It came before the deadline, but got the row only after the decision."""
        pledge = Pledge.objects.order_by("pk").first()

        refused = self.change_while_held(
            pledge, lambda: Campaign.objects.filter(pk=campaign.pk).update(status="deciding")
        )

        assert refused == [pledging.CampaignClosed]
        assert Pledge.objects.get(pk=pledge.pk).amount_minor == 2800

    def test_the_clock_is_read_after_the_lock_and_not_before(self, campaign, travel):
        pledge = Pledge.objects.order_by("pk").first()
        travel(to_deadline(campaign, plus=-timedelta(seconds=1)))

        refused = self.change_while_held(pledge, lambda: threading.Event().wait(1.5))

        assert refused == [pledging.CampaignClosed]
        assert Pledge.objects.get(pk=pledge.pk).amount_minor == 2800

    @staticmethod
    def change_while_held(pledge: Pledge, meanwhile) -> list[type]:
        refused: list[type] = []
        began = threading.Event()

        def change() -> None:
            began.set()
            try:
                pledging.change(
                    pledge_id=pledge.pk,
                    tier="champion",
                    amount=Money(5000),
                    cover_fee=False,
                    network_hash="",
                    now=clock.now(),
                )
            except pledging.CampaignClosed as fault:
                refused.append(type(fault))
            connection.close()

        thread = threading.Thread(target=change)
        with transaction.atomic():
            Campaign.objects.select_for_update().get(pk=pledge.campaign_id)
            thread.start()
            assert began.wait(20)
            meanwhile()
        thread.join(20)
        return refused

    @pytest.mark.parametrize("round_", range(3))
    def test_a_cancellation_and_the_decision_never_both_have_the_pledge(
        self, campaign, travel, round_
    ):
        pledge = Pledge.objects.order_by("pk").first()
        travel(to_deadline(campaign, plus=-timedelta(milliseconds=150)))
        stop = datetime.now(UTC) + timedelta(seconds=1)

        def cancel_until_it_is_too_late() -> str:
            while datetime.now(UTC) < stop:
                try:
                    pledging.cancel(pledge_id=pledge.pk, now=clock.now())
                except (pledging.CampaignClosed, pledging.PledgeSettled):
                    return "refused"
                return "cancelled"
            return "never"

        def decide_until_done() -> str:
            while datetime.now(UTC) < stop:
                if decision := settle(campaign):
                    return str(decision.outcome)
            return "never"

        answers: list[str] = []
        threads = [
            threading.Thread(
                target=lambda: (answers.append(decide_until_done()), connection.close())
            ),
            threading.Thread(
                target=lambda: (
                    threading.Event().wait(0.1 + 0.04 * round_),
                    answers.append(cancel_until_it_is_too_late()),
                    connection.close(),
                )
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        pledge.refresh_from_db()
        decision = Decision.objects.get()
        assert (pledge.status, decision.outcome, tuple(sorted(answers))) in {
            ("cancelled", "failed", ("cancelled", "failed")),
            ("locked", "succeeded", ("refused", "succeeded")),
        }


class TestSettleDue:
    def test_decides_all_that_is_due(self, campaign, over):
        CampaignFactory(deadline_local="2027-01-18T19:59")

        assert settlement.settle_due(clock.now()) == 1
        assert settlement.settle_due(clock.now()) == 0

    def test_pushes_a_bad_campaign_an_hour_on_and_decides_the_rest(
        self, campaign, over, monkeypatch, caplog
    ):
        bad = CampaignFactory(deadline_local="2026-12-17T19:59")
        judge_well = settlement.judge

        def judge_badly(standing):
            if standing.pledges == 0:
                raise RuntimeError("bad campaign")
            return judge_well(standing)

        monkeypatch.setattr(settlement, "judge", judge_badly)

        with caplog.at_level(logging.ERROR):
            assert settlement.settle_due(clock.now()) == 1

        bad.refresh_from_db()
        assert bad.status == "live"
        hour = bad.decide_after - clock.database_time()
        assert timedelta(minutes=59) < hour <= timedelta(hours=1)
        assert not Campaign.objects.due().exists()
        assert [record.campaign for record in caplog.records] == [bad.pk]

    def test_is_what_both_tasks_do(self, campaign, over):
        settlement.settle_due_each_minute(timestamp=0)
        settlement.settle_now()

        assert Decision.objects.count() == 1


class TestPreview:
    def test_says_what_would_be_decided_and_changes_nothing(self, campaign):
        before = settlement.preview(campaign.pk, campaign.deadline_at - timedelta(seconds=1))
        after = settlement.preview(campaign.pk, campaign.deadline_at)

        assert (before.due, after.due) == (False, True)
        assert (after.verdict.outcome, after.standing.pledged) == ("succeeded", Money(5600))
        assert Campaign.objects.get().status == "live"
        assert not Decision.objects.exists()

    def test_knows_no_approval_from_after_the_instant(self, campaign):
        early = settlement.preview(campaign.pk, Approval.objects.get().approved_at)

        assert early.verdict.reason == "approval"
