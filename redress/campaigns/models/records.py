"""What happened to a campaign, kept for good: approvals and events."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from redress.campaigns.models.campaign import Campaign


class Approval(models.Model):
    """The take-on approval: the second condition of every pledge.

    Counsel signs the hash of the text first; then an approver who is not the owner approves.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="approvals")
    text_sha256 = models.CharField(max_length=64)
    counsel_name = models.CharField(max_length=160)
    counsel_signed_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()
    reason = models.TextField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    void_reason = models.TextField(blank=True)

    class Meta:
        """One standing approval at a time; counsel before approver."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(voided_at__isnull=True), name="approval_standing"
            ),
            models.CheckConstraint(
                condition=Q(counsel_signed_at__lte=F("approved_at")), name="approval_counsel_first"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="approval_reasoned"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="approval_void_reasoned",
            ),
        )

    def __str__(self) -> str:
        """Whose and when."""
        return f"{self.campaign_id} {self.approved_at:%Y-%m-%d}"


class CampaignEvent(models.Model):
    """What happened to a campaign; append-only, in the same transaction as the change."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(blank=True)
    PUBLIC_KINDS: ClassVar = frozenset(
        {"live", "approved", "approval_voided", "succeeded", "failed"}
    )

    class Meta:
        """Read per campaign, in order."""

        indexes = (models.Index(fields=["campaign", "id"], name="campaign_event_order"),)

    def __str__(self) -> str:
        """What and when."""
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
