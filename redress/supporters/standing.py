"""Whose name stands on the page: by consent only, and never the hour."""

from datetime import datetime, timedelta

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


def recent(*, campaign: Campaign, now: datetime, limit: int = 3) -> list[Supporter]:
    """The newest who let the name be shown and came within a week; older news is none."""
    rows = Supporter.objects.named().filter(
        campaign=campaign, confirmed_at__gt=now - timedelta(days=7)
    )
    return list(rows[:limit])
