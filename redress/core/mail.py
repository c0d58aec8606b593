"""The outbox: a message is a row beside the fact that it tells of; the worker sends it."""

import hashlib
import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from redress.core.models import OutboxMessage

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 12
logger = logging.getLogger(__name__)


def send_later(
    *,
    kind: str,
    key: str,
    to: str,
    language: str,
    context: dict[str, Any],
    due_at: datetime | None = None,
) -> None:
    """Put one message into the outbox, in the caller's transaction.

    `kind` names the templates `email/<kind>.txt` and `.html`; `key` makes the second call for
    the same fact harmless; `context` is plain JSON. The worker sends it, at least once.
    """
    values: dict[str, Any] = {"due_at": due_at} if due_at else {}
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                kind=kind,
                dedupe_key=f"{kind}:{key}",
                to_address=to,
                language=language,
                context=context,
                **values,
            )
        ],
        ignore_conflicts=True,
    )


def build_message(message: OutboxMessage) -> EmailMultiAlternatives:
    """The message as it goes out: text and HTML part in the person's language."""
    host = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    with translation.override(message.language):
        context = {
            **message.context,
            "language": message.language,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        template = Engine.get_default().get_template(f"email/{message.kind}.txt")
        # the text part is no HTML: an apostrophe must stay one
        text = template.render(Context(context, autoescape=False)).strip()
        head, _blank, body = text.partition("\n")
        subject = head.removeprefix("Subject:").strip()
        html = render_to_string(f"email/{message.kind}.html", {**context, "subject": subject})
    mark = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:24]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=body.strip() + "\n",
        from_email=settings.MAIL_FROM,
        to=[message.to_address],
        # fixed per row: a message sent twice after a crash is seen as one by mail programs
        headers={"Message-ID": f"<{message.pk}.{mark}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _claim(limit: int) -> list[OutboxMessage]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE core_outboxmessage SET claimed_until = redress_now() + make_interval(secs => %s),
                   attempts = attempts + 1
             WHERE id IN (
                   SELECT id FROM core_outboxmessage
                    WHERE sent_at IS NULL AND due_at <= redress_now() AND attempts < %s
                      AND (claimed_until IS NULL OR claimed_until < redress_now())
                    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            [LEASE.total_seconds(), MAX_ATTEMPTS, limit],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(OutboxMessage.objects.filter(pk__in=ids).order_by("pk"))


def drain_outbox(*, now: datetime, limit: int = 100) -> int:
    """Send up to `limit` waiting messages; returns how many went out.

    A message that fails is tried again later, further apart each time; it cannot stop the
    others. The facts of a sent message are erased: what was told is in the mailbox now.
    """
    sent = 0
    for message in _claim(limit):
        rows = OutboxMessage.objects.filter(pk=message.pk)
        try:
            build_message(message).send()
        except Exception as failure:  # outer loop: one bad message must not stop the rest
            logger.exception("A message could not be sent", extra={"reference": message.pk})
            wait = timedelta(seconds=min(3600, 15 * 2**message.attempts))
            rows.update(due_at=now + wait, claimed_until=None, failure=type(failure).__name__)
            continue
        rows.update(sent_at=now, claimed_until=None, context={}, failure="")
        sent += 1
    return sent
