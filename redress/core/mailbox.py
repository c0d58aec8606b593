"""The demonstration's mail transport: messages land in a table that a page shows."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from redress.core.models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    """Keeps each message, whole, as it would have gone out."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; returns how many."""
        rows = [
            MailboxMessage(
                to_address=", ".join(message.to),
                subject=message.subject[:400],
                raw=message.message().as_bytes(),
            )
            for message in email_messages
        ]
        return len(MailboxMessage.objects.bulk_create(rows))
