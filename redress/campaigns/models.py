"""The campaign and what its page shows, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from redress.agencies.models import Agency
from redress.campaigns.states import PUBLIC, Status
from redress.core.clock import DATABASE_NOW
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
    scope = models.CharField(max_length=10, choices=Scope)
    place = models.CharField(max_length=80, blank=True)  # state code or town, "" when national
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="campaigns")
    rule_citation = models.CharField(max_length=80)  # 8 CFR 236.3
    is_record = models.BooleanField(default=False)  # history from the public record, no pledges

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_campaigns"
    )
    starter_name = models.CharField(max_length=120)
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

    # the picture: a static path or a media path, with what must stand beside it
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
    def is_open(self) -> bool:
        """Whether the state allows joining; the deadline is judged apart."""
        return self.status == Status.LIVE and not self.is_record


class Section(models.Model):
    """One part of the campaign page."""

    class Kind(models.TextChoices):
        """The parts, in the order of the page."""

        GOAL = "goal", _("Goal")
        PROBLEM = "problem", _("Problem")
        SOLUTION = "solution", _("Solution")
        STRATEGY = "strategy", _("Strategy")
        MONEY = "money", _("Money")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=12, choices=Kind)
    note = TranslatedField()  # beside the margin rule
    heading = TranslatedField()
    body = TranslatedField()  # Markdown subset
    plain_words = TranslatedField()  # solution: the change in one plain sentence

    class Meta:
        """Each part once."""

        constraints = (models.UniqueConstraint(fields=["campaign", "kind"], name="section_once"),)

    def __str__(self) -> str:
        """Which part."""
        return f"{self.campaign_id}: {self.kind}"


class Source(models.Model):
    """The cited origin of a fact; its number is the footnote's."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sources")
    number = models.PositiveSmallIntegerField()
    citation = TranslatedField()
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        """A number is given once."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["campaign", "number"], name="source_number_once"),
        )

    def __str__(self) -> str:
        """Number and citation."""
        return f"{self.number}. {self.citation}"


class Fact(models.Model):
    """A number, date or quote with its source."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="facts")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")
    position = models.PositiveSmallIntegerField()
    figure = TranslatedField()  # "72 h"; empty when the fact is a quote
    statement = TranslatedField()
    origin = TranslatedField()  # the short words before "source 1"

    class Meta:
        """In the order that the organizer chose."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["campaign", "position"], name="fact_position_once"),
        )

    def __str__(self) -> str:
        """The statement."""
        return str(self.statement)


class BudgetLine(models.Model):
    """What a part of the goal pays for; the lines sum to the goal."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField()
    purpose = TranslatedField()
    amount_minor = models.BigIntegerField()

    class Meta:
        """Positive sums in the organizer's order."""

        ordering = ("position",)
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="budget_line_positive"),
        )

    def __str__(self) -> str:
        """The purpose."""
        return str(self.purpose)

    @property
    def amount(self) -> Money:
        """The sum."""
        return Money(self.amount_minor, self.campaign.currency)


class CoalitionMember(models.Model):
    """An organization that stands with the campaign and has confirmed it itself."""

    class Kind(models.TextChoices):
        """How it stands with the campaign."""

        SUPPORTER = "supporter", _("Supporting organization")
        COALITION = "coalition", _("Coalition member")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    signatory_name = models.CharField(max_length=120)
    signatory_title = TranslatedField()
    url = models.URLField(max_length=300, blank=True)
    # nobody's name is shown on an organizer's word alone
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the organizer's order."""

        ordering = ("position", "pk")

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the square before the name."""
        words = [word for word in self.name.split() if word[:1].isupper()]
        return "".join(word[0] for word in words[:2])


class PressMention(models.Model):
    """An article about the campaign or its subject."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="press")
    outlet = models.CharField(max_length=120)
    headline = models.CharField(max_length=240)
    language = models.CharField(max_length=2, default="en")
    url = models.URLField(max_length=500, blank=True)
    published_on = models.DateField()

    class Meta:
        """Newest first."""

        ordering = ("-published_on", "pk")

    def __str__(self) -> str:
        """The headline."""
        return self.headline


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
