"""What each tier asks and gives: the least pledge and the perks, the campaign's or the house's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, TierTerms
from redress.core.money import Money
from redress.supporters.models import Tier

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Whole minor units. An Ally pledges nothing, or from the least pledge up to the Advocate's.
LEAST_PLEDGE_MINOR = 500
LARGEST_MINIMUM_MINOR = 100_000  # what a campaign's own tier may ask at most
MINIMUM_MINOR: Mapping[Tier, int] = {Tier.ALLY: 0, Tier.ADVOCATE: 1_500, Tier.CHAMPION: 2_800}

PERKS: "Mapping[Tier, tuple[StrPromise, ...]]" = {
    Tier.ALLY: (
        _("Milestone updates by e-mail"),
        _("Pictures and words to share"),
        _("Add a pledge later if you like"),
    ),
    Tier.ADVOCATE: (
        _("More frequent updates, with notes on the strategy"),
        _("Early word on actions: call a decision maker, attend a public meeting"),
        _("More to share"),
    ),
    Tier.CHAMPION: (
        _("All that an Advocate gets"),
        _("Your name on this page, if you want it"),
        _("A badge for your profile picture"),
    ),
}


@dataclass(frozen=True, slots=True)
class OfferedTiers:
    """The tiers as one campaign offers them, read once."""

    currency: str
    own: Mapping[Tier, TierTerms]

    def minimum_of(self, tier: Tier) -> Money:
        """The least pledge of that tier; nothing for an Ally, whatever is written down."""
        minor = MINIMUM_MINOR[tier]
        if tier in self.own and tier != Tier.ALLY:
            minor = max(self.own[tier].minimum_minor, LEAST_PLEDGE_MINOR)
        return Money(minor, self.currency)

    def least_pledge(self, tier: Tier) -> Money:
        """The least that a pledge of that tier may be, an Ally's too."""
        return max(self.minimum_of(tier), Money(LEAST_PLEDGE_MINOR, self.currency))

    def perks_of(self, tier: Tier) -> "tuple[str | StrPromise, ...]":
        """What a supporter of that tier gets, in the active language."""
        if tier in self.own:
            language = (get_language() or "en")[:2]
            if words := self.own[tier].perks.get(language, ""):
                return tuple(words.split("\n"))
        return PERKS[tier]


def offered_by(campaign: Campaign) -> OfferedTiers:
    """The campaign's own tiers where it has any, else the house's. One query, or a prefetch."""
    own = {Tier(row.tier): row for row in campaign.tier_terms.all()}
    return OfferedTiers(campaign.currency, own)


def minimum_of(tier: Tier, currency: str = "USD", *, campaign: Campaign | None = None) -> Money:
    """The least pledge of that tier, in this campaign or by the house's terms."""
    tiers = offered_by(campaign) if campaign else OfferedTiers(currency, {})
    return tiers.minimum_of(tier)


def perks_of(tier: Tier, *, campaign: Campaign | None = None) -> "tuple[str | StrPromise, ...]":
    """What a supporter of that tier gets, in this campaign or by the house's terms, in words."""
    tiers = offered_by(campaign) if campaign else OfferedTiers("USD", {})
    return tiers.perks_of(tier)
