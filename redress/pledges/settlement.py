"""Deciding a campaign when its deadline passes: once, in one transaction, by one clock."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Sum
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from redress.campaigns import states
from redress.campaigns.models import Approval, Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core import clock, faultpoints
from redress.core.locks import require_transaction
from redress.core.money import Money
from redress.core.states import allowed
from redress.pledges import receipts
from redress.pledges.deciding import Standing, Verdict, judge
from redress.pledges.models import Decision, Pledge
from redress.pledges.states import MOVES, Status
from redress.supporters.models import Supporter

PUSHED_BY = timedelta(hours=1)
DEFERRED_AT_ONCE = 5_000
# of every campaign the first few hundred go before anybody's next few hundred
INTERLEAVED_BY = 500
UNDECIDED = (CampaignStatus.LIVE, CampaignStatus.PAUSED)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be decided about a campaign at an instant, as its rows stand now."""

    campaign: Campaign
    at: datetime
    due: bool
    standing: Standing
    verdict: Verdict


def settle(campaign_id: int, now: datetime) -> Decision | None:
    """Decide this campaign if its deadline has passed by the database's clock.

    None when it is not due, was decided before, or somebody else holds it at this moment: ask
    again later. `now` is for the log alone; the database's clock decides.
    """
    with transaction.atomic():
        undecided = Campaign.objects.filter(
            pk=campaign_id, status__in=UNDECIDED, is_record=False, deadline_at__isnull=False
        )
        campaign = undecided.select_for_update(skip_locked=True, of=("self",)).first()
        if campaign is None or campaign.deadline_at is None:
            return None
        at = clock.database_time()
        if at < campaign.deadline_at:
            return None
        states.move(campaign, CampaignStatus.DECIDING, at=at)
        deadline_at = campaign.deadline_at
        approval = _approval_in_time(campaign, deadline_at)
        standing = _standing(campaign, approved=approval is not None)
        verdict = judge(standing)
        decision = _write_decision(campaign, standing, verdict, approval, deadline_at, at)
        faultpoints.reach("mid-decision")
        if verdict.outcome == Decision.Outcome.SUCCEEDED:
            _succeed(campaign, at)
        else:
            _fail(campaign, verdict.reason, at)
    logger.info("Decided", extra={"campaign": campaign_id, "status": decision.outcome})
    return decision


def settle_due(now: datetime) -> int:
    """Decide every campaign whose deadline has passed; returns how many were decided.

    A campaign whose decision fails is logged and asked again in an hour: it cannot stop others.
    """
    decided = 0
    for campaign_id in list(Campaign.objects.due().values_list("pk", flat=True)[:100]):
        try:
            decided += settle(campaign_id, now) is not None
        except Exception:  # outer loop: one bad campaign must not stop the rest
            logger.exception("A decision failed", extra={"campaign": campaign_id})
            Campaign.objects.filter(pk=campaign_id).update(
                decide_after=clock.database_time() + PUSHED_BY
            )
    return decided


def preview(campaign_id: int, at: datetime) -> Preview:
    """What `settle` would decide at that instant if no row changed until then; changes nothing."""
    campaign = Campaign.objects.select_related("beneficiary").get(pk=campaign_id)
    deadline = campaign.deadline_at
    approved = deadline is not None and _approval_in_time(campaign, min(deadline, at)) is not None
    standing = _standing(campaign, approved=approved)
    due = (
        campaign.status in UNDECIDED
        and not campaign.is_record
        and deadline is not None
        and deadline <= at
    )
    return Preview(campaign=campaign, at=at, due=due, standing=standing, verdict=judge(standing))


def _approval_in_time(campaign: Campaign, deadline_at: datetime) -> Approval | None:
    standing = campaign.approvals.filter(approved_at__lt=deadline_at, voided_at__isnull=True)
    return standing.order_by("pk").first()


def _standing(campaign: Campaign, *, approved: bool) -> Standing:
    """Counted from the rows themselves; the cached counters are for pages."""
    held = Pledge.objects.filter(campaign=campaign).active()
    pledged: int = held.aggregate(minor=Sum("amount_minor"))["minor"] or 0
    people = Supporter.objects.filter(campaign=campaign, counted=True).standing().count()
    return Standing(
        goal=campaign.goal,
        people_goal=campaign.people_goal,
        pledged=Money(int(pledged), campaign.currency),
        pledges=held.count(),
        supporters=people,
        approved=approved,
    )


def _write_decision(
    campaign: Campaign,
    standing: Standing,
    verdict: Verdict,
    approval: Approval | None,
    deadline_at: datetime,
    at: datetime,
) -> Decision:
    return Decision.objects.create(
        campaign=campaign,
        outcome=verdict.outcome,
        reason=verdict.reason,
        decided_at=at,
        deadline_at=deadline_at,
        goal_minor=standing.goal.minor,
        currency=campaign.currency,
        people_goal=standing.people_goal,
        pledged_minor=standing.pledged.minor,
        pledges=standing.pledges,
        supporters=standing.supporters,
        approval=approval,
    )


def _succeed(campaign: Campaign, at: datetime) -> None:
    _move_all(campaign, Status.ACTIVE, Status.LOCKED, at, ended=False)
    receipts.tell_all(campaign=campaign, status=Status.LOCKED, kind="campaign_succeeded")
    _defer_charges(campaign)
    states.move(campaign, CampaignStatus.SUCCEEDED, at=at)


def _fail(campaign: Campaign, reason: Decision.Reason, at: datetime) -> None:
    _move_all(campaign, Status.ACTIVE, Status.RELEASED, at, ended=True)
    receipts.tell_all(
        campaign=campaign, status=Status.RELEASED, kind="pledge_not_charged", reason=reason.value
    )
    _defer_releases(campaign)
    states.move(campaign, CampaignStatus.FAILED, at=at, note=reason)


def _move_all(campaign: Campaign, before: Status, to: Status, at: datetime, *, ended: bool) -> None:
    """Move every pledge of the campaign and write its event, in one statement."""
    require_transaction()
    assert allowed(MOVES, before, to), f"{before} → {to}"
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moved AS (
                UPDATE pledges_pledge SET status = %(to)s,
                       ended_at = CASE WHEN %(ended)s THEN %(at)s ELSE ended_at END
                 WHERE campaign_id = %(campaign)s AND status = %(before)s RETURNING id)
            INSERT INTO pledges_pledgeevent (pledge_id, kind, at, note)
            SELECT id, %(to)s, %(at)s, '' FROM moved
            """,
            {
                "to": to.value,
                "before": before.value,
                "campaign": campaign.pk,
                "at": at,
                "ended": ended,
            },
        )


def _defer_charges(campaign: Campaign) -> None:
    """One job per pledge, in random order, so that nobody is favored."""
    rows = Pledge.objects.filter(campaign=campaign, status=Status.LOCKED).order_by("?")
    jobs: list[dict[str, JSONValue]] = [
        {"pledge_id": pk} for pk in rows.values_list("pk", flat=True)
    ]
    for start in range(0, len(jobs), INTERLEAVED_BY):
        job = app.configure_task("charge_pledge", priority=-(start // INTERLEAVED_BY))
        job.batch_defer(*jobs[start : start + INTERLEAVED_BY])


def _defer_releases(campaign: Campaign) -> None:
    rows = Pledge.objects.filter(campaign=campaign, status=Status.RELEASED, card_attached=True)
    jobs: list[dict[str, JSONValue]] = [
        {"pledge_id": pk, "method_ref": method_ref}
        for pk, method_ref in rows.order_by("pk").values_list("pk", "method_ref")
    ]
    job = app.configure_task("release_card")
    for start in range(0, len(jobs), DEFERRED_AT_ONCE):
        job.batch_defer(*jobs[start : start + DEFERRED_AT_ONCE])


@app.periodic(cron="* * * * *")
@app.task(queue="money", name="settle_due", queueing_lock="settle_due_each_minute", priority=20)
def settle_due_each_minute(timestamp: int) -> None:
    """Decide what is due."""
    settle_due(clock.now())


@app.task(queue="money", name="settle_now", queueing_lock="settle_now", priority=20)
def settle_now() -> None:
    """Decide what is due, asked for by the worker's beat as soon as a deadline has passed."""
    settle_due(clock.now())
