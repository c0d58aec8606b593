"""The campaign itself with its terms, its subjects and who receives the money."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.accounts.models import Organization
from redress.agencies.models import Agency
from redress.campaigns.states import EDITABLE, PUBLIC, Status
from redress.core.clock import DATABASE_NOW
from redress.core.models import Picture
from redress.core.money import Money
from redress.core.translated import TranslatedField


class IssueArea(models.Model):
    """A subject that campaigns are filed under; operators can add one."""

    slug = models.SlugField(unique=True)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        """The name."""
        return str(self.name)


class Beneficiary(models.Model):
    """Who receives the money; the tax class drives the wording and cannot be blank."""

    class TaxClass(models.TextChoices):
        """What a payment to the beneficiary is for the tax office."""

        C3 = "501c3", _("501(c)(3) charity")
        C4 = "501c4", _("501(c)(4) social welfare organization")
        P527 = "527", _("527 political organization")
        NONE = "none", _("no tax exemption")

    name = models.CharField(max_length=200)
    tax_class = models.CharField(max_length=10, choices=TaxClass)

    class Meta:
        """No beneficiary without a tax class."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(tax_class="") & ~Q(name=""), name="beneficiary_named_and_classed"
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """The rules that both a list and a row need, written once."""

    def public(self) -> CampaignQuerySet:
        """Everything that is or was live, listed or reachable by its private link."""
        return self.filter(status__in=PUBLIC)

    def listed(self) -> CampaignQuerySet:
        """What lists, search and the home page may show."""
        return self.public().filter(listed_at__isnull=False)

    def live(self) -> CampaignQuerySet:
        """Open to pledges as far as the state tells; the deadline is judged under a lock."""
        return self.filter(status=Status.LIVE, is_record=False)

    def due(self) -> CampaignQuerySet:
        """Past the deadline by the database's clock and not yet decided, earliest first."""
        return self.filter(
            status__in=(Status.LIVE, Status.PAUSED),
            is_record=False,
            deadline_at__lte=DATABASE_NOW,
            decide_after__lte=DATABASE_NOW,
        ).order_by("deadline_at", "pk")

    def at(self, slug: str) -> CampaignQuerySet:
        """The campaign at this public address: its private one, or its own once listed."""
        return self.public().filter(Q(private_slug=slug) | Q(slug=slug, listed_at__isnull=False))


class Campaign(models.Model):
    """A public effort to change one rule, with a goal and a deadline."""

    class Scope(models.TextChoices):
        """How far the rule reaches."""

        LOCAL = "local", _("Local")
        STATE = "state", _("State")
        NATIONAL = "national", _("National")

    number = models.CharField(max_length=20, unique=True)  # RDS-2026-0147
    slug = models.SlugField(max_length=80, unique=True)
    private_slug = models.SlugField(max_length=110, unique=True)  # unguessable, for the seed phase
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    title = TranslatedField()
    standfirst = TranslatedField()
    notice = TranslatedField()  # shown above the page, such as "people and sums are invented"
    issue_areas = models.ManyToManyField(IssueArea, related_name="campaigns")
    scope = models.CharField(max_length=10, choices=Scope, blank=True)
    place = models.CharField(max_length=80, blank=True)  # state code or town, "" when national
    # null only while the organizer does not know yet who can change the rule
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    rule_citation = models.CharField(max_length=80, blank=True)  # 8 CFR 236.3
    is_record = models.BooleanField(default=False)  # history from the public record, no pledges

    # the organization that runs it, if it is not a person's own; who works on it: Membership
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    starter_name = models.CharField(max_length=120, blank=True)
    starter_title = TranslatedField()
    identity_checked_on = models.DateField(null=True, blank=True)
    counsel_name = models.CharField(max_length=160, blank=True)

    goal_minor = models.BigIntegerField(null=True, blank=True)  # whole minor units; null: record
    currency = models.CharField(max_length=3, default="USD")
    people_goal = models.PositiveIntegerField(null=True, blank=True)
    deadline_local = models.CharField(max_length=16, blank=True)  # 2026-12-18T19:59, as typed
    deadline_tz = models.CharField(max_length=60, blank=True)  # IANA name
    # exclusive instant: "by 7:59 p.m." ends at 8:00:00; computed by deadlines.instant_after
    deadline_at = models.DateTimeField(null=True, blank=True)
    decide_after = models.DateTimeField(db_default=DATABASE_NOW)  # pushed when a decision crashed
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )

    # the picture: one that was uploaded, or else the path of a drawing of our own
    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    hero_image = models.CharField(max_length=200, blank=True)
    hero_alt = TranslatedField()
    hero_caption = TranslatedField()
    hero_credit = models.CharField(max_length=160, blank=True)
    hero_license = models.CharField(max_length=80, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    drafted_on = models.DateField(null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)  # null: seed phase, private link only
    created_at = models.DateTimeField(db_default=DATABASE_NOW)

    # cached, folded from supporters.CounterDelta once a second; no decision trusts them
    supporter_count = models.PositiveIntegerField(db_default=0)
    pledged_minor = models.BigIntegerField(db_default=0)
    pledge_count = models.PositiveIntegerField(db_default=0)

    objects = CampaignQuerySet.as_manager()
    id: int

    class Meta:
        """A campaign that takes pledges has all its terms."""

        constraints = (
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        Status.DRAFT,
                        Status.IN_REVIEW,
                        Status.CHANGES_REQUESTED,
                        Status.REFUSED,
                    ]
                )
                | Q(is_record=True)
                | (
                    Q(goal_minor__gt=0)
                    & Q(deadline_at__isnull=False)
                    & ~Q(deadline_local="")
                    & ~Q(deadline_tz="")
                    & Q(beneficiary__isnull=False)
                ),
                name="campaign_terms_complete",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(EDITABLE | {Status.IN_REVIEW, Status.REFUSED}))
                | (Q(agency__isnull=False) & ~Q(scope="")),
                name="campaign_agency_and_scope",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="campaign_status_known"
            ),
        )
        indexes = (
            # campaigns.due() each minute
            models.Index(
                fields=["deadline_at"],
                condition=Q(status__in=["live", "paused"]),
                name="campaign_due",
            ),
            models.Index(fields=["-listed_at"], name="campaign_listed"),
        )

    def __str__(self) -> str:
        """The title."""
        return str(self.title)

    @property
    def address(self) -> str:
        """The slug to put into links: the private one until the campaign is listed."""
        return self.slug if self.listed_at else self.private_slug

    @property
    def goal(self) -> Money:
        """The money goal; zero for a record."""
        return Money(self.goal_minor or 0, self.currency)

    @property
    def pledged(self) -> Money:
        """What is pledged, as last folded."""
        return Money(self.pledged_minor, self.currency)

    @property
    def deadline_shown(self) -> datetime | None:
        """The local deadline as it was typed, in its zone; None for a record."""
        if not self.deadline_local:
            return None
        local = datetime.fromisoformat(self.deadline_local)
        return local.replace(tzinfo=ZoneInfo(self.deadline_tz), fold=1)

    @property
    def is_editable(self) -> bool:
        """Whether the team may still change every word of it."""
        return self.status in EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether the state allows joining; the deadline is judged apart."""
        return self.status == Status.LIVE and not self.is_record
