"""Whose name stands on the page: by consent only."""

from django.db.models import Case, Value, When

from redress.campaigns.models import Campaign
from redress.supporters.models import Supporter, SupporterQuerySet, Tier


def wall(*, campaign: Campaign) -> SupporterQuerySet:
    """Everybody who lets the name be shown: Champions first, then the newest."""
    ranks = [When(tier=tier, then=Value(rank)) for rank, tier in enumerate([*Tier][::-1])]
    return (
        Supporter.objects.named()
        .filter(campaign=campaign)
        .annotate(rank=Case(*ranks, default=Value(len(ranks))))
        .order_by("rank", "-id")
    )
