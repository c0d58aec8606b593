"""Frozen texts, and what rests on exactly one of them: reviews, co-signers, the PDF."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.petitions.models.text import Petition


class PetitionVersion(models.Model):
    """One numbered text of a petition. The content never changes; a trigger refuses it."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("petition version")
        verbose_name_plural = _("petition versions")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "number"], name="petition_version_number_once"
            ),
            models.CheckConstraint(
                name="petition_version_sha256_is_hex",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number} {self.sha256[:12]}"


class CounselReview(models.Model):
    """What counsel said about one text, bound to its hash."""

    class Verdict(models.TextChoices):
        """Approved as it stands, or changes asked for."""

        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes requested")

    version = models.ForeignKey(PetitionVersion, on_delete=models.PROTECT, related_name="reviews")
    counsel = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="counsel_reviews",
    )
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("counsel review")
        verbose_name_plural = _("counsel reviews")
        constraints = [
            models.CheckConstraint(
                name="counsel_review_changes_has_note",
                condition=~Q(verdict="changes") | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="counsel_review_voided_after",
                condition=Q(voided_at__isnull=True) | Q(voided_at__gte=models.F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.sha256[:12]}"


class SignOn(models.Model):
    """A co-signer's consent, bound to one frozen version. No street address is ever kept here."""

    class Kind(models.TextChoices):
        """Person or organization."""

        PERSON = "person", _("Person")
        ORGANIZATION = "organization", _("Organization")

    version = models.ForeignKey(PetitionVersion, on_delete=models.PROTECT, related_name="sign_ons")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=60, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("sign-on")
        verbose_name_plural = _("sign-ons")
        constraints = [
            models.CheckConstraint(
                name="sign_on_organization_named",
                condition=~Q(kind="organization") | ~Q(organization=""),
            ),
            models.CheckConstraint(
                name="sign_on_withdrawn_after_confirmed",
                condition=Q(withdrawn_at__isnull=True)
                | Q(confirmed_at__isnull=True)
                | Q(withdrawn_at__gte=models.F("confirmed_at")),
            ),
        ]
        indexes = [
            # the appendix lists the standing co-signers of one version
            models.Index(
                fields=["version"],
                condition=Q(confirmed_at__isnull=False, withdrawn_at__isnull=True),
                name="sign_on_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.organization or self.name


class RenderedDocument(models.Model):
    """The PDF of one version with the roll of co-signers it was made from."""

    version = models.OneToOneField(
        PetitionVersion, on_delete=models.PROTECT, related_name="rendered"
    )
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    roll_sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rendered document")
        verbose_name_plural = _("rendered documents")
        constraints = [
            models.CheckConstraint(name="rendered_has_pages", condition=Q(pages__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}, {self.pages} p."
