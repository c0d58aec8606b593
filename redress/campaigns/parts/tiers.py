"""What the campaign's own tiers ask and give, where they differ from the house's."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, TierTerms
from redress.campaigns.parts.part import Data, Lack, Part, both_or_none, text_of
from redress.core.translated import Translated

# values of supporters.models.Tier, which is written above this package
TIERS = ("ally", "advocate", "champion")


def _read(campaign: Campaign) -> Data:
    own = {row.tier: row for row in campaign.tier_terms.all()}
    return {tier: _terms(own[tier]) if tier in own else None for tier in TIERS}


def _terms(row: TierTerms) -> Data:
    return {"minimum": row.minimum_minor, "perks": text_of(row.perks)}


def _write(campaign: Campaign, data: Data) -> None:
    campaign.tier_terms.all().delete()
    TierTerms.objects.bulk_create(
        TierTerms(
            campaign=campaign,
            tier=tier,
            minimum_minor=data[tier]["minimum"],
            perks=Translated(data[tier]["perks"]),
        )
        for tier in TIERS
        if data[tier] is not None
    )


def _lacks(data: Data) -> list[Lack]:
    return [
        lack
        for tier in TIERS
        if data[tier] is not None
        for lack in both_or_none(f"{tier}_perks", data[tier]["perks"])
    ]


TIER_TERMS = Part(
    key="tiers",
    title=_("Tiers"),
    read=_read,
    write=_write,
    lacks=_lacks,
    # the house's tiers are good as they are, so that there is nothing to begin
    begun=lambda _data: True,
    loads=("tier_terms",),
)
