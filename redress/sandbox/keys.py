"""Idempotency: the first answer under a key is the only one.

Stated by Stripe's page "Idempotent requests". Answer and effect are committed together, so a
process that is killed leaves either both or neither. The lock is the database's and dies with
the connection; whoever finds it taken is told 409.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from redress.sandbox.answers import Answer, Refusal
from redress.sandbox.models import KeptAnswer
from redress.sandbox.naming import sandbox_time
from redress.sandbox.parameters import Params

KEPT_FOR = timedelta(hours=24)
LONGEST = 255


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An answer, and whether it is an old one."""

    answer: Answer
    replay_of: str = ""


def answer_once(
    *, key: str, request_id: str, what: str, params: Params, work: Callable[[], Answer]
) -> Outcome:
    """Do the work and keep its answer, or give the kept answer of the same request."""
    if len(key) > LONGEST:
        raise Refusal(message=f"Idempotency keys are at most {LONGEST} characters long.")
    asked = json.dumps([what, params], sort_keys=True)
    mark = hashlib.sha256(asked.encode()).hexdigest()
    with transaction.atomic():
        _lock(key)
        KeptAnswer.objects.filter(key=key, created_at__lt=sandbox_time() - KEPT_FOR).delete()
        kept = KeptAnswer.objects.filter(key=key).first()
        if kept is not None:
            return _replay(kept, mark)
        answer, keep = _attempt(work)
        if keep:
            KeptAnswer.objects.create(
                key=key,
                fingerprint=mark,
                status=answer.status,
                body=answer.body,
                request_id=request_id,
                created_at=sandbox_time(),
            )
        return Outcome(answer=answer)


def _lock(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 8010))", [key])
        row = cursor.fetchone()
    if not (row and row[0]):
        message = "There is currently another in-progress request using this Idempotency Key."
        raise Refusal(
            status=409, kind="idempotency_error", code="idempotency_key_in_use", message=message
        )


def _replay(kept: KeptAnswer, mark: str) -> Outcome:
    if kept.fingerprint != mark:
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were"
            f" first used with. Try using a key other than '{kept.key}'."
        )
        raise Refusal(kind="idempotency_error", message=message)
    return Outcome(answer=Answer(status=kept.status, body=kept.body), replay_of=kept.request_id)


def _attempt(work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Run the work; a refusal undoes it, and is kept only if execution had begun."""
    try:
        with transaction.atomic():
            return work(), True
    except Refusal as refusal:
        return refusal.answer, refusal.keep
