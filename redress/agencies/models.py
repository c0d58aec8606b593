"""Agency and PetitionRule: who makes the rule, and how that agency takes a petition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.core.clock import DATABASE_NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

TO_VERIFY = "to verify"


class Jurisdiction(models.TextChoices):
    """Whose law and whose holidays apply."""

    FEDERAL = "federal", _("Federal")
    STATE = "state", _("State")


class ClockUnit(models.TextChoices):
    """What the number of a clock counts."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    BUSINESS_DAYS = "business_days", _("business days")
    MONTHS = "months", _("months")


class ClockTrigger(models.TextChoices):
    """The event from which a clock runs."""

    RECEIPT = "receipt", _("receipt")
    FILING = "filing", _("filing")
    SUBMISSION = "submission", _("submission")
    CLOSE_OF_COMMENT = (
        "close_of_21_day_comment",
        _("the close of the 21-day comment period"),
    )


class Agency(models.Model):
    """A body that can make a rule: a department, a component of one, or a state's agencies."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    formal_name = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("How the caption of a petition names it."),
    )
    short_name = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="components",
    )
    jurisdiction = models.CharField(max_length=10, choices=Jurisdiction)
    federal_register_slug = models.SlugField(max_length=120, blank=True)
    # how else people call it, in any language: a component, a short form
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(
                name="agency_jurisdiction_known",
                condition=models.Q(jurisdiction__in=Jurisdiction.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def caption_name(self) -> str:
        """The name that stands in the caption of a petition."""
        return self.formal_name or self.name


class AgencyImport(models.Model):
    """One import of a public list of agencies: from where, of when, and how much it held."""

    source = models.CharField(max_length=300)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    agencies = models.PositiveIntegerField()
    chapters = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        """From where."""
        return self.source


class CfrChapter(models.Model):
    """Where an agency's rules stand in the Code of Federal Regulations.

    Several agencies may share a chapter. A row is a fact of a public list, with its source.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="cfr_chapters")
    title = models.PositiveSmallIntegerField()  # 8
    subtitle = models.CharField(max_length=10, blank=True)  # A
    chapter = models.CharField(max_length=10, blank=True)  # IV; "" when a subtitle is named
    component = models.CharField(max_length=160, blank=True)  # whose chapter it is within
    source = models.CharField(max_length=300)
    vintage = models.DateField()  # of the source
    imported_at = models.DateTimeField(db_default=DATABASE_NOW)
    # null: written down in the project itself
    brought_by = models.ForeignKey(
        AgencyImport, on_delete=models.CASCADE, null=True, related_name="cfr_chapters"
    )

    class Meta:
        """Each place once for an agency, in the Code's order of titles."""

        ordering = ("title", "subtitle", "chapter", "component")
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "title", "subtitle", "chapter", "component"],
                name="cfr_chapter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(title__gte=1, title__lte=50)
                & (~models.Q(chapter="") | ~models.Q(subtitle="")),
                name="cfr_chapter_whole",
            ),
        )

    def __str__(self) -> str:
        """As it is cited: 8 CFR chapter I."""
        place = f"chapter {self.chapter}" if self.chapter else f"subtitle {self.subtitle}"
        return f"{self.title} CFR {place}"


class PetitionRuleQuerySet(models.QuerySet["PetitionRule"]):
    """Lists of petition rules."""

    def newest_of(self, agency: Agency) -> PetitionRule | None:
        """The rule as last loaded for this agency; older versions stay for what rests on them."""
        return self.filter(agency=agency).order_by("-version").first()


class PetitionRule(models.Model):
    """One version of an agency's rule on petitions; a change is a new version, never an edit."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="petition_rules")
    version = models.PositiveIntegerField()
    citation = models.TextField()
    clock_count = models.PositiveIntegerField(null=True, blank=True)
    clock_unit = models.CharField(max_length=20, choices=ClockUnit, blank=True)
    clock_trigger = models.CharField(max_length=40, choices=ClockTrigger)
    reply_kind = models.TextField(blank=True)
    reply_citation = models.TextField(blank=True)
    on_silence = models.TextField(blank=True)
    language = models.CharField(
        max_length=12,
        blank=True,
        help_text=_("The only language accepted; empty when none is named."),
    )
    title_words = models.JSONField(default=list, blank=True)
    addressee = models.TextField(blank=True)
    filing_methods = models.JSONField(default=list, blank=True)
    rejected_methods = models.JSONField(default=list, blank=True)
    required_parts = models.JSONField(default=list, blank=True)
    source = models.TextField(blank=True)
    verified = models.BooleanField(default=False)
    verified_fields = models.JSONField(default=list, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True)
    data = models.JSONField(help_text=_("The entry as it was loaded."))

    objects = PetitionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition rule")
        verbose_name_plural = _("petition rules")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "version"],
                name="petition_rule_version_once_per_agency",
            ),
            models.CheckConstraint(
                name="petition_rule_number_has_unit",
                condition=models.Q(clock_count__isnull=True, clock_unit="")
                | models.Q(clock_count__gte=1, clock_unit__in=ClockUnit.values),
            ),
            models.CheckConstraint(
                name="petition_rule_trigger_known",
                condition=models.Q(clock_trigger__in=ClockTrigger.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} v{self.version}: {self.citation}"

    @property
    def has_number(self) -> bool:
        """Whether the rule sets a number of days or months at all."""
        return self.clock_count is not None

    def was_read(self, field: str) -> bool:
        """Whether this field (citation, form, filing, reply, ack …) was read in a public copy."""
        return field in self.verified_fields

    @property
    def marked_to_verify(self) -> Sequence[str]:
        """The fields whose words say that nobody checked them; pages must show that mark."""
        texts: dict[str, Any] = {
            "citation": self.citation,
            "source": self.source,
            "on_silence": self.on_silence,
            "reply_citation": self.reply_citation,
            "filing_methods": str(self.filing_methods),
            "acknowledge": str(self.data.get("acknowledge") or ""),
            "notes": self.notes,
        }
        return tuple(name for name, text in texts.items() if TO_VERIFY in text)
