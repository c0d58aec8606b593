"""What a pledge may be: its tier, its amount, and the optional cover of the processor's fee."""

from dataclasses import dataclass

from redress.campaigns.models import Campaign
from redress.core.money import CurrencyMismatch, Money
from redress.supporters.models import Tier
from redress.supporters.tiers import offered_by

UNREVIEWED_MAXIMUM_MINOR = 100_000
MAXIMUM_MINOR = 500_000


class PledgeTooSmall(Exception):
    """The amount is below the tier's minimum, which is given."""

    def __init__(self, minimum: Money) -> None:
        """Keep the least amount, for the sentence beside the field."""
        super().__init__(str(minimum))
        self.minimum = minimum


class PledgeTooLarge(Exception):
    """The amount is above what one pledge may be."""

    def __init__(self, maximum: Money) -> None:
        """Keep the largest amount, for the sentence beside the field."""
        super().__init__(str(maximum))
        self.maximum = maximum


class PledgeNeedsReview(PledgeTooLarge):
    """The amount needs a person's eyes first, and is not taken by the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the person wants to promise."""

    tier: Tier
    amount: Money
    cover_fee: bool

    @property
    def fee_cover(self) -> Money:
        return fee_cover(self.amount) if self.cover_fee else Money(0, self.amount.currency)


def fee_cover(amount: Money) -> Money:
    """What must be added so that the amount arrives whole: 2.9 % + 30 ¢, rounded up."""
    gross = -((amount.minor + 30) * -1000 // 971)
    return Money(gross, amount.currency) - amount


def judge(terms: Terms, campaign: Campaign) -> None:
    """Refuse what is below the campaign's minimum of the tier or above what a page may take.

    Raises CurrencyMismatch, PledgeTooSmall, PledgeNeedsReview and PledgeTooLarge.
    """
    amount = terms.amount
    if amount.currency != campaign.currency:
        raise CurrencyMismatch(f"{amount.currency} and {campaign.currency}")
    least = offered_by(campaign).least_pledge(terms.tier)
    if amount < least:
        raise PledgeTooSmall(least)
    if amount.minor > MAXIMUM_MINOR:
        raise PledgeTooLarge(Money(MAXIMUM_MINOR, amount.currency))
    if amount.minor > UNREVIEWED_MAXIMUM_MINOR:
        raise PledgeNeedsReview(Money(UNREVIEWED_MAXIMUM_MINOR, amount.currency))
