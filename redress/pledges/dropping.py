"""The end of a collection: pledges given up after their grace, and the campaign settled."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from redress.campaigns.models import Campaign
from redress.campaigns.states import CHARGING as CAMPAIGN_CHARGING
from redress.campaigns.states import Status as CampaignStatus
from redress.campaigns.states import move as move_campaign
from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.pledges import receipts, releasing
from redress.pledges.applying import apply_payment
from redress.pledges.attempting import RETRY_DAYS
from redress.pledges.charging import MustNotRepeat, find_payment, keep_payment
from redress.pledges.mandates import GRACE, LAST_DAY
from redress.pledges.models import ChargeAttempt, Pledge
from redress.pledges.processing import processor
from redress.pledges.processors.port import Cancelled, PaymentResult, Unknown
from redress.pledges.states import Status, move

WAITING = (Status.DECLINED, Status.ACTION_REQUIRED)
logger = logging.getLogger(__name__)


def over() -> QuerySet[Pledge]:
    """Pledges whose grace has ended with their last try done, or whose permission has ended."""
    waiting = Q(status__in=WAITING)
    tried_out = Q(next_try_at__isnull=True) | Q(next_try_at__gte=F("grace_ends_at"))
    ended = waiting & tried_out & Q(grace_ends_at__lte=clock.DATABASE_NOW)
    last_day_over = Q(campaign__deadline_at__lte=clock.DATABASE_NOW - LAST_DAY)
    return Pledge.objects.filter(
        ended | ((waiting | Q(status=Status.LOCKED)) & last_day_over),
        campaign__status__in=CAMPAIGN_CHARGING,
    ).order_by("pk")


def drop(*, pledge_id: int, now: datetime) -> Pledge:
    """Give up a pledge: first make its payment impossible, then say "you were not charged".

    Nothing is dropped before the processor has said that the payment is cancelled; if it says
    that the payment was made, the pledge is charged instead.
    """
    refuse_transaction()
    pledge = over().filter(pk=pledge_id).first()
    if pledge is None:
        return Pledge.objects.get(pk=pledge_id)
    result = make_impossible(pledge)
    if result is not None and not isinstance(result, Cancelled):
        return apply_payment(pledge_id=pledge_id, result=result, now=now)
    with transaction.atomic():
        rows = Pledge.objects.select_related("campaign", "supporter")
        pledge = rows.select_for_update(of=("self",)).get(pk=pledge_id)
        trying = pledge.attempts.filter(state=ChargeAttempt.State.SENDING).exists()
        if pledge.status not in {*WAITING, Status.LOCKED} or trying:
            return pledge
        at = clock.database_time()
        move(pledge, Status.DROPPED, at=at, ended_at=at, next_try_at=None, fix_url="")
        receipts.tell(pledge=pledge, kind="pledge_dropped", key="dropped")
        releasing.release_card_job.defer(pledge_id=pledge.pk, method_ref=pledge.method_ref)
    return pledge


def make_impossible(pledge: Pledge) -> PaymentResult | None:
    """Cancel the pledge's payment at the processor; None when it has none.

    Raises MustNotRepeat when the processor has payments that we cannot explain.
    """
    if not pledge.payment_ref:
        found = find_payment(pledge)
        if isinstance(found, Unknown):
            return found
        if found is None:
            return None
        keep_payment(pledge, found.payment_ref)
    # cancelling repeats harmlessly; a key for each hour lets a stored 500 be outlived
    hour = clock.database_time().strftime("%Y%m%d%H")
    return processor().cancel_payment(
        payment_ref=pledge.payment_ref, key=f"cancel:{pledge.pk}:{hour}"
    )


def drop_all(now: datetime) -> int:
    """Drop every pledge whose time is over; returns how many. One that fails waits its turn."""
    dropped = 0
    for pledge_id in list(over().values_list("pk", flat=True)[:200]):
        try:
            dropped += drop(pledge_id=pledge_id, now=now).status == Status.DROPPED
        except MustNotRepeat:
            logger.exception("A pledge cannot be dropped", extra={"pledge": pledge_id})
    return dropped


def remind(now: datetime) -> int:
    """On days 2, 4 and 6, tell those whose card is not tried again by itself; returns how many."""
    at = clock.database_time()
    told = 0
    rows = Pledge.objects.select_related("campaign", "supporter").filter(
        status__in=WAITING,
        next_try_at__isnull=True,
        grace_ends_at__gt=at,
        grace_ends_at__lte=at + GRACE - timedelta(days=RETRY_DAYS[0]),
    )
    for pledge in rows.order_by("pk"):
        assert pledge.grace_ends_at is not None  # asked for above
        days = (at - (pledge.grace_ends_at - GRACE)).days
        day = max(one for one in RETRY_DAYS if one <= days)
        needs_person = pledge.status == Status.ACTION_REQUIRED
        facts = {"grace_ends_at": receipts.iso(pledge.grace_ends_at)}
        if not needs_person:
            facts |= {"reason_key": receipts.reason_key(pledge.decline_code), "next_try_at": None}
        with transaction.atomic():
            receipts.tell(
                pledge=pledge,
                kind="pledge_needs_action" if needs_person else "pledge_declined",
                key=f"day:{day}",
                **facts,
            )
        told += 1
    return told


def settle_collected(now: datetime) -> int:
    """Settle the campaigns of which no pledge is open any more; returns how many."""
    settled = 0
    for campaign_id in list(_collected().values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Campaign.objects.filter(pk=campaign_id, status=CampaignStatus.COLLECTING)
            campaign = rows.select_for_update(skip_locked=True, of=("self",)).first()
            open_ = Pledge.objects.filter(campaign_id=campaign_id).open_after_decision()
            if campaign is None or open_.exists():
                continue
            move_campaign(campaign, CampaignStatus.SETTLED, at=clock.database_time())
            settled += 1
    return settled


def _collected() -> QuerySet[Campaign]:
    collecting = Campaign.objects.filter(status=CampaignStatus.COLLECTING, is_record=False)
    open_ = Pledge.objects.open_after_decision().values("campaign")
    return collecting.exclude(pk__in=open_).order_by("pk")
