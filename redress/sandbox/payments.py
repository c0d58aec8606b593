"""Payments: created unconfirmed, confirmed any number of times, paid at most once."""

from redress.sandbox import cards, customers, happening, shapes
from redress.sandbox.answers import Answer, Body, Refusal, missing
from redress.sandbox.calls import Call, find, listing
from redress.sandbox.cards import Decline
from redress.sandbox.models import BalanceTransaction, Charge, Intent, Method
from redress.sandbox.naming import new_id, sandbox_time
from redress.sandbox.parameters import (
    LISTING,
    address,
    checked,
    choice,
    metadata,
    refuse_fixed_types,
    text,
    truth,
    words,
)
from redress.sandbox.parameters import whole as number

CURRENCIES = frozenset({"usd", "eur", "gbp", "cad", "mxn", "jpy"})
SMALLEST, LARGEST = 50, 99_999_999
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(call: Call) -> Body:
    """`POST /v1/payment_intents`, unconfirmed."""
    known = {
        "amount": number,
        "currency": text,
        "customer": text,
        "description": text,
        "metadata": metadata,
        "payment_method": text,
        "allowed_payment_method_types": words,
        "capture_method": choice("automatic", "automatic_async"),
        "receipt_email": text,
    }
    refuse_fixed_types(call.params)
    asked = checked(call.params, known, ["amount", "currency"])
    _check_money(asked["amount"], asked["currency"])
    owner = customers.living_customer(asked["customer"]) if asked.get("customer") else None
    ref = new_id("pi")
    row = Intent(
        id=ref,
        created_at=sandbox_time(),
        metadata=asked.get("metadata", {}),
        amount=asked["amount"],
        currency=asked["currency"].lower(),
        customer=owner,
        status="requires_payment_method",
        description=asked.get("description", ""),
        receipt_email=asked.get("receipt_email", ""),
        capture_method=asked.get("capture_method", "automatic_async"),
        payment_method_types=["card"],
        client_secret=new_id(f"{ref}_secret"),
    )
    if asked.get("payment_method"):
        row.method = _usable_method(row, asked["payment_method"])
        row.status = "requires_confirmation"
    row.save()
    return shapes.intent(row)


def _check_money(amount: int, currency: str) -> None:
    if currency.lower() not in CURRENCIES:
        listed = ", ".join(sorted(CURRENCIES))
        message = f"Invalid currency: {currency}. The sandbox supports these currencies: {listed}"
        raise Refusal(param="currency", message=message)
    if amount < SMALLEST:
        message = "Amount must be at least 50 of the smallest unit."
        raise Refusal(code="amount_too_small", param="amount", message=message)
    if amount > LARGEST:
        message = "Amount must be no more than 99999999 of the smallest unit."
        raise Refusal(code="amount_too_large", param="amount", message=message)


def retrieve(call: Call) -> Body:
    """`GET /v1/payment_intents/{id}`."""
    checked(call.params, {})
    return shapes.intent(find(Intent.objects.all(), kind="payment_intent", ref=call.ref))


def list_all(call: Call) -> Body:
    """`GET /v1/payment_intents`."""
    asked = checked(call.params, {**LISTING, "customer": text})
    rows = Intent.objects.all()
    if "customer" in asked:
        rows = rows.filter(customer=asked["customer"])
    return listing(rows, shape=shapes.intent, url="/v1/payment_intents", params=asked)


def confirm(call: Call) -> Body | Answer:
    """`POST /v1/payment_intents/{id}/confirm`; the row's lock lets one through at a time."""
    known = {
        "payment_method": text,
        "off_session": truth,
        "return_url": address,
        "error_on_requires_action": truth,
    }
    asked = checked(call.params, known)
    row = find(Intent.objects.select_for_update(), kind="payment_intent", ref=call.ref)
    if row.status not in CONFIRMABLE:
        raise _unexpected(row, "confirm")
    if "payment_method" in asked:
        row.method = _usable_method(row, asked["payment_method"])
    elif row.method is not None:
        row.method = _usable_method(row, row.method.pk)
    if row.method is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise Refusal(code="payment_intent_unexpected_state", message=message)
    row.next_action, row.challenge, row.last_error = "", "", None
    present = not asked.get("off_session", False)
    decline = _decline_of(row.method, present=present)
    if decline is not None:
        return _decline(row, decline, call=call)
    if present and _is_challenged(row.method):
        if asked.get("error_on_requires_action"):
            return _decline(row, cards.DECLINES["authentication"], call=call)
        return _challenge(row, asked.get("return_url", ""), call=call)
    return pay(row, call=call)


def _usable_method(row: Intent, ref: str) -> Method:
    made = customers.method_of_token(ref)
    if made is not None:
        return made
    method = Method.objects.select_for_update().filter(pk=ref).first()
    if method is None:
        raise missing(kind="PaymentMethod", ref=ref, param="payment_method", status=400)
    if method.was_attached and method.customer_id is None:
        message = (
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer"
            " attachment or was detached from a Customer. It may not be used again."
        )
        raise Refusal(param="payment_method", message=message)
    if method.customer_id not in (None, row.customer_id):
        message = (
            f"The customer does not have a payment method with the ID {ref}."
            " The payment method must be attached to the customer."
        )
        raise Refusal(code="resource_missing", param="payment_method", message=message)
    return method


def _decline_of(method: Method, *, present: bool) -> Decline | None:
    at_charge = customers.behavior_of(method).at_charge
    if at_charge in cards.DECLINES:
        return cards.DECLINES[at_charge]
    if not present and (
        at_charge == "challenge" or (at_charge == "challenge_unless_set_up" and not method.set_up)
    ):
        return cards.DECLINES["authentication"]
    now = sandbox_time()
    if (method.exp_year, method.exp_month) < (now.year, now.month):
        return cards.DECLINES["expired"]
    return None


def _is_challenged(method: Method) -> bool:
    return customers.behavior_of(method).at_charge in ("challenge", "challenge_unless_set_up")


def _decline(row: Intent, decline: Decline, *, call: Call) -> Answer:
    method = row.method
    if method is None:
        raise ValueError("Only a card can be declined.")
    failed = Charge.objects.create(
        id=new_id("ch"),
        created_at=sandbox_time(),
        metadata=row.metadata,
        intent=row,
        method=method,
        amount=row.amount,
        currency=row.currency,
        status="failed",
        failure_code=decline.code,
        decline_code=decline.decline_code,
        failure_message=decline.message,
    )
    error: Body = {
        "type": "card_error",
        "code": decline.code,
        "decline_code": decline.decline_code,
        "message": decline.message,
        "charge": failed.pk,
        "doc_url": f"https://docs.stripe.com/error-codes#{decline.code}",
        "payment_method": shapes.method(method),
    }
    if decline.advice_code:
        error["advice_code"] = decline.advice_code
    row.status, row.method, row.last_error = "requires_payment_method", None, error
    row.save()
    happening.record("charge.failed", shapes.charge(failed), call=call)
    happening.record("payment_intent.payment_failed", shapes.intent(row), call=call)
    return Answer(status=402, body={"error": error | {"payment_intent": shapes.intent(row)}})


def _challenge(row: Intent, return_url: str, *, call: Call) -> Body:
    row.status = "requires_action"
    row.next_action = "redirect_to_url" if return_url else "use_stripe_sdk"
    row.return_url, row.origin = return_url, call.origin
    row.challenge = new_id("3ds", 40)
    row.save()
    happening.record("payment_intent.requires_action", shapes.intent(row), call=call)
    return shapes.intent(row)


def pay(row: Intent, *, call: Call | None = None) -> Body:
    """Take the money. Call with the intent locked."""
    method = row.method
    if method is None:
        raise ValueError("A payment without a card cannot be paid.")
    now = sandbox_time()
    charge = Charge.objects.create(
        id=new_id("ch"),
        created_at=now,
        metadata=row.metadata,
        intent=row,
        method=method,
        amount=row.amount,
        currency=row.currency,
        status="succeeded",
        disputed=customers.behavior_of(method).disputed,
    )
    BalanceTransaction.objects.create(
        id=new_id("txn"),
        created_at=now,
        kind="charge",
        charge=charge,
        amount=row.amount,
        fee=fee_of(row.amount),
        currency=row.currency,
    )
    row.status, row.next_action, row.challenge, row.last_error = "succeeded", "", "", None
    row.save()
    happening.record("charge.succeeded", shapes.charge(charge), call=call)
    happening.record("payment_intent.succeeded", shapes.intent(row), call=call)
    return shapes.intent(row)


def fee_of(amount: int) -> int:
    """2.9 % rounded half up, and 30 cents."""
    return (amount * 29 + 500) // 1000 + 30


def fail_challenge(row: Intent) -> None:
    """The person was not who the bank expected. Call with the intent locked."""
    row.status, row.method = "requires_payment_method", None
    row.next_action, row.challenge = "", ""
    row.last_error = {
        "type": "invalid_request_error",
        "code": "payment_intent_authentication_failure",
        "message": "The provided PaymentMethod has failed authentication.",
    }
    row.save()
    happening.record("payment_intent.payment_failed", shapes.intent(row))


def cancel(call: Call) -> Body:
    """`POST /v1/payment_intents/{id}/cancel`: it can never succeed any more."""
    reasons = choice("duplicate", "fraudulent", "requested_by_customer", "abandoned")
    asked = checked(call.params, {"cancellation_reason": reasons})
    row = find(Intent.objects.select_for_update(), kind="payment_intent", ref=call.ref)
    if row.status not in CONFIRMABLE:
        raise _unexpected(row, "cancel")
    row.status, row.canceled_at = "canceled", sandbox_time()
    row.cancellation_reason = asked.get("cancellation_reason", "")
    row.next_action, row.challenge = "", ""
    row.save()
    happening.record("payment_intent.canceled", shapes.intent(row), call=call)
    return shapes.intent(row)


def _unexpected(row: Intent, act: str) -> Refusal:
    return Refusal(
        code="payment_intent_unexpected_state",
        message=f"You cannot {act} this PaymentIntent because it has a status of {row.status}.",
        keep=True,
        extra={"payment_intent": shapes.intent(row)},
    )
