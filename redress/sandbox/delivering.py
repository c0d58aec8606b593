"""Sending events to the webhook address, signed, until it says yes or three days are over.

What is still to be sent stands in the database. A row is claimed for a minute in a transaction,
sent outside of any, and marked; whoever dies in between leaves a claim that the next start
releases.
"""

import hashlib
import hmac
import json
import logging
import threading
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F, Q

from redress.core import clock
from redress.sandbox import happening
from redress.sandbox.models import Delivery
from redress.sandbox.shapes import event as event_body

WAITS = (1, 2, 5, 15, 60, 300, 1800, 3600)
"""Seconds before the next try; the last is repeated."""
CLAIM = timedelta(seconds=60)
TIMEOUT = 10
POLL = 0.5
log = logging.getLogger(__name__)


def sign(raw: bytes, *, secret: str, at: datetime) -> str:
    """The `Stripe-Signature` header, as Stripe's page "Verify webhook signatures" has it."""
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256)
    return f"t={stamp},v1={signed.hexdigest()}"


def release_claims() -> None:
    """Let go of what a killed process had claimed; at worst an event arrives twice."""
    Delivery.objects.filter(delivered_at=None).update(claimed_until=None)


def claim(now: datetime) -> Delivery | None:
    """Take the delivery that is due the longest, or None."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        rows = rows.filter(free, delivered_at=None, due_at__lte=now, give_up_at__gt=now)
        found = rows.select_related("event").order_by("due_at", "pk").first()
        if found is not None:
            found.claimed_until = now + CLAIM
            found.save(update_fields=["claimed_until"])
        return found


def deliver(delivery: Delivery, *, now: datetime) -> bool:
    """Send one event and write down what came of it; True when the address took it."""
    raw = json.dumps(event_body(delivery.event)).encode()
    status = _post(
        delivery.url, raw, sign(raw, secret=getattr(settings, "WEBHOOK_SECRET", ""), at=now)
    )
    taken = status is not None and HTTPStatus(200) <= status < HTTPStatus(300)
    wait = WAITS[min(delivery.attempts, len(WAITS) - 1)]
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1,
        last_status=status,
        claimed_until=None,
        due_at=now + timedelta(seconds=wait),
        delivered_at=now if taken else None,
    )
    return taken


def _post(url: str, raw: bytes, signature: str) -> int | None:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature,
        "User-Agent": "Redress-sandbox/1.0",
    }
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection.request("POST", path, raw, headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        log.info("Webhook not taken: %s", error)
        return None
    finally:
        connection.close()


def send_what_is_due() -> int:
    """Send until nothing is due; returns how many were tried."""
    tried = 0
    while (delivery := claim(clock.now())) is not None:
        deliver(delivery, now=clock.now())
        tried += 1
    return tried


def keep_sending(stop: threading.Event) -> None:
    """Send until told to stop; a database that is away is waited for."""
    while not stop.is_set():
        happening.wake.clear()
        try:
            send_what_is_due()
        except DatabaseError:
            log.warning("The sandbox waits for its database.", exc_info=True)
            stop.wait(1)
        finally:
            close_old_connections()
        happening.wake.wait(POLL)
