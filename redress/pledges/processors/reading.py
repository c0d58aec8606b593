"""Turning Stripe's objects, as plain dictionaries, into the port's results. Pure."""

from datetime import UTC, datetime
from typing import Any

from redress.pledges.processors.declines import may_try_again
from redress.pledges.processors.port import (
    BalanceLine,
    Cancelled,
    Card,
    Declined,
    EventRef,
    FoundPayment,
    InProgress,
    NeedsAction,
    NotPaid,
    Paid,
    PaymentResult,
    Refunded,
    RefundStatus,
    SetupState,
    SetupStatus,
)

Body = dict[str, Any]
ASKS_FOR_PERSON = ("authentication_required", "payment_intent_authentication_failure")
"""The bank wants the cardholder; the same card passes once the person is there."""
_REFUNDS = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELLED,
}


def setup_state(session: Body) -> SetupState:
    """Read a Checkout Session with its SetupIntent and card expanded."""
    intent = session.get("setup_intent")
    saving: Body = intent if isinstance(intent, dict) else {}
    method = saving.get("payment_method") if saving.get("status") == "succeeded" else None
    saved: Body = method if isinstance(method, dict) else {}
    return SetupState(
        status=SetupStatus(session["status"]),
        session_ref=session["id"],
        customer_ref=ref_of(session.get("customer")) or "",
        setup_ref=ref_of(intent),
        method_ref=ref_of(method),
        card=card_of(saved) if saved.get("card") else None,
        pledge=pledge_of(session),
        url=session.get("url"),
    )


def card_of(method: Body) -> Card:
    """Read what may be kept of a card."""
    card = method["card"]
    return Card(
        brand=card["brand"],
        last4=card["last4"],
        exp_month=card["exp_month"],
        exp_year=card["exp_year"],
        fingerprint=card.get("fingerprint") or "",
    )


def payment_result(intent: Body) -> PaymentResult:
    """Read a PaymentIntent with charge and balance transaction expanded."""
    ref: str = intent["id"]
    match intent["status"]:
        case "succeeded":
            return _paid(intent)
        case "canceled":
            return Cancelled(payment_ref=ref)
        case "requires_action":
            url = ((intent.get("next_action") or {}).get("redirect_to_url") or {}).get("url")
            return NeedsAction(
                payment_ref=ref, url=url, method_ref=ref_of(intent.get("payment_method"))
            )
        case "requires_payment_method" | "requires_confirmation":
            error = intent.get("last_payment_error")
            return refusal(ref, error) if error else NotPaid(payment_ref=ref)
        case _:  # processing, requires_capture, and whatever is invented later
            return InProgress(payment_ref=ref)


def _paid(intent: Body) -> PaymentResult:
    charge = intent.get("latest_charge")
    if not isinstance(charge, dict):
        return InProgress(payment_ref=intent["id"])  # paid, but without a charge to post yet
    books = charge.get("balance_transaction")
    known: Body = books if isinstance(books, dict) else {}
    currency = known.get("currency")
    return Paid(
        payment_ref=intent["id"],
        charge_ref=charge["id"],
        amount_minor=intent["amount_received"],
        currency=intent["currency"].upper(),
        paid_at=at(charge["created"]),
        method_ref=ref_of(charge.get("payment_method")),
        fee_minor=known.get("fee"),
        fee_currency=currency.upper() if currency else None,
        balance_ref=ref_of(books),
        refunded_minor=charge.get("amount_refunded") or 0,
        disputed=bool(charge.get("disputed")),
    )


def refusal(payment_ref: str, error: Body) -> Declined | NeedsAction:
    """Read the bank's refusal, from an error's envelope or from `last_payment_error`."""
    code = error.get("code") or "card_declined"
    method_ref = ref_of(error.get("payment_method"))
    charge_ref = ref_of(error.get("charge"))
    if code in ASKS_FOR_PERSON:
        return NeedsAction(
            payment_ref=payment_ref, code=code, method_ref=method_ref, charge_ref=charge_ref
        )
    decline, advice = error.get("decline_code"), error.get("advice_code")
    return Declined(
        payment_ref=payment_ref,
        code=code,
        decline_code=decline,
        advice_code=advice,
        may_retry=may_try_again(code=code, decline_code=decline, advice_code=advice),
        method_ref=method_ref,
        charge_ref=charge_ref,
    )


def found_payment(intent: Body) -> FoundPayment:
    """Read one row of a listing of PaymentIntents."""
    return FoundPayment(
        payment_ref=intent["id"],
        pledge=pledge_of(intent),
        amount_minor=intent["amount"],
        currency=intent["currency"].upper(),
        created=at(intent["created"]),
        result=payment_result(intent),
    )


def refunded(refund: Body) -> Refunded:
    """Read a refund."""
    return Refunded(
        refund_ref=refund["id"],
        payment_ref=ref_of(refund.get("payment_intent")) or "",
        charge_ref=ref_of(refund.get("charge")),
        amount_minor=refund["amount"],
        currency=refund["currency"].upper(),
        status=_REFUNDS.get(refund.get("status") or "", RefundStatus.PENDING),
        created=at(refund["created"]),
        number=_number((refund.get("metadata") or {}).get("number")),
    )


def event_ref(event: Body) -> EventRef:
    """Read the envelope; raises KeyError or TypeError when it is none."""
    thing: Body = event["data"]["object"]
    kind: str = event["type"]
    ref: str = thing["id"]
    if not isinstance(event["livemode"], bool):
        raise TypeError("livemode")
    of_payment = thing.get("object") == "payment_intent"
    return EventRef(
        event_id=event["id"],
        kind=kind,
        object_ref=ref,
        payment_ref=ref if of_payment else ref_of(thing.get("payment_intent")),
        session_ref=ref if thing.get("object") == "checkout.session" else None,
        pledge=pledge_of(thing),
        livemode=event["livemode"],
        created=at(event["created"]),
    )


def balance_line(line: Body) -> BalanceLine:
    """Read one balance transaction."""
    return BalanceLine(
        balance_ref=line["id"],
        kind=line["type"],
        source_ref=ref_of(line.get("source")),
        amount_minor=line["amount"],
        fee_minor=line["fee"],
        net_minor=line["net"],
        currency=line["currency"].upper(),
        created=at(line["created"]),
    )


def ref_of(thing: Any) -> str | None:
    """Take the id of something that is an id, a whole object or nothing."""
    if isinstance(thing, dict):
        found = thing.get("id")
        return found if isinstance(found, str) else None
    return thing if isinstance(thing, str) and thing else None


def pledge_of(thing: Body) -> int | None:
    """Take our pledge's number from the metadata or the session's reference."""
    marked = (thing.get("metadata") or {}).get("pledge")
    return _number(marked or thing.get("client_reference_id"))


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else None


def at(seconds: int) -> datetime:
    """Read Stripe's time."""
    return datetime.fromtimestamp(seconds, UTC)
