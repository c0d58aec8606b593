"""Organizations that stand with a campaign, and what each of them agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.accounts.models import Organization
from redress.campaigns.models.campaign import Campaign
from redress.core.clock import DATABASE_NOW
from redress.core.models import Picture
from redress.core.translated import TranslatedField


class CoalitionQuerySet(models.QuerySet["CoalitionMember"]):
    """Who may be shown and counted, written once."""

    def standing(self) -> CoalitionQuerySet:
        """Those who confirmed it themselves, whose word was checked, and who did not withdraw."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def open(self) -> CoalitionQuerySet:
        """Invitations that nobody has answered for good: invited, expired, or to be called."""
        return self.filter(confirmed_at=None, withdrawn_at=None)

    def to_call(self) -> CoalitionQuerySet:
        """Those who answered, and whose word waits for a call, the longest waiting first."""
        return self.open().exclude(answered_at=None).order_by("answered_at", "pk")


class CoalitionMember(models.Model):
    """An organization that an organizer invited, and what became of it.

    Nobody's name is shown on an organizer's word alone: only the organization's own answer,
    checked by its domain or by a call, sets `confirmed_at`. Until then `name` and `contact_name`
    are what the organizer typed, and stand on no public page.
    """

    class Kind(models.TextChoices):
        """How it stands with the campaign."""

        SUPPORTER = "supporter", _("Supporting organization")
        COALITION = "coalition", _("Coalition member")

    class Method(models.TextChoices):
        """How we know that the answer is the organization's."""

        DOMAIN = "domain", _("a message to an address on its domain")
        PHONE = "phone", _("a call to its public number")
        ACCOUNT = "account", _("its verified account here")

    class Ending(models.TextChoices):
        """Why it does not stand, or stands no longer."""

        DECLINED = "declined", _("it said no")
        WITHDRAWN = "withdrawn", _("it withdrew")
        TAKEN_BACK = "taken_back", _("the organizer took the invitation back")
        NOT_REACHED = "not_reached", _("the call did not confirm it")
        REPLACED = "replaced", _("another person of it confirmed anew")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    kind = models.CharField(max_length=12, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)
    url = models.URLField(max_length=300, blank=True)

    # the invitation
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)  # lower case
    language = models.CharField(max_length=2, default="en")
    note = models.CharField(max_length=500, blank=True)  # the organizer's own word
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(db_default=DATABASE_NOW)
    expires_at = models.DateTimeField(null=True, blank=True)
    issue = models.PositiveSmallIntegerField(default=1)  # links of an earlier issue are dead
    mails = models.PositiveSmallIntegerField(default=0)  # of this issue
    mailed_at = models.DateTimeField(null=True, blank=True)
    refuses_mail = models.BooleanField(default=False)  # "do not write to me again"
    # the row of the same organization whose person left; it ends once this one is confirmed
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )

    # the answer
    answered_at = models.DateTimeField(null=True, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = TranslatedField()
    phone = models.CharField(max_length=40, blank=True)
    logo = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="coalition_members"
    )
    quote = TranslatedField()
    shows_name = models.BooleanField(default=False)
    shows_logo = models.BooleanField(default=False)
    shows_signatory = models.BooleanField(default=False)
    shows_quote = models.BooleanField(default=False)
    consent = models.ForeignKey(
        "campaigns.CoalitionConsent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_with"
    )

    # the check
    method = models.CharField(max_length=10, choices=Method, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    spoke_with = models.CharField(max_length=120, blank=True)

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    objects = CoalitionQuerySet.as_manager()
    id: int
    campaign_id: int
    # what the organization may tick, in the order of the form
    ALLOWED: ClassVar = ("name", "logo", "signatory", "quote")

    class Meta:
        """In the organizer's order; nothing is confirmed without a person, a check and consent."""

        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (
                    ~Q(signatory_name="")
                    & Q(method__in=["domain", "phone", "account"])
                    & Q(consent__isnull=False)
                    & Q(answered_at__isnull=False)
                ),
                name="coalition_confirmed_by_itself",
            ),
            models.CheckConstraint(
                condition=~Q(method="phone")
                | Q(confirmed_at__isnull=True)
                | (Q(called_at__isnull=False) & ~Q(spoke_with="")),
                name="coalition_phone_was_called",
            ),
            models.CheckConstraint(
                condition=Q(shows_name=True)
                | Q(shows_logo=False, shows_signatory=False, shows_quote=False),
                name="coalition_nothing_without_name",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, ending="")
                | (Q(withdrawn_at__isnull=False) & ~Q(ending="")),
                name="coalition_ending_said",
            ),
            models.UniqueConstraint(
                fields=["campaign", "contact_email"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(contact_email=""),
                name="coalition_contact_once",
            ),
        )
        indexes = (models.Index(fields=["contact_email"], name="coalition_contact"),)

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def is_standing(self) -> bool:
        """What `standing()` asks, of one row."""
        return self.confirmed_at is not None and self.withdrawn_at is None

    @property
    def initials(self) -> str:
        """Two letters for the square before the name."""
        words = [word for word in self.name.split() if word[:1].isupper()]
        return "".join(word[0] for word in words[:2])

    @property
    def domain(self) -> str:
        """The host of its website without www, for people to see whose word it is."""
        return self.url.partition("://")[2].partition("/")[0].removeprefix("www.")


class CoalitionConsent(models.Model):
    """What an organization agreed to, or that it withdrew: the very words, when. Append-only.

    The words name no person. `allowed` lists what was ticked.
    """

    class Kind(models.TextChoices):
        """What the organization did."""

        GIVEN = "given", _("agreed")
        CHANGED = "changed", _("changed what is shown")
        WITHDRAWN = "withdrawn", _("withdrew")

    member = models.ForeignKey(CoalitionMember, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind)
    wording = models.CharField(max_length=20)  # version of the words
    language = models.CharField(max_length=2)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    allowed = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        """Read per member, in order."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """What was done."""
        return self.kind
