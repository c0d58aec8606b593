"""What was charged, what it cost, and what happened: the endpoints that only read."""

from django.db.models import Q

from redress.sandbox import shapes
from redress.sandbox.answers import Body
from redress.sandbox.calls import Call, find, listing
from redress.sandbox.models import BalanceTransaction, Charge, Event
from redress.sandbox.parameters import LISTING, checked, choice, text, words


def retrieve_charge(call: Call) -> Body:
    """`GET /v1/charges/{id}`."""
    checked(call.params, {})
    return shapes.charge(find(Charge.objects.all(), kind="charge", ref=call.ref))


def list_charges(call: Call) -> Body:
    """`GET /v1/charges`."""
    asked = checked(call.params, {**LISTING, "payment_intent": text, "customer": text})
    rows = Charge.objects.select_related("intent", "method")
    if "payment_intent" in asked:
        rows = rows.filter(intent=asked["payment_intent"])
    if "customer" in asked:
        rows = rows.filter(intent__customer=asked["customer"])
    return listing(rows, shape=shapes.charge, url="/v1/charges", params=asked)


def retrieve_balance_transaction(call: Call) -> Body:
    """`GET /v1/balance_transactions/{id}`."""
    checked(call.params, {})
    rows = BalanceTransaction.objects.all()
    return shapes.balance_transaction(find(rows, kind="balance transaction", ref=call.ref))


def list_balance_transactions(call: Call) -> Body:
    """`GET /v1/balance_transactions`."""
    asked = checked(call.params, {**LISTING, "type": choice("charge", "refund"), "source": text})
    rows = BalanceTransaction.objects.all()
    if "type" in asked:
        rows = rows.filter(kind=asked["type"])
    if "source" in asked:
        rows = rows.filter(Q(charge=asked["source"]) | Q(refund=asked["source"]))
    url = "/v1/balance_transactions"
    return listing(rows, shape=shapes.balance_transaction, url=url, params=asked)


def retrieve_event(call: Call) -> Body:
    """`GET /v1/events/{id}`."""
    checked(call.params, {})
    return shapes.event(find(Event.objects.all(), kind="event", ref=call.ref))


def list_events(call: Call) -> Body:
    """`GET /v1/events`."""
    asked = checked(call.params, {**LISTING, "type": text, "types": words})
    rows = Event.objects.all()
    if "type" in asked:
        rows = rows.filter(kind=asked["type"])
    if "types" in asked:
        rows = rows.filter(kind__in=asked["types"])
    return listing(rows, shape=shapes.event, url="/v1/events", params=asked)
