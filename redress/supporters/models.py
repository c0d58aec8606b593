"""People who stand behind a campaign, their consent, and the counting of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.core.clock import DATABASE_NOW


class Tier(models.TextChoices):
    """How far a supporter goes."""

    ALLY = "ally", _("Ally")
    ADVOCATE = "advocate", _("Advocate")
    CHAMPION = "champion", _("Champion")


class Status(models.TextChoices):
    """Where a support is in its life."""

    PENDING = "pending", _("Check your e-mail")
    CONFIRMED = "confirmed", _("Standing")
    WITHDRAWN = "withdrawn", _("Left")
    FRAUDULENT = "fraudulent", _("Fraudulent")
    INVALIDATED = "invalidated", _("Invalidated")
    BOUNCED = "bounced", _("Bounced")


class NameShown(models.TextChoices):
    """How the supporter's name may appear on the campaign page."""

    PRIVATE = "private", _("Name kept private")
    FIRST = "first", _("First name and initial")
    FULL = "full", _("Full name")


class SupporterQuerySet(models.QuerySet["Supporter"]):
    """The rules of counting, written once."""

    def standing(self) -> SupporterQuerySet:
        """Those who count."""
        return self.filter(status=Status.CONFIRMED)

    def named(self) -> SupporterQuerySet:
        """Those whose name may be on the page, newest first."""
        return self.standing().exclude(name_shown=NameShown.PRIVATE).order_by("-id")


class Supporter(models.Model):
    """A person who stands behind a campaign; counted once the address is confirmed by POST."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="supporters")
    email = models.CharField(max_length=254)
    email_canonical = models.CharField(max_length=254)
    # 0, or 1 for a second person with the same mailbox, another name and the same postcode
    slot = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)  # pediatrician, Oakland
    name_shown = models.CharField(max_length=10, choices=NameShown, default=NameShown.PRIVATE)
    postcode = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="")  # from the postcode, US only
    language = models.CharField(max_length=2, default="en")
    tier = models.CharField(max_length=10, choices=Tier, default=Tier.ALLY)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    wants_milestones = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=DATABASE_NOW)
    confirmed_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=False)  # False for a confirmation after closing
    withdrawn_at = models.DateTimeField(null=True)
    # the code of the link that brought the person (traffic.Channel); '' when none was told
    channel = models.CharField(max_length=4, blank=True, db_default="")
    # keyed hash of the address's network; the key rotates daily and is destroyed
    network_hash = models.CharField(max_length=32, blank=True, default="")
    # the last asking for a message, and how many there were within a day
    mailed_at = models.DateTimeField(db_default=DATABASE_NOW)
    mails = models.PositiveSmallIntegerField(db_default=1)
    refuses_mail = models.BooleanField(db_default=False)  # "this was not me": never write again

    objects = SupporterQuerySet.as_manager()
    id: int
    campaign_id: int

    class Meta:
        """One row per person and campaign; facts stand with their state."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "email_canonical", "slot"], name="supporter_once"
            ),
            models.CheckConstraint(condition=Q(slot__in=[0, 1]), name="supporter_slot"),
            models.CheckConstraint(
                condition=~Q(status=Status.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="supporter_confirmed_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="supporter_withdrawn_when",
            ),
            models.CheckConstraint(
                condition=Q(counted=False) | Q(confirmed_at__isnull=False),
                name="supporter_counted_confirmed",
            ),
        )
        indexes = (
            # the wall and the recent rows: newest first within a campaign
            models.Index(
                fields=["campaign", "-id"],
                condition=Q(status="confirmed") & ~Q(name_shown="private"),
                name="supporter_wall",
            ),
            # how many of one network joined in the last minute
            models.Index(
                fields=["network_hash", "joined_at"],
                condition=~Q(network_hash=""),
                name="supporter_network",
            ),
            # whether a mailbox refused us; few rows ever stand in it
            models.Index(
                fields=["email_canonical"],
                condition=Q(refuses_mail=True),
                name="supporter_refuses_mail",
            ),
        )

    def __str__(self) -> str:
        """The number, never the person."""
        return f"supporter {self.pk}"

    @property
    def public_name(self) -> str:
        """The name as its owner lets it be shown; '' when it is kept private."""
        if self.name_shown == NameShown.FULL:
            return self.name
        if self.name_shown == NameShown.FIRST:
            first, *rest = self.name.split()
            return f"{first} {rest[-1][0]}." if rest else first
        return ""


class Consent(models.Model):
    """What a supporter agreed to: which text, in which language, when. Append-only."""

    class Kind(models.TextChoices):
        """What the text is about."""

        JOIN = "join", _("joining")
        NAME = "name", _("showing the name")
        MILESTONES = "milestones", _("milestone messages")

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind)
    text_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    given = models.BooleanField(default=True)
    at = models.DateTimeField(db_default=DATABASE_NOW)

    def __str__(self) -> str:
        """What it is about."""
        return self.kind


class CounterDelta(models.Model):
    """A change of the counts, written by the statement that caused it, folded each second."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    people = models.SmallIntegerField(default=0)
    pledges = models.SmallIntegerField(default=0)
    pledged_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=2, blank=True, default="")
    day = models.DateField()

    def __str__(self) -> str:
        """What changes."""
        return f"{self.campaign_id}: {self.people:+} {self.pledged_minor:+}"


class StateCount(models.Model):
    """Supporters per state, folded; the page shows groups of ten and more only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="state_counts")
    state = models.CharField(max_length=2)
    people = models.IntegerField(default=0)

    class Meta:
        """One row per state."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "state"], name="state_count_once"),
        )

    def __str__(self) -> str:
        """State and number."""
        return f"{self.state}: {self.people}"


class DayCount(models.Model):
    """What changed on a day, folded; the plots add them up."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="day_counts")
    day = models.DateField()
    people = models.IntegerField(default=0)
    pledged_minor = models.BigIntegerField(default=0)

    class Meta:
        """One row per day, in order."""

        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=["campaign", "day"], name="day_count_once"),)

    def __str__(self) -> str:
        """Day and sums."""
        return f"{self.day}: {self.people:+} {self.pledged_minor:+}"


class TrafficDelta(models.Model):
    """One visit or share, noted without anything of the visitor, folded each second."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)
    channel = models.CharField(max_length=4, blank=True)
    day = models.DateField()

    def __str__(self) -> str:
        """What, and by which channel."""
        return f"{self.kind} {self.channel}"


class TrafficCount(models.Model):
    """Visits and shares of one day by one channel, folded."""

    class Kind(models.TextChoices):
        """What was counted."""

        VISIT = "visit", _("Visits")
        SHARE = "share", _("Shares")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="traffic")
    kind = models.CharField(max_length=6, choices=Kind)
    channel = models.CharField(max_length=4, blank=True)
    day = models.DateField()
    number = models.IntegerField(default=0)

    class Meta:
        """One row per day and channel."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "kind", "channel", "day"], name="traffic_count_once"
            ),
        )

    def __str__(self) -> str:
        """What, by which channel, how often."""
        return f"{self.kind} {self.channel}: {self.number}"


class NetworkKey(models.Model):
    """The day's key for hashing networks; destroyed after seven days, so hashes unlink."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        """The day."""
        return str(self.day)
