"""Messages that wait to be sent, and the demonstration's mailbox."""

from django.db import models

from redress.core.clock import DATABASE_NOW


class OutboxMessage(models.Model):
    """A message to send, written in the same transaction as the fact that it tells of.

    `context` holds plain facts; links are signed when the message is built, so a row that
    waits here opens no door. The dedupe key makes telling twice harmless.
    """

    kind = models.CharField(max_length=60)
    dedupe_key = models.CharField(max_length=200, unique=True)
    to_address = models.CharField(max_length=320)
    language = models.CharField(max_length=2)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=DATABASE_NOW)
    due_at = models.DateTimeField(db_default=DATABASE_NOW)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        """The worker asks for unsent rows by their due time."""

        indexes = (
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(sent_at__isnull=True),
                name="outbox_unsent",
            ),
        )

    def __str__(self) -> str:
        """Kind and key; never the address."""
        return f"{self.kind} {self.dedupe_key}"


class MailboxMessage(models.Model):
    """A message that reached the demonstration's mailbox instead of the world."""

    to_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    raw = models.BinaryField()
    arrived_at = models.DateTimeField(db_default=DATABASE_NOW)

    class Meta:
        """Newest first is what the mailbox page asks for."""

        indexes = (models.Index(fields=["-id"], name="mailbox_newest"),)

    def __str__(self) -> str:
        """The subject."""
        return self.subject
