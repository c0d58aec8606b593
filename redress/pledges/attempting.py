"""One numbered try to charge: who may begin it, and what is committed before the call."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.campaigns.states import move as move_campaign
from redress.core import clock
from redress.core.locks import require_transaction
from redress.pledges.mandates import GRACE, last_charge_at, latest_mandate
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.pledges.states import Status, move

LEASE = timedelta(seconds=120)  # far above the 25 s that one call may take
RETRY_DAYS = (2, 4, 6)  # the first try is day 0
MOST_REFUSALS = 10  # card networks bear 15 in 30 days
PARAMETERS = 1  # the shape of `ChargeAttempt.parameters`; another one is not sent by this code
State = ChargeAttempt.State
logger = logging.getLogger(__name__)


def begin(
    *, pledge_id: int, with_person: bool, return_url: str | None = None
) -> ChargeAttempt | None:
    """Commit the next attempt of a pledge; None when no charge may be tried now.

    After this the attempt is ours until its lease ends: nobody else sends anything for it.
    """
    campaign_id = Pledge.objects.values_list("campaign_id", flat=True).get(pk=pledge_id)
    _start_collecting(campaign_id)
    with transaction.atomic():
        campaign, at = _share(campaign_id)
        rows = Pledge.objects.select_for_update(skip_locked=True, of=("self",))
        pledge = rows.select_related("campaign", "supporter").filter(pk=pledge_id).first()
        if pledge is None or not _may_try(pledge, campaign, with_person=with_person, at=at):
            return None
        if not _as_agreed(pledge, at):
            return None
        decision = Decision.objects.get(campaign=campaign)
        grace_ends_at = pledge.grace_ends_at or min(at + GRACE, _last_charge(campaign))
        move(
            pledge,
            Status.CHARGING,
            at=at,
            grace_ends_at=grace_ends_at,
            next_try_at=None,
            fix_url="",
        )
        return add(
            pledge=pledge,
            decision=decision,
            parameters=_parameters(pledge, campaign, with_person=with_person, url=return_url),
            at=at,
        )


def add(
    *, pledge: Pledge, decision: Decision, parameters: dict[str, Any], at: datetime
) -> ChargeAttempt:
    """Write the attempt with the next number, in the caller's transaction."""
    require_transaction()
    last: int = pledge.attempts.aggregate(last=Max("number"))["last"] or 0
    return ChargeAttempt.objects.create(
        decision=decision,
        pledge=pledge,
        number=last + 1,
        key=f"confirm:{pledge.pk}:{last + 1}",
        parameters=parameters,
        lease_until=at + LEASE,
        began_at=at,
    )


def claim(attempt_id: int) -> ChargeAttempt | None:
    """Take over an attempt whose lease has ended; None when it is not ours to take."""
    with transaction.atomic():
        rows = ChargeAttempt.objects.select_for_update(skip_locked=True, of=("self",))
        open_ = rows.filter(pk=attempt_id, state=State.SENDING, lease_until__lt=clock.DATABASE_NOW)
        attempt = open_.select_related("pledge__campaign").first()
        if attempt is None:
            return None
        attempt.lease_until = clock.database_time() + LEASE
        attempt.save(update_fields=["lease_until"])
    return attempt


def give_up(*, attempt: ChargeAttempt) -> ChargeAttempt | None:
    """Close an attempt that moved no money and got no answer, and begin the next number.

    Only after a fresh reading has shown that the payment neither succeeded nor is in progress.
    None when somebody else was first.
    """
    with transaction.atomic():
        at = clock.database_time()
        pledge = Pledge.objects.select_for_update().get(pk=attempt.pledge_id)
        open_ = ChargeAttempt.objects.filter(pk=attempt.pk, state=State.SENDING)
        if pledge.status != Status.CHARGING or not open_.update(
            state=State.GIVEN_UP, answered_at=at
        ):
            return None
        decision = Decision.objects.get(pk=attempt.decision_id)
        return add(pledge=pledge, decision=decision, parameters=attempt.parameters, at=at)


def freeze(*, pledge_id: int, attempt_id: int | None, why: str) -> None:
    """Stop an attempt that must not be repeated by a machine, and raise the alarm once."""
    with transaction.atomic():
        at = clock.database_time()
        pledge = Pledge.objects.select_for_update().get(pk=pledge_id)
        alarm(pledge=pledge, attempt_id=attempt_id, why=why, at=at)


def alarm(*, pledge: Pledge, attempt_id: int | None, why: str, at: datetime) -> None:
    """Log, note and freeze, in the caller's transaction; the same alarm again is only logged."""
    require_transaction()
    logger.error("Charging stopped: %s", why, extra={"pledge": pledge.pk, "attempt": attempt_id})
    if attempt_id is not None:
        ChargeAttempt.objects.filter(pk=attempt_id).exclude(state=State.PAID).update(
            state=State.FROZEN, answered_at=at
        )
    note = why[:200]
    if not pledge.events.filter(kind="alarm", note=note).exists():
        pledge.events.create(kind="alarm", at=at, note=note)


def next_try(*, grace_ends_at: datetime, at: datetime) -> datetime | None:
    """The next of days 2, 4 and 6 after the first try that is still to come."""
    first = grace_ends_at - GRACE
    days = (first + timedelta(days=day) for day in RETRY_DAYS)
    return next((day for day in days if at < day < grace_ends_at), None)


def _start_collecting(campaign_id: int) -> None:
    """The first charge makes a success a collection."""
    succeeded = Campaign.objects.filter(pk=campaign_id, status=CampaignStatus.SUCCEEDED)
    if not succeeded.exists():
        return
    with transaction.atomic():
        campaign = succeeded.select_for_update(no_key=True, of=("self",)).first()
        if campaign is not None:
            move_campaign(campaign, CampaignStatus.COLLECTING, at=clock.database_time())


def _share(campaign_id: int) -> tuple[Campaign, datetime]:
    # whoever stops a collection takes the row FOR UPDATE and so waits for, and is seen by, us
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM campaigns_campaign WHERE id = %s FOR SHARE", [campaign_id])
    return Campaign.objects.get(pk=campaign_id), clock.database_time()


def _last_charge(campaign: Campaign) -> datetime:
    assert campaign.deadline_at is not None  # it was decided
    return last_charge_at(campaign.deadline_at)


def _may_try(pledge: Pledge, campaign: Campaign, *, with_person: bool, at: datetime) -> bool:
    if campaign.status != CampaignStatus.COLLECTING or at >= _last_charge(campaign):
        return False
    attempts = pledge.attempts
    if attempts.filter(state__in=(State.SENDING, State.FROZEN, State.PAID)).exists():
        return False
    if attempts.filter(state=State.DECLINED).count() >= MOST_REFUSALS:
        return False
    if with_person:
        return pledge.status == Status.ACTION_REQUIRED
    if pledge.status in {Status.DECLINED, Status.ACTION_REQUIRED}:
        return pledge.may_retry and pledge.next_try_at is not None and pledge.next_try_at <= at
    return pledge.status == Status.LOCKED


def _as_agreed(pledge: Pledge, at: datetime) -> bool:
    mandate = latest_mandate(pledge)
    if mandate and (mandate.amount_minor, mandate.currency) == (
        pledge.total.minor,
        pledge.currency,
    ):
        return True
    alarm(pledge=pledge, attempt_id=None, why="the mandate permits another amount", at=at)
    return False


def _parameters(
    pledge: Pledge, campaign: Campaign, *, with_person: bool, url: str | None
) -> dict[str, Any]:
    """Everything that is sent for this attempt: a repeated call must not differ by a byte."""
    return {
        "schema": PARAMETERS,
        "amount_minor": pledge.total.minor,
        "currency": pledge.currency,
        "customer_ref": pledge.customer_ref,
        "method_ref": pledge.method_ref,
        "off_session": not with_person,
        "return_url": url if with_person else None,
        "description": campaign.number,
        "metadata": {"campaign": campaign.number},
    }
