"""Campaigns whose deadline is over at the first start: decided, charged or let go, and booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from redress.campaigns import states
from redress.campaigns.models import Approval, Campaign
from redress.campaigns.states import Status
from redress.core.money import Money
from redress.demonstration.crowds import move_all
from redress.pledges import booking
from redress.pledges.deciding import Standing, judge
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.pledges.states import Status as PledgeStatus

A_MOMENT = timedelta(seconds=20)
BETWEEN_CHARGES = timedelta(seconds=2)
SETTLED_AFTER = timedelta(days=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A charge that was made, for the sandbox's memory and our books."""

    pledge: Pledge
    payment_ref: str
    charge_ref: str
    paid_at: datetime
    fee_minor: int


def decide_if_over(
    campaign: Campaign, *, pledges: Sequence[Pledge], now: datetime
) -> list[Payment]:
    """Write the decision of a deadline that has passed and carry it out; [] before it."""
    if campaign.is_record or campaign.deadline_at is None or campaign.deadline_at >= now:
        return []
    at = campaign.deadline_at + A_MOMENT
    states.move(campaign, Status.DECIDING, at=at)
    decision = _write_decision(campaign, pledges=pledges, deadline_at=campaign.deadline_at, at=at)
    if decision.outcome == Decision.Outcome.FAILED:
        move_all(list(pledges), to=PledgeStatus.RELEASED, at=at, ended_at=at, card_attached=False)
        states.move(campaign, Status.FAILED, at=at)
        return []
    move_all(list(pledges), to=PledgeStatus.LOCKED, at=at)
    states.move(campaign, Status.SUCCEEDED, at=at)
    states.move(campaign, Status.COLLECTING, at=at)
    payments = [
        _charge(pledge, decision=decision, at=at + BETWEEN_CHARGES * number)
        for number, pledge in enumerate(pledges, start=1)
    ]
    states.move(campaign, Status.SETTLED, at=campaign.deadline_at + SETTLED_AFTER)
    return payments


def _write_decision(
    campaign: Campaign, *, pledges: Sequence[Pledge], deadline_at: datetime, at: datetime
) -> Decision:
    approval = Approval.objects.filter(campaign=campaign, voided_at__isnull=True).first()
    standing = Standing(
        goal=campaign.goal,
        people_goal=campaign.people_goal,
        pledged=sum((pledge.amount for pledge in pledges), Money(0, campaign.currency)),
        pledges=len(pledges),
        supporters=campaign.supporter_count,
        approved=approval is not None,
    )
    verdict = judge(standing)
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


def _charge(pledge: Pledge, *, decision: Decision, at: datetime) -> Payment:
    payment = Payment(
        pledge=pledge,
        payment_ref=f"pi_demo{pledge.pk}",
        charge_ref=f"ch_demo{pledge.pk}",
        paid_at=at,
        # 2.9 % rounded half up, and 30 cents: what the sandbox takes
        fee_minor=(pledge.total.minor * 29 + 500) // 1000 + 30,
    )
    move_all([pledge], to=PledgeStatus.CHARGING, at=at, payment_ref=payment.payment_ref)
    ChargeAttempt.objects.create(
        decision=decision,
        pledge=pledge,
        number=1,
        key=f"demonstration-{pledge.pk}-1",
        parameters={"payment": payment.payment_ref, "method": pledge.method_ref},
        state=ChargeAttempt.State.PAID,
        lease_until=at + timedelta(minutes=1),
        began_at=at,
        answered_at=at,
        charge_ref=payment.charge_ref,
    )
    booking.book_charge(pledge=pledge, now=at)
    booking.book_fee(pledge=pledge, fee=Money(payment.fee_minor, pledge.currency), now=at)
    move_all(
        [pledge],
        to=PledgeStatus.CHARGED,
        at=at,
        charged_at=at,
        charged_minor=pledge.total.minor,
        charge_ref=payment.charge_ref,
        card_attached=False,
    )
    return payment
