"""Taking the promised money, once, after a campaign has succeeded."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app

from redress.campaigns.models import Campaign
from redress.core import clock, faultpoints
from redress.core.locks import refuse_transaction
from redress.pledges import attempting, buckets
from redress.pledges.applying import apply_payment
from redress.pledges.models import ChargeAttempt, Decision, Pledge
from redress.pledges.pledging import card_address
from redress.pledges.processing import processor
from redress.pledges.processors.errors import KeyConflict, ProcessorRefused
from redress.pledges.processors.port import (
    Cancelled,
    FoundPayment,
    Paid,
    PaymentResult,
    Unknown,
)
from redress.pledges.states import Status

UNTRIED = (Status.LOCKED, Status.CHARGING)
logger = logging.getLogger(__name__)


class MustNotRepeat(Exception):
    """What was found contradicts what we know; a person has to look before anything is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a collection has come: tried, charged, and the share tried in whole percent."""

    total: int
    done: int
    charged: int
    percent: int


def charge(*, pledge_id: int, now: datetime) -> Pledge:
    """Charge the saved card. Safe to call again: the pledge has one payment for life.

    Does nothing when no try is due, so a job that runs twice is harmless. Returns the pledge.
    """
    refuse_transaction()
    buckets.wait_for_turn()
    attempt = attempting.begin(pledge_id=pledge_id, with_person=False)
    if attempt is not None:
        send(attempt=attempt, now=now)
    return Pledge.objects.get(pk=pledge_id)


def after_new_card(*, pledge_id: int, now: datetime) -> Pledge:
    """Try a card that was just given after a decline, at once; its page shows the outcome."""
    return charge(pledge_id=pledge_id, now=now)


def confirm_with_person(*, pledge_id: int, now: datetime) -> str | None:
    """Confirm while the person is here, as the bank asked for; an address to send them to, or None.

    None: it is charged, declined, or was not waiting for them. Read the pledge to say which.
    """
    refuse_transaction()
    pledge = Pledge.objects.get(pk=pledge_id)
    if pledge.status == Status.ACTION_REQUIRED:
        pledge = finish_confirmation(pledge_id=pledge_id, now=now)
    if pledge.status == Status.ACTION_REQUIRED and not pledge.fix_url:
        attempt = attempting.begin(
            pledge_id=pledge_id, with_person=True, return_url=card_address(pledge)
        )
        if attempt is not None:
            pledge = send(attempt=attempt, now=now)
    return pledge.fix_url or None


def finish_confirmation(*, pledge_id: int, now: datetime) -> Pledge:
    """Read what the bank's page has led to, when the person comes back; returns the pledge."""
    refuse_transaction()
    pledge = Pledge.objects.get(pk=pledge_id)
    if not pledge.payment_ref or pledge.status not in {Status.CHARGING, Status.ACTION_REQUIRED}:
        return pledge
    result = processor().read_payment(pledge.payment_ref)
    return apply_payment(pledge_id=pledge_id, result=result, now=now)


def send(*, attempt: ChargeAttempt, now: datetime) -> Pledge:
    """Make the calls of a committed attempt and record the answer; returns the pledge.

    For whoever holds the attempt's lease. What contradicts our rows freezes the attempt.
    """
    refuse_transaction()
    faultpoints.reach("attempt-committed")
    try:
        result = _send(attempt)
    except (KeyConflict, ProcessorRefused, MustNotRepeat) as fault:
        why = f"{type(fault).__name__}: {fault}"
        attempting.freeze(pledge_id=attempt.pledge_id, attempt_id=attempt.pk, why=why)
        return Pledge.objects.get(pk=attempt.pledge_id)
    faultpoints.reach("confirmed")
    return apply_payment(pledge_id=attempt.pledge_id, result=result, now=now, attempt_id=attempt.pk)


def find_payment(pledge: Pledge) -> FoundPayment | Unknown | None:
    """The pledge's payment at the processor, whose reference a crash may have kept from us.

    Raises MustNotRepeat when there are several, or one of another amount.
    """
    found = processor().find_payments(pledge.customer_ref)
    if isinstance(found, Unknown):
        return found
    ours: Sequence[FoundPayment] = [one for one in found if one.pledge == pledge.pk]
    if not ours:
        return None
    if len(ours) > 1:
        raise MustNotRepeat(f"{len(ours)} payments of one pledge")
    if (ours[0].amount_minor, ours[0].currency) != (pledge.total.minor, pledge.currency):
        raise MustNotRepeat(f"payment {ours[0].payment_ref} is of another amount")
    return ours[0]


def keep_payment(pledge: Pledge, payment_ref: str) -> None:
    """Commit the payment's reference before anything is confirmed with it."""
    Pledge.objects.filter(pk=pledge.pk, payment_ref="").update(payment_ref=payment_ref)
    pledge.refresh_from_db(fields=["payment_ref"])
    if pledge.payment_ref != payment_ref:
        raise MustNotRepeat(f"another payment {payment_ref}")


def progress(campaign: Campaign) -> Progress:
    """How far the collection of this campaign has come, in two small queries."""
    total = (
        Decision.objects.filter(campaign=campaign, outcome=Decision.Outcome.SUCCEEDED)
        .values_list("pledges", flat=True)
        .first()
        or 0
    )
    rows = Pledge.objects.filter(campaign=campaign)
    left = rows.filter(status__in=UNTRIED).count()
    done = max(0, total - left)
    return Progress(
        total=total,
        done=done,
        charged=rows.filter(charged_at__isnull=False).count(),
        percent=done * 100 // total if total else 0,
    )


def _send(attempt: ChargeAttempt) -> PaymentResult:
    sent = attempt.parameters
    if sent.get("schema") != attempting.PARAMETERS:
        raise MustNotRepeat(f"parameters of shape {sent.get('schema')}")
    pledge = Pledge.objects.get(pk=attempt.pledge_id)
    if not pledge.payment_ref:
        opened = _open_payment(pledge, attempt)
        if opened is not None:
            return opened
    faultpoints.reach("payment-stored")
    return processor().confirm(
        payment_ref=pledge.payment_ref,
        method_ref=sent["method_ref"],
        off_session=sent["off_session"],
        key=attempt.key,
        return_url=sent["return_url"],
    )


def _open_payment(pledge: Pledge, attempt: ChargeAttempt) -> PaymentResult | None:
    """Make sure of the pledge's one payment and keep its name; None when it can be confirmed.

    Looked for before it is created: keys are forgotten after a day, and a restored database has
    forgotten more.
    """
    found = find_payment(pledge)
    if isinstance(found, Unknown):
        return found
    if found is not None:
        keep_payment(pledge, found.payment_ref)
        return found.result if isinstance(found.result, Paid | Cancelled) else None
    sent = attempt.parameters
    # a stored 500 is replayed for a day: an attempt that was given up hands on to a new key
    again = pledge.attempts.filter(state=ChargeAttempt.State.GIVEN_UP).exists()
    made = processor().ensure_payment(
        pledge=pledge.pk,
        amount_minor=sent["amount_minor"],
        currency=sent["currency"],
        customer_ref=sent["customer_ref"],
        key=f"pi:{pledge.pk}:{attempt.number}" if again else f"pi:{pledge.pk}",
        description=sent["description"],
        metadata=sent["metadata"],
    )
    if isinstance(made, Unknown):
        return made
    faultpoints.reach("payment-created")
    keep_payment(pledge, made.payment_ref)
    return None


@app.task(queue="money", name="charge_pledge")
def charge_pledge(pledge_id: int) -> None:
    """Charge one pledge; whatever goes wrong, the reconciler takes it up."""
    charge(pledge_id=pledge_id, now=clock.now())
