"""Messages that wait to be sent, the demonstration's mailbox, and uploaded pictures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

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
                condition=Q(sent_at__isnull=True),
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


class Picture(models.Model):
    """An uploaded picture after cleaning; the file as it was sent is never kept.

    `width` and `height` are those of the cleaned master, `sha256` names its bytes. What stands
    beside the picture (alt text, caption, credit, license, focal point) belongs to the row that
    shows it. A row shows a picture by a foreign key with on_delete PROTECT; a picture that no row
    shows for a day is removed (core.pictures.sweeping).
    """

    class Kind(models.TextChoices):
        """What the picture is for."""

        HERO = "hero", "hero"
        LOGO = "logo", "logo"

    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="uploaded_pictures",
    )
    # the very words that were confirmed: persons shown agree, no minor can be recognized
    confirmation = models.TextField(blank=True, db_default="")
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=DATABASE_NOW)
    unattached_since = models.DateTimeField(null=True)  # set and cleared by the sweep

    id: int

    class Meta:
        """Nobody stores the same picture twice."""

        constraints = (
            models.UniqueConstraint(
                fields=["sha256", "kind", "uploaded_by"], name="picture_uploaded_once"
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_size"),
        )

    def __str__(self) -> str:
        """Kind and the beginning of its hash."""
        return f"{self.kind} {self.sha256[:12]}"


class PictureCut(models.Model):
    """One way that a picture is shown: cut to 5:3 around a focal point, or whole.

    `name` is the part of the address that says which bytes: the same name never stands for
    others. `variants` lists what is on the disk: {"format", "width", "height", "bytes"}.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="cuts")
    name = models.CharField(max_length=64, db_index=True)
    focal_x = models.PositiveSmallIntegerField(null=True)  # per cent from the left; null: whole
    focal_y = models.PositiveSmallIntegerField(null=True)  # per cent from the top
    variants = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True)  # null: some variants are still to be made

    class Meta:
        """A cut is made once."""

        constraints = (
            models.UniqueConstraint(
                fields=["picture", "focal_x", "focal_y"],
                nulls_distinct=False,
                name="picture_cut_once",
            ),
            models.CheckConstraint(
                condition=Q(focal_x__isnull=True, focal_y__isnull=True)
                | Q(focal_x__range=(0, 100), focal_y__range=(0, 100)),
                name="picture_cut_focal_known",
            ),
        )

    def __str__(self) -> str:
        """The beginning of its name."""
        return self.name[:12]
