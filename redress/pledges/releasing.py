"""Deleting cards that are needed no more, at the processor."""

from datetime import datetime

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.pledges.holding import ENDED
from redress.pledges.models import Pledge, PledgeEvent
from redress.pledges.processing import processor
from redress.pledges.processors.port import Done, SetupStatus, Unknown


class CardNotYetDeleted(Exception):
    """The processor gave no answer that can be trusted; the job is tried again."""


def release_card(*, pledge_id: int, method_ref: str, now: datetime) -> bool:
    """Delete one saved card at the processor; False when it is still in use here.

    Safe to call again. Raises CardNotYetDeleted when the answer is unknown.
    """
    refuse_transaction()
    pledge = Pledge.objects.get(pk=pledge_id)
    if pledge.status not in ENDED and pledge.method_ref == method_ref:
        return False
    if not method_ref:
        return False
    answer = processor().detach(method_ref=method_ref, key=f"detach:{pledge_id}:{method_ref}")
    if not isinstance(answer, Done):
        raise CardNotYetDeleted(pledge_id)
    with transaction.atomic():
        Pledge.objects.filter(pk=pledge_id, method_ref=method_ref).update(card_attached=False)
        PledgeEvent.objects.create(
            pledge_id=pledge_id, kind="card_deleted", at=clock.database_time()
        )
    return True


def close_card_page(*, pledge_id: int, now: datetime) -> bool:
    """Close the open card page of a pledge that ended; True when none is left.

    A card that was saved at the last moment is deleted.
    """
    refuse_transaction()
    pledge = Pledge.objects.get(pk=pledge_id)
    if pledge.status not in ENDED or not pledge.session_ref:
        return False
    state = processor().read_setup(pledge.session_ref)
    if isinstance(state, Unknown):
        raise CardNotYetDeleted(pledge_id)
    if state.status is SetupStatus.OPEN:
        answer = processor().close_setup(
            session_ref=pledge.session_ref, key=f"close:{pledge.pk}:{pledge.setup_number}"
        )
        if not isinstance(answer, Done):
            raise CardNotYetDeleted(pledge_id)
    elif state.saved and state.method_ref:
        release_card(pledge_id=pledge_id, method_ref=state.method_ref, now=now)
    Pledge.objects.filter(pk=pledge_id, session_ref=pledge.session_ref).update(session_ref="")
    return True


_AGAIN = RetryStrategy(max_attempts=10, exponential_wait=5, retry_exceptions=[CardNotYetDeleted])


@app.task(queue="default", name="release_card", retry=_AGAIN)
def release_card_job(pledge_id: int, method_ref: str) -> None:
    """Delete a card that is needed no more."""
    release_card(pledge_id=pledge_id, method_ref=method_ref, now=clock.now())


@app.task(queue="default", name="close_card_page", retry=_AGAIN)
def close_card_page_job(pledge_id: int) -> None:
    """Close the card page of a pledge that ended."""
    close_card_page(pledge_id=pledge_id, now=clock.now())
