"""News from the processor: verified, stored once, and handled by a job that reads the truth."""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.pledges import applying, pledging
from redress.pledges.models import Pledge, PledgeEvent, ProcessorEvent
from redress.pledges.processing import processor
from redress.pledges.processors.errors import BadSignature, UnknownShape, WrongMode

STALE_AFTER = timedelta(minutes=2)
logger = logging.getLogger(__name__)


class NotFromProcessor(Exception):
    """Not signed by the processor, too old, or of the other mode: nothing was stored."""


def receive(*, raw: bytes, signature: str, now: datetime) -> bool:
    """Store a webhook once and hand it to a job, in one transaction; False when it was known.

    Raises NotFromProcessor. A signed message of unknown shape is logged and taken, so that the
    processor does not send it again and the others flow.
    """
    try:
        event = processor().parse_webhook(raw=raw, signature=signature, now=now)
    except (BadSignature, WrongMode) as fault:
        raise NotFromProcessor(str(fault)) from fault
    except UnknownShape:
        logger.exception("A signed message of unknown shape was put aside")
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO pledges_processorevent (event_ref, kind, object_ref, arrived_at, failure)
            VALUES (%s, %s, %s, redress_now(), '') ON CONFLICT (event_ref) DO NOTHING RETURNING id
            """,
            [
                event.event_id,
                event.kind,
                event.payment_ref or event.session_ref or event.object_ref,
            ],
        )
        row = cursor.fetchone()
        if row is None:
            return False
        _defer(row[0], event.pledge)
    return True


def handle(*, event_id: int, pledge_hint: int | None, now: datetime) -> bool:
    """Find the pledge that an event is about and read the truth about it; True if there is one.

    The hint only says where to look; what is believed is what the processor answers now.
    """
    refuse_transaction()
    event = ProcessorEvent.objects.get(pk=event_id)
    if event.handled_at is not None:
        return False
    pledge = _pledge_of(event, pledge_hint)
    if pledge is not None:
        _look_again(event, pledge, now)
    ProcessorEvent.objects.filter(pk=event_id).update(
        handled_at=clock.DATABASE_NOW, failure="" if pledge else "of no pledge here"
    )
    return pledge is not None


def retry_unhandled(now: datetime) -> int:
    """Hand events whose job was lost to a job again; returns how many."""
    late = ProcessorEvent.objects.filter(
        handled_at__isnull=True, arrived_at__lt=clock.DATABASE_NOW - STALE_AFTER
    )
    ids = list(late.order_by("pk").values_list("pk", flat=True)[:200])
    for event_id in ids:
        _defer(event_id, None)
    return len(ids)


def _defer(event_id: int, pledge_hint: int | None) -> None:
    app.configure_task("handle_processor_event", priority=5).defer(
        event_id=event_id, pledge_hint=pledge_hint
    )


def _pledge_of(event: ProcessorEvent, hint: int | None) -> Pledge | None:
    ref = event.object_ref
    rows = Pledge.objects.filter(payment_ref=ref) | Pledge.objects.filter(session_ref=ref)
    return rows.first() if rows.exists() else Pledge.objects.filter(pk=hint or 0).first()


def _look_again(event: ProcessorEvent, pledge: Pledge, now: datetime) -> None:
    if event.kind == "setup_intent.setup_failed":
        with transaction.atomic():
            PledgeEvent.objects.create(pledge=pledge, kind="card_refused", at=clock.database_time())
    elif event.kind.startswith(("checkout.", "setup_intent.")):
        pledging.apply_setup(pledge_id=pledge.pk, now=now)
    elif pledge.payment_ref:
        result = processor().read_payment(pledge.payment_ref)
        applying.apply_payment(pledge_id=pledge.pk, result=result, now=now)


@app.task(queue="money", name="handle_processor_event")
def handle_processor_event(event_id: int, pledge_hint: int | None) -> None:
    """Read the truth that an event tells of."""
    handle(event_id=event_id, pledge_hint=pledge_hint, now=clock.now())
