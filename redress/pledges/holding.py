"""What pledging rests on: the campaign's row held, the person's pledge, and its counts."""

from datetime import datetime

from django.db import connection
from django.db.models import F, QuerySet

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core import clock
from redress.core.locks import require_transaction
from redress.pledges.models import Pledge
from redress.pledges.states import Status
from redress.supporters.models import CounterDelta, Supporter, Tier

ENDED = (Status.CANCELLED, Status.RELEASED, Status.EXPIRED, Status.DROPPED)
BEFORE_THE_DECISION = (CampaignStatus.LIVE, CampaignStatus.PAUSED)


class CampaignClosed(Exception):
    """The campaign takes no pledges, or none any more: the deadline has passed."""


def lock_campaign(campaign_id: int) -> tuple[Campaign, datetime]:
    """The campaign, held `FOR SHARE`, and the database's clock read after the lock.

    A decision waits for whoever holds this, and whoever asks while a decision is made waits for
    it: a pledge is counted or refused, never half. Raises CampaignClosed without waiting when the
    deadline has already passed, so that latecomers cannot hold a decision up.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM campaigns_campaign WHERE id = %s AND"
            " (deadline_at > redress_now() OR status NOT IN ('live', 'paused')) FOR SHARE",
            [campaign_id],
        )
        if cursor.fetchone() is None:
            raise CampaignClosed(campaign_id)
    return Campaign.objects.get(pk=campaign_id), clock.database_time()


def is_open(campaign: Campaign, at: datetime) -> bool:
    """Whether pledges are taken at that instant of the database's clock."""
    return campaign.is_open and campaign.deadline_at is not None and at < campaign.deadline_at


def may_still_change(campaign: Campaign, at: datetime) -> bool:
    """Whether a held pledge may be cancelled or get another card: a pause does not forbid it."""
    return (
        campaign.status in BEFORE_THE_DECISION
        and campaign.deadline_at is not None
        and at < campaign.deadline_at
    )


def held_by(supporter_id: int) -> QuerySet[Pledge]:
    """The person's pledge that is neither unfinished nor over; there is at most one."""
    rows = Pledge.objects.filter(supporter_id=supporter_id)
    return rows.exclude(status__in=(Status.INTENT, *ENDED)).order_by("pk")


def locked(pledge_id: int) -> Pledge:
    """The pledge with its row locked, in the caller's transaction."""
    rows = Pledge.objects.select_related("campaign", "supporter")
    return rows.select_for_update(of=("self",)).get(pk=pledge_id)


def forget_page(pledge: Pledge) -> None:
    """Leave a card page behind; the next one gets a number of its own."""
    rows = Pledge.objects.filter(pk=pledge.pk, session_ref=pledge.session_ref)
    rows.update(session_ref="", setup_number=F("setup_number") + 1)


def count(pledge: Pledge, *, pledges: int, minor: int, at: datetime) -> None:
    """Write the change of the public counters, in the transaction of the fact."""
    CounterDelta.objects.create(
        campaign_id=pledge.campaign_id, pledges=pledges, pledged_minor=minor, day=at.date()
    )


def set_tier(pledge: Pledge, tier: Tier) -> None:
    """The supporter stands in the tier of the held pledge."""
    Supporter.objects.filter(pk=pledge.supporter_id).update(tier=tier)
