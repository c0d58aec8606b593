"""The funnel's people and pledges are those of the public page; channels add up."""

from datetime import date

import pytest

from redress.campaigns.models import Campaign
from redress.pledges.funnel import ChannelRow, Funnel, channels_of, funnel_of
from redress.pledges.states import Status as PledgeStatus
from redress.supporters import traffic
from redress.supporters.models import Status
from redress.supporters.traffic import Channel, Kind
from tests.factories.campaigns import CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory

DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


class TestChannelsOf:
    def test_is_empty_before_anything_happened(self):
        assert channels_of(CampaignFactory()) == []

    def test_counts_each_step_by_the_channel_that_brought_the_person(self, now):
        campaign = CampaignFactory()
        for _ in range(3):
            traffic.note(campaign=campaign, kind=Kind.VISIT, channel=Channel.SMS, day=DAY)
        traffic.note(campaign=campaign, kind=Kind.SHARE, channel=Channel.X, day=DAY)
        traffic.fold()
        SupporterFactory(campaign=campaign, channel="sms", status=Status.PENDING)
        confirmed = SupporterFactory(
            campaign=campaign,
            channel="sms",
            status=Status.CONFIRMED,
            confirmed_at=now,
            counted=True,
        )
        PledgeFactory(campaign=campaign, supporter=confirmed, status=PledgeStatus.ACTIVE)

        assert channels_of(campaign) == [
            ChannelRow(Channel.SMS, visits=3, joined=2, confirmed=1, pledged=1, shares=0),
            ChannelRow(Channel.X, visits=0, joined=0, confirmed=0, pledged=0, shares=1),
        ]

    @pytest.mark.parametrize("status", [Status.FRAUDULENT, Status.INVALIDATED])
    def test_counts_no_machine_as_somebody_who_joined(self, status):
        campaign = CampaignFactory()
        SupporterFactory(campaign=campaign, status=status)

        assert channels_of(campaign) == []

    @pytest.mark.parametrize(
        "status", [PledgeStatus.INTENT, PledgeStatus.EXPIRED, PledgeStatus.CANCELLED]
    )
    def test_counts_no_pledge_that_is_not_held(self, status, now):
        pledge = PledgeFactory(status=status)

        assert [row.pledged for row in channels_of(pledge.campaign)] == [0]


class TestFunnelOf:
    def test_shows_the_public_number_of_supporters_and_pledges(self):
        campaign = CampaignFactory(supporter_count=40, pledge_count=12)
        rows = [
            ChannelRow(Channel.DIRECT, visits=90, joined=50, confirmed=39, pledged=12, shares=4)
        ]

        shown = funnel_of(Campaign.objects.get(pk=campaign.pk), rows)

        assert shown == Funnel(visits=90, joined=50, confirmed=40, pledged=12, shares=4)
