"""What happened to a petition: our own moves, and what the agency and the courts did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.core.translated import TranslatedField
from redress.petitions.models.text import Petition, Status


class PetitionEvent(models.Model):
    """One move of a petition: what it was, what it became, who did it. Append-only."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=24, choices=Status)
    after = models.CharField(max_length=24, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("petition event")
        verbose_name_plural = _("petition events")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class AgencyEventKind(models.TextChoices):
    """What happened."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DOCKETED = "docketed", _("Docketed")
    COMMENT_OPENED = "comment_opened", _("Comment opened")
    COMMENT_CLOSED = "comment_closed", _("Comment closed")
    LETTER = "letter", _("Letter")
    DEFICIENCY = "deficiency", _("Returned as incomplete")
    TENTATIVE_RESPONSE = "tentative_response", _("Tentative response")
    SUIT = "suit", _("Suit for delay")
    COURT_ORDER = "court_order", _("Court order")
    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly_granted", _("Granted in part")
    DENIED = "denied", _("Denied")
    DISMISSED = "dismissed", _("Dismissed")
    RULE = "rule", _("Step of a rule")


class AgencyEvent(models.Model):
    """What happened to the petition outside our house, with date and source. Append-only."""

    class Precision(models.TextChoices):
        """How much of the date the source gives."""

        DAY = "day", _("day")
        MONTH = "month", _("month")

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="agency_events")
    kind = models.CharField(max_length=20, choices=AgencyEventKind)
    dated = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    received_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    text = TranslatedField(help_text=_("What happened, by language."))

    class Meta:
        verbose_name = _("agency event")
        verbose_name_plural = _("agency events")
        constraints = [
            models.CheckConstraint(
                name="agency_event_kind_known",
                condition=Q(kind__in=AgencyEventKind.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dated} {self.kind}"
