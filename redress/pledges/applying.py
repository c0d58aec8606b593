"""The one door for answers about money, whoever brings them: the call, a webhook, the reconciler.

Only a Paid of exactly the amount that was agreed to makes a pledge charged. An Unknown moves
nothing. Answers may come twice, late and in any order: the rows say what is news.
"""

from datetime import datetime, timedelta

from django.db import transaction

from redress.core import clock, faultpoints
from redress.core.money import Money
from redress.pledges import attempting, booking, buckets, receipts
from redress.pledges.mandates import latest_mandate
from redress.pledges.models import ChargeAttempt, Pledge
from redress.pledges.processors.port import (
    Cancelled,
    Declined,
    Doubt,
    NeedsAction,
    Paid,
    PaymentResult,
    Unknown,
)
from redress.pledges.states import Status, move

State = ChargeAttempt.State
MAY_BE_PAID = frozenset({Status.CHARGING, Status.ACTION_REQUIRED, Status.DECLINED})
WAIT = timedelta(seconds=30)
_WAITS = {Doubt.RATE_LIMITED: timedelta(seconds=5), Doubt.IN_FLIGHT: timedelta(seconds=10)}


def apply_payment(
    *, pledge_id: int, result: PaymentResult, now: datetime, attempt_id: int | None = None
) -> Pledge:
    """Record what a payment has come to; the second time nothing changes. Returns the pledge.

    `attempt_id` names the attempt that the answer was given to; without it, the answer is a
    reading of the payment, and the open or latest attempt is meant.
    """
    if isinstance(result, Unknown):
        _keep_waiting(attempt_id, result)
    with transaction.atomic():
        rows = Pledge.objects.select_related("campaign", "supporter")
        pledge = rows.select_for_update(of=("self",)).get(pk=pledge_id)
        attempt = _attempt_of(pledge, attempt_id)
        at = clock.database_time()
        match result:
            case Paid():
                _record_paid(pledge, attempt, result, at)
            case Declined():
                _record_declined(pledge, attempt, result, at)
            case NeedsAction():
                _record_needs_action(pledge, attempt, result, at)
            case Cancelled():
                _record_cancelled(pledge, attempt, at)
            case _:  # Unknown, NotPaid, InProgress: nothing has happened that we may believe
                return pledge
    faultpoints.reach("result-recorded")
    return pledge


def is_news(*, attempt: ChargeAttempt, result: Declined | NeedsAction) -> bool:
    """Whether a reading tells of this attempt, and not of an earlier one that is known already."""
    if isinstance(result, NeedsAction) and result.url:
        return True
    if not result.charge_ref:
        return False
    known = ChargeAttempt.objects.filter(
        pledge_id=attempt.pledge_id, charge_ref=result.charge_ref
    ).exclude(pk=attempt.pk)
    return not known.exists()


def _attempt_of(pledge: Pledge, attempt_id: int | None) -> ChargeAttempt | None:
    if attempt_id is not None:
        return pledge.attempts.get(pk=attempt_id)
    open_ = pledge.attempts.filter(state=State.SENDING).order_by("-number").first()
    return open_ or pledge.attempts.order_by("-number").first()


def _keep_waiting(attempt_id: int | None, unknown: Unknown) -> None:
    if attempt_id is None:
        return
    wait = _WAITS.get(unknown.doubt, WAIT)
    if unknown.retry_after:
        wait = max(wait, timedelta(seconds=unknown.retry_after))
    attempt = ChargeAttempt.objects.get(pk=attempt_id)
    # a processor that stays away is asked less and less often
    wait *= 2 ** min(6, attempt.number - 1)
    ChargeAttempt.objects.filter(pk=attempt_id, state=State.SENDING).update(
        code=unknown.doubt.value, lease_until=clock.DATABASE_NOW + wait
    )
    if unknown.doubt is not Doubt.IN_FLIGHT:
        buckets.slow_down(retry_after=unknown.retry_after)


def _record_paid(pledge: Pledge, attempt: ChargeAttempt | None, paid: Paid, at: datetime) -> None:
    if pledge.charged_at is not None:
        if pledge.charge_ref != paid.charge_ref:
            why = f"a second charge {paid.charge_ref}"
            attempting.alarm(pledge=pledge, attempt_id=None, why=why, at=at)
        _book_fee(pledge, paid, at)
        return
    open_ = pledge.attempts.filter(state=State.SENDING).first()
    attempt = open_ or attempt
    if why := _wrong(pledge, attempt, paid):
        attempting.alarm(pledge=pledge, attempt_id=attempt.pk if attempt else None, why=why, at=at)
        return
    move(
        pledge,
        Status.CHARGED,
        at=at,
        charged_at=paid.paid_at,
        charged_minor=paid.amount_minor,
        charge_ref=paid.charge_ref,
        next_try_at=None,
        fix_url="",
        decline_code="",
    )
    if attempt:
        _answer(attempt, State.PAID, at, charge_ref=paid.charge_ref)
    booking.book_charge(pledge=pledge, now=at)
    _book_fee(pledge, paid, at)
    receipts.tell(
        pledge=pledge,
        kind="pledge_charged",
        key="charged",
        charged_at=receipts.iso(paid.paid_at),
        card_brand=pledge.card_brand,
        card_last4=pledge.card_last4,
        receipt_number=f"{pledge.campaign.number}-{pledge.pk}",
    )


def _wrong(pledge: Pledge, attempt: ChargeAttempt | None, paid: Paid) -> str:
    """Why this payment must not be booked as the pledge's charge; '' when all is as agreed."""
    mandate = latest_mandate(pledge)
    if attempt is None or pledge.status not in MAY_BE_PAID:
        return f"paid while {pledge.status}: {paid.charge_ref}"
    if pledge.payment_ref != paid.payment_ref:
        return f"paid by another payment {paid.payment_ref}"
    agreed = (mandate.amount_minor, mandate.currency) if mandate else None
    if (paid.amount_minor, paid.currency) != (pledge.total.minor, pledge.currency):
        return f"charged {paid.amount_minor} {paid.currency}, not the pledge's amount"
    if (paid.amount_minor, paid.currency) != agreed:
        return f"charged {paid.amount_minor} {paid.currency}, not what the mandate permits"
    return ""


def _book_fee(pledge: Pledge, paid: Paid, at: datetime) -> None:
    if paid.fee_minor is not None and pledge.charge_ref == paid.charge_ref:
        fee = Money(paid.fee_minor, paid.fee_currency or paid.currency)
        booking.book_fee(pledge=pledge, fee=fee, now=at)


def _record_declined(
    pledge: Pledge, attempt: ChargeAttempt | None, declined: Declined, at: datetime
) -> None:
    waiting = {State.SENDING: Status.CHARGING, State.NEEDS_ACTION: Status.ACTION_REQUIRED}
    if attempt is None or waiting.get(State(attempt.state)) != pledge.status:
        return  # known already
    if declined.charge_ref and not is_news(attempt=attempt, result=declined):
        return
    _answer(
        attempt,
        State.DECLINED,
        at,
        code=declined.code[:60],
        decline_code=(declined.decline_code or "")[:60],
        advice_code=(declined.advice_code or "")[:60],
        charge_ref=declined.charge_ref or "",
    )
    grace_ends_at = _grace_of(pledge)
    again = attempting.next_try(grace_ends_at=grace_ends_at, at=at) if declined.may_retry else None
    why = declined.decline_code or declined.code
    move(
        pledge,
        Status.DECLINED,
        at=at,
        note=why[:200],
        decline_code=why[:60],
        may_retry=declined.may_retry,
        next_try_at=again,
        fix_url="",
    )
    receipts.tell(
        pledge=pledge,
        kind="pledge_declined",
        key=f"declined:{attempt.number}",
        reason_key=receipts.reason_key(why),
        next_try_at=receipts.iso(again),
        grace_ends_at=receipts.iso(grace_ends_at),
    )


def _record_needs_action(
    pledge: Pledge, attempt: ChargeAttempt | None, action: NeedsAction, at: datetime
) -> None:
    if attempt is None:
        return
    if attempt.state == State.NEEDS_ACTION and pledge.status == Status.ACTION_REQUIRED:
        Pledge.objects.filter(pk=pledge.pk).update(fix_url=action.url or "")
        pledge.fix_url = action.url or ""
        return
    if attempt.state != State.SENDING or pledge.status != Status.CHARGING:
        return
    _answer(
        attempt,
        State.NEEDS_ACTION,
        at,
        code=action.code[:60],
        charge_ref=action.charge_ref or "",
    )
    move(
        pledge,
        Status.ACTION_REQUIRED,
        at=at,
        fix_url=action.url or "",
        next_try_at=None,
        decline_code=action.code[:60],
    )
    if not action.url:  # with an address, the person is here and is sent there now
        receipts.tell(
            pledge=pledge,
            kind="pledge_needs_action",
            key=f"action:{attempt.number}",
            grace_ends_at=receipts.iso(_grace_of(pledge)),
        )


def _record_cancelled(pledge: Pledge, attempt: ChargeAttempt | None, at: datetime) -> None:
    """The payment can never succeed any more: nothing is left but to drop the pledge."""
    if pledge.status not in MAY_BE_PAID:
        return
    if attempt and attempt.state == State.SENDING:
        _answer(attempt, State.DECLINED, at, code="payment_cancelled")
    over = {"may_retry": False, "next_try_at": None, "fix_url": "", "grace_ends_at": at}
    if pledge.status == Status.CHARGING:
        move(pledge, Status.DECLINED, at=at, note="payment_cancelled", **over)
    else:
        Pledge.objects.filter(pk=pledge.pk).update(**over)


def _answer(attempt: ChargeAttempt, state: State, at: datetime, **facts: str) -> None:
    ChargeAttempt.objects.filter(pk=attempt.pk).update(
        **({"code": ""} | facts), state=state, answered_at=at
    )
    attempt.state = state


def _grace_of(pledge: Pledge) -> datetime:
    assert pledge.grace_ends_at is not None  # set by the first attempt
    return pledge.grace_ends_at
