"""Invented visits and shares of the demonstration, so that the organizer's plots have something."""

import random
from collections import Counter
from datetime import date

from redress.campaigns.models import Campaign
from redress.supporters.models import Supporter, TrafficCount
from redress.supporters.traffic import Channel

# how often each brought one of the invented people
_BRINGS = {
    Channel.DIRECT: 30,
    Channel.WHATSAPP: 26,
    Channel.EMAIL: 14,
    Channel.SMS: 10,
    Channel.FACEBOOK: 9,
    Channel.COPY: 6,
    Channel.BLUESKY: 5,
}
_VISITS_OF_ONE = (9, 38)  # visits behind one person who joined: three to ten of a hundred join
_SHARES_EVERY = 5


def channel_for(chance: random.Random) -> Channel:
    """By which link one invented person came."""
    return chance.choices(list(_BRINGS), weights=list(_BRINGS.values()))[0]


def save_visits(campaign: Campaign, *, supporters: list[Supporter], chance: random.Random) -> None:
    """Visits on the days on which people joined, and a share for every fifth of them."""
    counts: Counter[tuple[str, str, date]] = Counter()
    for index, supporter in enumerate(supporters):
        day = supporter.joined_at.date()
        visits = chance.randint(*_VISITS_OF_ONE)
        counts[TrafficCount.Kind.VISIT, supporter.channel, day] += visits
        if index % _SHARES_EVERY == 0:
            counts[TrafficCount.Kind.SHARE, channel_for(chance), day] += 1
    TrafficCount.objects.bulk_create(
        TrafficCount(campaign=campaign, kind=kind, channel=channel, day=day, number=number)
        for (kind, channel, day), number in counts.items()
    )
