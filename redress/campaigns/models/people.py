"""Who works on a campaign."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from redress.accounts.permissions import TeamRole
from redress.campaigns.models.campaign import Campaign
from redress.core.clock import DATABASE_NOW
from redress.core.translated import TranslatedField


class Membership(models.Model):
    """A person's role in a campaign's team."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=TeamRole)
    public_title = TranslatedField()  # what the page may say of a spokesperson or counsel
    since = models.DateTimeField(db_default=DATABASE_NOW)

    class Meta:
        """One role per person; the database refuses to take the last owner away."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=TeamRole.values), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        """Which role."""
        return f"{self.campaign_id}: {self.role}"


class Invitation(models.Model):
    """An offer of a role, sent to one address; it expires."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)  # lower case
    role = models.CharField(max_length=12, choices=TeamRole)
    language = models.CharField(max_length=2, default="en")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(db_default=DATABASE_NOW)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One open invitation per address and campaign."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=TeamRole.values), name="invitation_role_known"
            ),
        )

    def __str__(self) -> str:
        """Which role; never the address."""
        return f"{self.campaign_id}: {self.role}"
