"""What the links of a campaign answered."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from redress.campaigns.models import Campaign


class LinkCheck(models.Model):
    """The last answer of one address that a campaign links to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="link_checks")
    url = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField()  # of HTTP; 0: no answer; 1: may not be asked
    checked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    NO_ANSWER, NOT_ASKED = 0, 1

    class Meta:
        """One answer for each address."""

        constraints = (models.UniqueConstraint(fields=["campaign", "url"], name="link_check_once"),)

    def __str__(self) -> str:
        """Status and address."""
        return f"{self.status} {self.url}"
