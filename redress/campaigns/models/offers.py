"""Campaigns on their way from one owner to another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from redress.accounts.models import Organization
from redress.campaigns.models.campaign import Campaign
from redress.core.clock import DATABASE_NOW


class TransferOffer(models.Model):
    """A campaign offered to another owner: a person of its team, or an organization.

    Nothing changes hands until the other side accepts.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="offers")
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    to_organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="offers"
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    offered_at = models.DateTimeField(db_default=DATABASE_NOW)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)  # withdrawn, declined, or overtaken

    class Meta:
        """To one side; one open offer per campaign."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(accepted_at__isnull=True, closed_at__isnull=True),
                name="transfer_offer_open_once",
            ),
            models.CheckConstraint(
                condition=Q(to_user__isnull=True) ^ Q(to_organization__isnull=True),
                name="transfer_offer_to_one_side",
            ),
        )

    def __str__(self) -> str:
        """Which campaign; never to whom."""
        return f"{self.campaign_id} offered"
