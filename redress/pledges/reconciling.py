"""Repair after anything: whatever is unfinished is read at the processor before it is touched."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue

from redress.campaigns.states import CHARGING as CAMPAIGN_CHARGING
from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.ledger.models import Journal
from redress.pledges import attempting, buckets, charging, dropping, pledging, processor_events
from redress.pledges.applying import apply_payment, is_news
from redress.pledges.booking import FEE, reference
from redress.pledges.holding import ENDED
from redress.pledges.mandates import last_charge_at
from redress.pledges.models import ChargeAttempt, Pledge
from redress.pledges.processing import processor
from redress.pledges.processors.errors import KeyConflict, ProcessorRefused
from redress.pledges.processors.port import (
    Cancelled,
    Declined,
    Doubt,
    NeedsAction,
    NotPaid,
    PaymentResult,
    Unknown,
)
from redress.pledges.states import Status

KEYS_LIVE = timedelta(hours=23)  # the processor forgets them after 24
PAGES_AT_ONCE = 50
ATTEMPTS_AT_ONCE = 200
LOOK_AGAIN_AFTER = timedelta(minutes=5)
FEES_FOR = timedelta(days=14)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What one round has done, for the command's output."""

    attempts: int
    pages: int
    retried: int
    dropped: int
    reminded: int
    settled: int
    fees: int
    cards: int
    events: int


def reconcile(now: datetime) -> Repaired:
    """One round of every repair; each is harmless when there is nothing to do."""
    refuse_transaction()
    return Repaired(
        attempts=_safely(resolve_attempts, now),
        pages=_safely(look_at_card_pages, now),
        retried=_safely(defer_due_charges, now),
        dropped=_safely(dropping.drop_all, now),
        reminded=_safely(dropping.remind, now),
        settled=_safely(dropping.settle_collected, now),
        fees=_safely(book_late_fees, now),
        cards=_safely(release_forgotten_cards, now),
        events=_safely(processor_events.retry_unhandled, now),
    )


def resolve(*, attempt_id: int, now: datetime) -> Pledge | None:
    """Find out what became of an attempt without an answer; None when it is not ours to take.

    The payment is read first, always. Only if that shows that no money moved is anything sent:
    the same key while the processor remembers it, else the next number.
    """
    refuse_transaction()
    attempt = attempting.claim(attempt_id)
    if attempt is None:
        return None
    try:
        result = _read(attempt.pledge)
        if _tells_of(attempt, result):
            return apply_payment(
                pledge_id=attempt.pledge_id, result=result, now=now, attempt_id=attempt.pk
            )
        if _permission_is_over(attempt.pledge):
            return _stop(attempt, now)
    except (KeyConflict, ProcessorRefused, charging.MustNotRepeat) as fault:
        why = f"{type(fault).__name__}: {fault}"
        attempting.freeze(pledge_id=attempt.pledge_id, attempt_id=attempt.pk, why=why)
        return Pledge.objects.get(pk=attempt.pledge_id)
    buckets.wait_for_turn()
    next_ = attempt if _key_is_good(attempt) else attempting.give_up(attempt=attempt)
    if next_ is None:
        return Pledge.objects.get(pk=attempt.pledge_id)
    return charging.send(attempt=next_, now=now)


def resolve_attempts(now: datetime) -> int:
    """Resolve every attempt whose lease has ended; returns how many were taken up."""
    rows = ChargeAttempt.objects.filter(
        state=ChargeAttempt.State.SENDING, lease_until__lt=clock.DATABASE_NOW
    )
    taken = 0
    for attempt_id in list(rows.order_by("lease_until").values_list("pk", flat=True))[
        :ATTEMPTS_AT_ONCE
    ]:
        taken += resolve(attempt_id=attempt_id, now=now) is not None
    return taken


def look_at_card_pages(now: datetime) -> int:
    """Read open card pages whose person never came back here; returns how many were read."""
    at = clock.database_time()
    rows = Pledge.objects.filter(
        Q(looked_at__isnull=True, created_at__lt=at - timedelta(minutes=1))
        | Q(looked_at__lt=at - LOOK_AGAIN_AFTER),
        ~Q(session_ref=""),
    ).exclude(status__in=ENDED)
    ids = list(
        rows.order_by(F("looked_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[
            :PAGES_AT_ONCE
        ]
    )
    for pledge_id in ids:
        Pledge.objects.filter(pk=pledge_id).update(looked_at=clock.DATABASE_NOW)
        try:
            pledging.apply_setup(pledge_id=pledge_id, now=now)
        except ProcessorRefused:  # one page that it does not know must not hide the others
            logger.exception("A card page cannot be read", extra={"pledge": pledge_id})
    return len(ids)


def defer_due_charges(now: datetime) -> int:
    """Hand to jobs the tries that are due, and the first tries whose jobs were lost."""
    due = Pledge.objects.filter(
        status__in=(Status.DECLINED, Status.ACTION_REQUIRED),
        next_try_at__lte=clock.DATABASE_NOW,
        may_retry=True,
        campaign__status__in=CAMPAIGN_CHARGING,
    )
    ids = list(due.order_by("next_try_at").values_list("pk", flat=True)[:1000])
    if not _first_charges_are_queued():
        lost = Pledge.objects.filter(status=Status.LOCKED, campaign__status__in=CAMPAIGN_CHARGING)
        ids += lost.order_by("pk").values_list("pk", flat=True)[:1000]
    return sum(_defer_once("charge_pledge", f"charge:{pk}", pledge_id=pk) for pk in ids)


def book_late_fees(now: datetime) -> int:
    """Book the fees that the processor had not yet told when the charge was made."""
    booked = Journal.objects.filter(kind=FEE, reference=_reference_of(OuterRef("pk")))
    rows = Pledge.objects.filter(
        ~Exists(booked), ~Q(payment_ref=""), charged_at__gt=clock.database_time() - FEES_FOR
    )
    found = 0
    for pledge in rows.order_by("charged_at")[:100]:
        result = processor().read_payment(pledge.payment_ref)
        apply_payment(pledge_id=pledge.pk, result=result, now=now)
        found += Journal.objects.filter(kind=FEE, reference=reference(pledge.pk)).exists()
    return found


def release_forgotten_cards(now: datetime) -> int:
    """Hand to jobs the cards of ended pledges that are still kept at the processor."""
    ended = Pledge.objects.filter(status__in=ENDED, card_attached=True)
    rows = ended.filter(ended_at__lt=clock.database_time() - timedelta(hours=1)).order_by("pk")
    return sum(
        _defer_once("release_card", f"release:{pk}", pledge_id=pk, method_ref=method_ref)
        for pk, method_ref in list(rows.values_list("pk", "method_ref")[:200])
    )


def _read(pledge: Pledge) -> PaymentResult:
    if pledge.payment_ref:
        return processor().read_payment(pledge.payment_ref)
    found = charging.find_payment(pledge)
    if found is None:
        return NotPaid(payment_ref="")
    if isinstance(found, Unknown):
        return found
    charging.keep_payment(pledge, found.payment_ref)
    return found.result


def _tells_of(attempt: ChargeAttempt, result: PaymentResult) -> bool:
    """Whether the reading says what became of this attempt, or that we must wait."""
    if isinstance(result, Declined | NeedsAction):
        return is_news(attempt=attempt, result=result)
    return not isinstance(result, NotPaid)


def _permission_is_over(pledge: Pledge) -> bool:
    deadline_at = pledge.campaign.deadline_at
    return deadline_at is not None and clock.database_time() >= last_charge_at(deadline_at)


def _stop(attempt: ChargeAttempt, now: datetime) -> Pledge:
    """After the mandate's last day nothing is sent any more, except that the payment is over."""
    result = dropping.make_impossible(attempt.pledge)
    return apply_payment(
        pledge_id=attempt.pledge_id,
        result=Cancelled(payment_ref="") if result is None else result,
        now=now,
        attempt_id=attempt.pk,
    )


def _key_is_good(attempt: ChargeAttempt) -> bool:
    """Whether the same key may be sent: not forgotten yet, and no 500 is replayed under it."""
    age = clock.database_time() - attempt.began_at
    return age < KEYS_LIVE and attempt.code != Doubt.SERVER_ERROR


def _first_charges_are_queued() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE task_name = 'charge_pledge'"
            " AND status IN ('todo', 'doing'))"
        )
        return bool(cursor.fetchone()[0])


def _defer_once(task: str, lock: str, **arguments: JSONValue) -> bool:
    """Defer a job unless the same one waits already."""
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def _safely(repair: Callable[[datetime], int], now: datetime) -> int:
    try:
        return repair(now)
    except Exception:  # outer loop: one broken repair must not stop the others
        logger.exception("A repair failed", extra={"task": getattr(repair, "__name__", "")})
        return 0


def _reference_of(pledge: OuterRef) -> Concat:
    return Concat(Value("pledge:"), Cast(pledge, CharField()))


@app.periodic(cron="* * * * *")
@app.task(queue="money", name="reconcile", queueing_lock="reconcile", lock="reconcile")
def reconcile_each_minute(timestamp: int) -> None:
    """Repair whatever is unfinished."""
    reconcile(clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="default", name="expire_unfinished", queueing_lock="expire_unfinished")
def expire_each_ten_minutes(timestamp: int) -> None:
    """End the pledges that got no card."""
    pledging.expire_unfinished(clock.now())
