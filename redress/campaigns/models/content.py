"""What the page of a campaign says: sections, facts with sources, rule text, budget, press."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models.campaign import Campaign
from redress.core.money import Money
from redress.core.translated import TranslatedField


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
    # null only in a draft whose writer has not found it yet
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="facts")
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
    amount_minor = models.BigIntegerField(null=True)  # null only in an unfinished draft

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
        return Money(self.amount_minor or 0, self.campaign.currency)


class PressMention(models.Model):
    """An article about the campaign or its subject."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="press")
    position = models.PositiveSmallIntegerField(default=0)  # in the studio's form
    outlet = models.CharField(max_length=120)
    headline = models.CharField(max_length=240)
    language = models.CharField(max_length=2, default="en")
    url = models.URLField(max_length=500, blank=True)
    published_on = models.DateField(null=True)  # null only in an unfinished draft

    class Meta:
        """Newest first."""

        ordering = (models.F("published_on").desc(nulls_last=True), "pk")

    def __str__(self) -> str:
        """The headline."""
        return self.headline


class RuleChange(models.Model):
    """One place of the rule: the words that stand and the words that are asked for.

    The words of a rule are the law's own and stand in its language; what is said about the
    change is written in every language of the page.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rule_changes")
    position = models.PositiveSmallIntegerField()
    citation = models.CharField(max_length=80)  # 8 CFR 236.3(j)
    current_text = models.TextField(blank=True)  # empty when a rule is to be issued
    proposed_text = models.TextField(blank=True)  # empty when the words are to go
    note = TranslatedField()

    class Meta:
        """In the order that the organizer chose."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "position"], name="rule_change_position_once"
            ),
        )

    def __str__(self) -> str:
        """Where in the rules."""
        return self.citation


class Stage(models.Model):
    """One step of the strategy, in the order in which it will be taken."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="strategy_stages")
    position = models.PositiveSmallIntegerField()
    heading = TranslatedField()
    body = TranslatedField()  # Markdown subset

    class Meta:
        """In the order that the organizer chose."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["campaign", "position"], name="stage_position_once"),
        )

    def __str__(self) -> str:
        """The heading."""
        return str(self.heading)


class TierTerms(models.Model):
    """What this campaign asks and gives for one tier, where it differs from the house's default."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tier_terms")
    tier = models.CharField(max_length=10)  # a value of supporters.models.Tier
    minimum_minor = models.PositiveBigIntegerField()
    perks = TranslatedField()  # one perk on each line

    class Meta:
        """Each tier once; to stand behind a campaign costs nothing, and no tier asks a fortune."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "tier"], name="tier_terms_once"),
            models.CheckConstraint(
                condition=Q(tier="ally", minimum_minor=0)
                | Q(
                    tier__in=["advocate", "champion"],
                    minimum_minor__gte=500,
                    minimum_minor__lte=100_000,
                ),
                name="tier_terms_within_the_rules",
            ),
        )

    def __str__(self) -> str:
        """Which tier, and from how much."""
        return f"{self.tier}: {self.minimum_minor}"
