"""The way from a visit to a share, counted: for the organizer, by step and by channel.

People and pledges are the numbers of the public page itself. Visits and shares are what
browsers reported, so a step may be larger than the one before it; nothing is made to fit.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from redress.campaigns.models import Campaign
from redress.pledges.models import Pledge
from redress.pledges.states import Status as PledgeStatus
from redress.supporters import traffic
from redress.supporters.models import Status, Supporter
from redress.supporters.traffic import Channel, Kind

# a pledge that once was held, whatever became of it after the decision
ONCE_HELD = tuple(
    set(PledgeStatus) - {PledgeStatus.INTENT, PledgeStatus.EXPIRED, PledgeStatus.CANCELLED}
)
# rows that are no people: judged to be made by machines, or taken out
_NO_PEOPLE = (Status.FRAUDULENT, Status.INVALIDATED)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many reached each step."""

    visits: int
    joined: int  # wrote their name and address, confirmed or not
    confirmed: int
    pledged: int
    shares: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """What one channel brought, and how often the campaign was passed on by it."""

    channel: Channel
    visits: int
    joined: int
    confirmed: int
    pledged: int
    shares: int


def funnel_of(campaign: Campaign, rows: list[ChannelRow]) -> Funnel:
    """The steps; people and pledges as the campaign's page shows them."""
    return Funnel(
        visits=sum(row.visits for row in rows),
        joined=sum(row.joined for row in rows),
        confirmed=campaign.supporter_count,
        pledged=campaign.pledge_count,
        shares=sum(row.shares for row in rows),
    )


def channels_of(campaign: Campaign) -> list[ChannelRow]:
    """One row for each channel that brought or carried anything, the most people first."""
    nobody = {"joined": 0, "confirmed": 0}
    people: dict[str, dict[str, int]] = {
        row["channel"]: {"joined": row["joined"], "confirmed": row["confirmed"]}
        for row in Supporter.objects.filter(campaign=campaign)
        .exclude(status__in=_NO_PEOPLE)
        .values("channel")
        .annotate(
            joined=Count("pk"),
            confirmed=Count("pk", filter=Q(status=Status.CONFIRMED, counted=True)),
        )
        .order_by()
    }
    pledged = dict(
        Pledge.objects.filter(campaign=campaign, status__in=ONCE_HELD)
        .values_list("supporter__channel")
        .annotate(Count("pk"))
        .order_by()
    )
    counted = traffic.visits_and_shares(campaign)
    rows = [
        ChannelRow(
            channel=channel,
            visits=counted.get((Kind.VISIT, channel), 0),
            joined=people.get(channel, nobody)["joined"],
            confirmed=people.get(channel, nobody)["confirmed"],
            pledged=pledged.get(channel, 0),
            shares=counted.get((Kind.SHARE, channel), 0),
        )
        for channel in Channel
    ]
    found = [row for row in rows if row.visits or row.joined or row.pledged or row.shares]
    return sorted(found, key=lambda row: (-row.confirmed, -row.joined, -row.visits, row.channel))
