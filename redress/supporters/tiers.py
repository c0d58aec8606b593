"""What each tier asks and gives: the least pledge and the perks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from redress.core.money import Money
from redress.supporters.models import Tier

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Whole minor units. An Ally pledges nothing, or from the least pledge up to the Advocate's.
LEAST_PLEDGE_MINOR = 500
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


def minimum_of(tier: Tier, currency: str = "USD") -> Money:
    """The least pledge of that tier; nothing for an Ally."""
    return Money(MINIMUM_MINOR[tier], currency)


def perks_of(tier: Tier) -> "tuple[StrPromise, ...]":
    """What a supporter of that tier gets, in words."""
    return PERKS[tier]
