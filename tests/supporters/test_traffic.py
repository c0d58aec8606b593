"""Visits and shares are counted by channel and day, and nothing else of them is kept."""

from datetime import date

import pytest

from redress.supporters import traffic
from redress.supporters.models import TrafficCount, TrafficDelta
from redress.supporters.traffic import Channel, Kind
from tests.factories.campaigns import CampaignFactory

DAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


class TestChannelOf:
    @pytest.mark.parametrize("channel", Channel)
    def test_knows_every_code_of_ours(self, channel):
        assert traffic.channel_of(channel.value) is channel

    @pytest.mark.parametrize("code", ["", "zz", "wa ", "<script>", "WA", "\x00"])
    def test_takes_any_other_for_direct(self, code):
        assert traffic.channel_of(code) is Channel.DIRECT

    def test_fits_the_column(self):
        longest = TrafficCount._meta.get_field("channel").max_length

        assert max(len(code) for code in Channel.values) <= longest


class TestFold:
    def test_sums_by_campaign_kind_channel_and_day(self):
        one, other = CampaignFactory(), CampaignFactory()
        for campaign, kind, channel in (
            (one, Kind.VISIT, Channel.WHATSAPP),
            (one, Kind.VISIT, Channel.WHATSAPP),
            (one, Kind.VISIT, Channel.DIRECT),
            (one, Kind.SHARE, Channel.WHATSAPP),
            (other, Kind.VISIT, Channel.WHATSAPP),
        ):
            traffic.note(campaign=campaign, kind=kind, channel=channel, day=DAY)

        assert traffic.fold() == 5

        assert traffic.visits_and_shares(one) == {
            ("visit", "wa"): 2,
            ("visit", ""): 1,
            ("share", "wa"): 1,
        }
        assert traffic.visits_and_shares(other) == {("visit", "wa"): 1}
        assert not TrafficDelta.objects.exists()

    def test_adds_to_what_was_folded_before(self):
        campaign = CampaignFactory()
        for _ in range(2):
            traffic.note(campaign=campaign, kind=Kind.VISIT, channel=Channel.X, day=DAY)
            traffic.fold()

        assert TrafficCount.objects.get().number == 2

    def test_finds_nothing_to_do_when_nothing_was_noted(self):
        assert traffic.fold() == 0


class TestNote:
    def test_keeps_nothing_but_what_and_which_channel_and_which_day(self):
        kept = {field.name for field in TrafficDelta._meta.get_fields()}

        assert kept == {"id", "campaign", "kind", "channel", "day"}
