"""Dated messages from a campaign to its supporters and the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.core.translated import TranslatedField


class Update(models.Model):
    """News, or the organizer's letter after a campaign was not reached."""

    class Kind(models.TextChoices):
        """What it is."""

        NEWS = "news", _("Update")
        LETTER = "letter", _("Letter from the organizer")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="updates")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    title = TranslatedField()
    body = TranslatedField()  # Markdown subset
    published_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ("-published_at", "-pk")

    def __str__(self) -> str:
        """The title."""
        return str(self.title)
