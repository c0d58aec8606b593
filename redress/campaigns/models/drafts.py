"""How a draft grew: every saved state of every part, and answers from before there was one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from redress.campaigns.models.campaign import Campaign
from redress.core.clock import DATABASE_NOW


class Revision(models.Model):
    """One saved state of one part of a campaign: who, when, and all that the part then said.

    A state that came too late, because somebody else had saved meanwhile, is kept without a
    number: its words stand aside until a later state `merges` them. Rows are never changed.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="revisions")
    part = models.CharField(max_length=30)
    number = models.PositiveIntegerField(null=True)  # null: kept aside, never was the text
    base = models.PositiveIntegerField()  # the number that the writer had before the eyes
    data = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    restored_from = models.PositiveIntegerField(null=True)
    # the words that stood aside and have found their place in this state
    merges = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, related_name="merged_by"
    )
    # the open page that saved by itself; such a page never stands in its own way
    window = models.CharField(max_length=36, blank=True, db_default="")

    id: int

    class Meta:
        """A number is given once; the newest is the text."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "part", "number"],
                condition=Q(number__isnull=False),
                name="revision_once",
            ),
        )
        indexes = (models.Index(fields=["campaign", "part", "-id"], name="revision_newest"),)

    def __str__(self) -> str:
        """Which part, and its number."""
        return f"{self.part} {self.number or 'aside'}"

    @property
    def is_aside(self) -> bool:
        """Whether it came too late and waits to be merged."""
        return self.number is None


class Beginning(models.Model):
    """Answers of somebody who begins a campaign and has not signed in yet.

    Who holds the link may go on writing. Forgotten 30 days after the last word when nobody
    signed in to keep it.
    """

    code = models.CharField(max_length=43, unique=True)  # unguessable, in the address
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, default="en")
    # keyed hash of the network it came from; the key is destroyed after a week
    network = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(db_default=DATABASE_NOW)
    saved_at = models.DateTimeField(db_default=DATABASE_NOW)
    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, null=True, related_name="beginning"
    )

    class Meta:
        """The forgetting asks for the oldest that nobody kept, the limit for a network's newest."""

        indexes = (
            models.Index(
                fields=["network", "created_at"],
                condition=~Q(network=""),
                name="beginning_network",
            ),
            models.Index(
                fields=["saved_at"],
                condition=Q(campaign__isnull=True),
                name="beginning_unclaimed",
            ),
        )

    def __str__(self) -> str:
        """The number, never the address."""
        return f"beginning {self.pk}"


class SearchText(models.Model):
    """A campaign's title, summary and problem as words to search; kept by the database itself."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    english = SearchVectorField()
    spanish = SearchVectorField()

    class Meta:
        """One index for each language's way of writing words."""

        indexes = (
            GinIndex(fields=["english"], name="search_english"),
            GinIndex(fields=["spanish"], name="search_spanish"),
        )

    def __str__(self) -> str:
        """Which campaign."""
        return str(self.campaign_id)
