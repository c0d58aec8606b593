"""Objects as the API shows them, and `expand`."""

from collections.abc import Callable, Mapping
from typing import Any

from redress.sandbox.answers import Body, Refusal
from redress.sandbox.models import (
    BalanceTransaction,
    Charge,
    Customer,
    Event,
    Intent,
    Method,
    Named,
    Refund,
    Session,
    SetupIntent,
)
from redress.sandbox.naming import unix


def _base(thing: Named, kind: str) -> Body:
    return {
        "id": thing.pk,
        "object": kind,
        "created": unix(thing.created_at),
        "livemode": False,
        "metadata": thing.metadata,
    }


def customer(row: Customer) -> Body:
    """A customer, or the little that is left of a deleted one."""
    if row.deleted:
        return {"id": row.pk, "object": "customer", "deleted": True}
    return _base(row, "customer") | {
        "email": row.email or None,
        "name": row.name or None,
        "description": row.description or None,
        "preferred_locales": row.preferred_locales,
        "balance": 0,
        "currency": None,
        "delinquent": False,
    }


def method(row: Method) -> Body:
    """A saved card."""
    return _base(row, "payment_method") | {
        "type": "card",
        "customer": row.customer_id,
        "allow_redisplay": "unspecified",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "card": {
            "brand": row.brand,
            "checks": {"cvc_check": "pass"},
            "country": "US",
            "exp_month": row.exp_month,
            "exp_year": row.exp_year,
            "fingerprint": row.fingerprint,
            "funding": "credit",
            "last4": row.last4,
            "three_d_secure_usage": {"supported": True},
        },
    }


def setup_intent(row: SetupIntent) -> Body:
    """The saving of one card."""
    return _base(row, "setup_intent") | {
        "customer": row.customer_id,
        "description": row.description or None,
        "last_setup_error": row.last_error,
        "payment_method": row.method_id,
        "payment_method_types": ["card"],
        "status": row.status,
        "usage": "off_session",
        "next_action": None,
        "client_secret": f"{row.pk}_secret_sandbox",
    }


def session(row: Session) -> Body:
    """One hosted card page."""
    return _base(row, "checkout.session") | {
        "mode": "setup",
        "status": row.status,
        "payment_status": "no_payment_required",
        "customer": row.customer_id,
        "customer_email": None,
        "client_reference_id": row.client_reference_id or None,
        "setup_intent": row.setup_intent_id,
        "payment_intent": None,
        "subscription": None,
        "currency": None,
        "locale": row.locale or None,
        "payment_method_types": ["card"],
        "success_url": row.success_url,
        "cancel_url": row.cancel_url or None,
        "url": f"{row.origin}/c/pay/{row.pk}" if row.status == "open" else None,
        "expires_at": unix(row.expires_at),
        "ui_mode": "hosted_page",
    }


def intent(row: Intent) -> Body:
    """One payment."""
    latest = row.charges.order_by("-created_at", "-pk").first()
    paid = row.status == "succeeded"
    return _base(row, "payment_intent") | {
        "amount": row.amount,
        "amount_capturable": 0,
        "amount_received": row.amount if paid else 0,
        "canceled_at": unix(row.canceled_at) if row.canceled_at else None,
        "cancellation_reason": row.cancellation_reason or None,
        "capture_method": row.capture_method,
        "client_secret": row.client_secret,
        "confirmation_method": "automatic",
        "currency": row.currency,
        "customer": row.customer_id,
        "description": row.description or None,
        "last_payment_error": row.last_error,
        "latest_charge": latest.pk if latest else None,
        "next_action": _next_action(row),
        "payment_method": row.method_id,
        "payment_method_types": row.payment_method_types,
        "receipt_email": row.receipt_email or None,
        "setup_future_usage": None,
        "status": row.status,
    }


def _next_action(row: Intent) -> Body | None:
    if not row.next_action:
        return None
    if row.next_action == "use_stripe_sdk":
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    url = f"{row.origin}/3d_secure/payment/{row.challenge}"
    return {
        "type": "redirect_to_url",
        "redirect_to_url": {"url": url, "return_url": row.return_url},
    }


def charge(row: Charge) -> Body:
    """One try to take the money."""
    paid = row.status == "succeeded"
    books = BalanceTransaction.objects.filter(charge=row).values_list("pk", flat=True)
    blocked = row.decline_code == "fraudulent"
    outcome = {
        "network_status": "approved_by_network" if paid else "declined_by_network",
        "reason": row.decline_code or None,
        "risk_level": "highest" if blocked else "normal",
        "type": "authorized" if paid else "blocked" if blocked else "issuer_declined",
    }
    return _base(row, "charge") | {
        "amount": row.amount,
        "amount_captured": row.amount if paid else 0,
        "amount_refunded": row.amount_refunded,
        "balance_transaction": next(iter(books), None),
        "captured": paid,
        "currency": row.currency,
        "customer": row.intent.customer_id,
        "description": row.intent.description or None,
        "disputed": row.disputed,
        "failure_code": row.failure_code or None,
        "failure_message": row.failure_message or None,
        "outcome": outcome,
        "paid": paid,
        "payment_intent": row.intent_id,
        "payment_method": row.method_id,
        "payment_method_details": {
            "type": "card",
            "card": {"brand": row.method.brand, "last4": row.method.last4},
        },
        "receipt_url": None,
        "refunded": paid and row.amount_refunded == row.amount,
        "status": row.status,
    }


def refund(row: Refund) -> Body:
    """Money given back."""
    body = _base(row, "refund")
    del body["livemode"]  # the API's refunds have none
    books = BalanceTransaction.objects.filter(refund=row).values_list("pk", flat=True)
    return body | {
        "amount": row.amount,
        "balance_transaction": next(iter(books), None),
        "charge": row.charge_id,
        "currency": row.charge.currency,
        "payment_intent": row.charge.intent_id,
        "reason": row.reason or None,
        "status": "succeeded",
    }


def balance_transaction(row: BalanceTransaction) -> Body:
    """One line of the books."""
    fees = [
        {
            "amount": row.fee,
            "application": None,
            "currency": row.currency,
            "description": "Processing fees",
            "type": "stripe_fee",
        }
    ]
    return {
        "id": row.pk,
        "object": "balance_transaction",
        "amount": row.amount,
        "available_on": unix(row.created_at),
        "created": unix(row.created_at),
        "currency": row.currency,
        "description": None,
        "exchange_rate": None,
        "fee": row.fee,
        "fee_details": fees if row.fee else [],
        "net": row.amount - row.fee,
        "reporting_category": row.kind,
        "source": row.charge_id or row.refund_id,
        "status": "available",
        "type": row.kind,
    }


def event(row: Event) -> Body:
    """Something that happened."""
    pending = row.deliveries.filter(delivered_at=None).count()
    asked = {"id": row.request_id or None, "idempotency_key": row.idempotency_key or None}
    body: Body = row.body
    return body | {"pending_webhooks": pending, "request": asked}


SHAPES: Mapping[str, tuple[Any, Callable[[Any], Body]]] = {
    "customer": (Customer, customer),
    "setup_intent": (SetupIntent, setup_intent),
    "payment_method": (Method, method),
    "payment_intent": (Intent, intent),
    "latest_charge": (Charge, charge),
    "charge": (Charge, charge),
    "balance_transaction": (BalanceTransaction, balance_transaction),
}
"""What can be expanded, by the name under which it is referred to."""


def expand(body: Body, paths: list[str]) -> Body:
    """Put whole objects where the paths name references; a path of a list starts with `data`."""
    for path in paths:
        _expand(body, path.split("."), path)
    return body


def _expand(body: Body, steps: list[str], path: str) -> None:
    name, rest = steps[0], steps[1:]
    if name == "data" and body.get("object") == "list":
        for one in body["data"]:
            _expand(one, rest, path)
        return
    if name not in SHAPES or name not in body:
        message = f"This property cannot be expanded ({path})."
        raise Refusal(message=message, param="expand")
    if isinstance(body[name], str):
        model, shape = SHAPES[name]
        body[name] = shape(model.objects.get(pk=body[name]))
    if rest and body[name] is not None:
        _expand(body[name], rest, path)
