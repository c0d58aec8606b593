"""Writing down that something happened, for the event list and the webhook address."""

import threading
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from redress.core import clock
from redress.sandbox import faults
from redress.sandbox.answers import Body
from redress.sandbox.calls import Call
from redress.sandbox.models import Delivery, Event
from redress.sandbox.naming import new_id, sandbox_time, unix

API_VERSION = "2026-10-28.endive"
KEPT_TRYING = timedelta(days=3)
wake = threading.Event()
"""Set after a commit that left something to deliver; the sender waits on it."""


def record(kind: str, body: Body, *, call: Call | None = None) -> Event:
    """Keep the event with the object as it now is; call inside the transaction of the change."""
    at = sandbox_time()
    ref = new_id("evt")
    event = Event.objects.create(
        id=ref,
        created_at=at,
        kind=kind,
        request_id=call.request_id if call else "",
        idempotency_key=call.key if call else "",
        body={
            "id": ref,
            "object": "event",
            "api_version": API_VERSION,
            "created": unix(at),
            "data": {"object": body},
            "livemode": False,
            "type": kind,
        },
    )
    _address(event)
    return event


def _address(event: Event) -> None:
    url: str = getattr(settings, "WEBHOOK_URL", "")
    if not url:
        return
    ordered = faults.ordered()
    if faults.strikes("webhook_drop", event.kind, among=ordered):
        return
    now = clock.now()
    late = faults.strikes("webhook_delay", event.kind, among=ordered)
    copies = 2 if faults.strikes("webhook_duplicate", event.kind, among=ordered) else 1
    due = now + timedelta(milliseconds=late.milliseconds if late else 0)
    Delivery.objects.bulk_create(
        Delivery(event=event, url=url, due_at=due, give_up_at=now + KEPT_TRYING)
        for _ in range(copies)
    )
    transaction.on_commit(wake.set)
