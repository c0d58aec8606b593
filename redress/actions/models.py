"""Things that a supporter can do: call, write, attend, post, comment, meet, support."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.core.translated import TranslatedField
from redress.supporters.models import Tier


class Action(models.Model):
    """One thing to do, who may do it first, and what it needs."""

    class Kind(models.TextChoices):
        """What is done."""

        CALL = "call", _("Call")
        WRITE = "write", _("Write")
        ATTEND = "attend", _("Attend")
        POST = "post", _("Post")
        COMMENT = "comment", _("Comment")
        MEET = "meet", _("Meet")
        HELP = "help", _("Support others")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)
    title = TranslatedField()
    why = TranslatedField()
    script = TranslatedField()  # the words offered for a call, a letter or a post; Markdown subset
    first_for = models.CharField(max_length=10, choices=Tier, default=Tier.ALLY)
    opens_at = models.DateTimeField(null=True)  # null: opens at an event, such as the filing
    opens_to_all_at = models.DateTimeField(null=True)
    opens_when = TranslatedField()  # "Opens at filing", when opens_at is null
    closes_at = models.DateTimeField(null=True)
    happens_at = models.DateTimeField(null=True)  # attend
    happens_tz = models.CharField(max_length=60, blank=True)
    place = TranslatedField()

    class Meta:
        """In the organizer's order."""

        ordering = ("position", "pk")

    def __str__(self) -> str:
        """The title."""
        return str(self.title)
