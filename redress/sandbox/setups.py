"""Hosted card pages, and the saving of the card that they are for."""

from datetime import timedelta

from redress.sandbox import cards, happening, shapes
from redress.sandbox.answers import Body, Refusal
from redress.sandbox.calls import Call, find
from redress.sandbox.cards import TestCard
from redress.sandbox.customers import living_customer, save_card
from redress.sandbox.models import Session, SetupIntent
from redress.sandbox.naming import new_id, sandbox_time
from redress.sandbox.parameters import (
    address,
    checked,
    choice,
    group,
    metadata,
    moment,
    refuse_fixed_types,
    text,
    words,
)

OPEN_FOR = timedelta(hours=24)


def create(call: Call) -> Body:
    """`POST /v1/checkout/sessions` in the mode `setup`."""
    known = {
        "mode": choice("setup"),
        "customer": text,
        "success_url": address,
        "cancel_url": address,
        "locale": choice("auto", "en", "es", "es-419", "en-GB"),
        "allowed_payment_method_types": words,
        "currency": text,
        "client_reference_id": text,
        "metadata": metadata,
        "setup_intent_data": group({"description": text, "metadata": metadata}),
        "expires_at": moment,
    }
    refuse_fixed_types(call.params)
    asked = checked(call.params, known, ["mode", "success_url", "customer"])
    if not asked.get("allowed_payment_method_types") and not asked.get("currency"):
        message = "Missing required param: currency (or name allowed_payment_method_types)."
        raise Refusal(code="parameter_missing", param="currency", message=message)
    if len(asked.get("client_reference_id", "")) > 200:
        raise Refusal(param="client_reference_id", message="At most 200 characters.")
    now = sandbox_time()
    until = asked.get("expires_at", now + OPEN_FOR)
    if not now + timedelta(minutes=29) <= until <= now + OPEN_FOR + timedelta(minutes=1):
        message = "The expires_at timestamp must be between 30 minutes and 24 hours from now."
        raise Refusal(param="expires_at", message=message)
    owner = living_customer(asked["customer"])
    saving = SetupIntent.objects.create(
        id=new_id("seti"), created_at=now, customer=owner, **asked.get("setup_intent_data", {})
    )
    row = Session.objects.create(
        id=new_id("cs_test", 58),
        created_at=now,
        metadata=asked.get("metadata", {}),
        customer=owner,
        setup_intent=saving,
        success_url=asked["success_url"],
        cancel_url=asked.get("cancel_url", ""),
        locale=asked.get("locale", ""),
        client_reference_id=asked.get("client_reference_id", ""),
        origin=call.origin,
        expires_at=until,
    )
    return shapes.session(row)


def current(ref: str, *, lock: bool = False) -> Session:
    """The session as it is now: one past its time is expired, whoever asks first."""
    rows = Session.objects.select_related("setup_intent", "customer")
    row = find(
        rows.select_for_update(of=("self",)) if lock else rows, kind="checkout.session", ref=ref
    )
    if row.status == "open" and row.expires_at <= sandbox_time():
        row.status = "expired"
        Session.objects.filter(pk=row.pk, status="open").update(status="expired")
    return row


def retrieve(call: Call) -> Body:
    """`GET /v1/checkout/sessions/{id}`."""
    checked(call.params, {})
    return shapes.session(current(call.ref))


def expire(call: Call) -> Body:
    """`POST /v1/checkout/sessions/{id}/expire`."""
    checked(call.params, {})
    row = current(call.ref, lock=True)
    if row.status != "open":
        message = (
            f"Only Checkout Sessions with a status of open can be expired: this is {row.status}."
        )
        raise Refusal(message=message, keep=True)
    row.status = "expired"
    row.save(update_fields=["status"])
    happening.record("checkout.session.expired", shapes.session(row), call=call)
    return shapes.session(row)


def retrieve_setup_intent(call: Call) -> Body:
    """`GET /v1/setup_intents/{id}`."""
    checked(call.params, {})
    return shapes.setup_intent(find(SetupIntent.objects.all(), kind="setupintent", ref=call.ref))


def present_card(session: Session, card: TestCard, *, exp_month: int, exp_year: int) -> str:
    """The person has typed this card: `saved`, `challenge`, or the name of the decline.

    Call with the session locked. With `challenge` the card waits for 3-D Secure.
    """
    saving = session.setup_intent
    method = save_card(card, exp_month=exp_month, exp_year=exp_year, customer=None, set_up=False)
    decline = cards.DECLINES.get(card.behavior.at_setup)
    if decline is not None:
        saving.status, saving.method = "requires_payment_method", None
        saving.last_error = {
            "type": "card_error",
            "code": decline.code,
            "decline_code": decline.decline_code,
            "advice_code": decline.advice_code,
            "message": decline.message,
            "payment_method": shapes.method(method),
        }
        saving.save()
        happening.record("setup_intent.setup_failed", shapes.setup_intent(saving))
        return card.behavior.at_setup
    saving.method, saving.last_error = method, None
    if card.behavior.at_setup == "challenge":
        saving.status = "requires_action"
        saving.save()
        return "challenge"
    finish(session)
    return "saved"


def finish(session: Session) -> None:
    """The card is saved: attach it, close the page, tell."""
    saving = session.setup_intent
    method = saving.method
    if method is None:
        raise ValueError("A set-up without a card cannot be finished.")
    method.customer, method.set_up, method.was_attached = session.customer, True, True
    method.save()
    saving.status = "succeeded"
    saving.save()
    session.status = "complete"
    session.save(update_fields=["status"])
    happening.record("setup_intent.succeeded", shapes.setup_intent(saving))
    happening.record("checkout.session.completed", shapes.session(session))


def fail_challenge(session: Session) -> None:
    """The person was not who the bank expected: the card is not saved, the page stays open."""
    saving = session.setup_intent
    saving.status, saving.method = "requires_payment_method", None
    saving.last_error = {
        "type": "invalid_request_error",
        "code": "setup_intent_authentication_failure",
        "message": "The latest attempt to set up the payment method has failed: not authenticated.",
    }
    saving.save()
    happening.record("setup_intent.setup_failed", shapes.setup_intent(saving))
