"""Names stand on the page by consent only."""

from datetime import timedelta

import pytest

from redress.supporters import standing
from tests.conftest import NOW
from tests.factories.campaigns import CampaignFactory
from tests.factories.supporters import SupporterFactory


@pytest.mark.django_db
class TestWall:
    def test_shows_confirmed_people_by_consent_champions_first(self):
        campaign = CampaignFactory()
        shown = {"campaign": campaign, "confirmed": True, "name_shown": "full"}
        ally = SupporterFactory(**shown)
        champion = SupporterFactory(**shown, tier="champion")
        newest = SupporterFactory(**shown)
        SupporterFactory(campaign=campaign, confirmed=True)
        SupporterFactory(campaign=campaign, name_shown="full")
        SupporterFactory(campaign=campaign, left=True, name_shown="full")
        SupporterFactory(confirmed=True, name_shown="full")

        assert list(standing.wall(campaign=campaign)) == [champion, newest, ally]


@pytest.mark.django_db
class TestRecent:
    def test_shows_the_newest_of_the_week_by_consent(self):
        campaign = CampaignFactory()
        shown = {"campaign": campaign, "confirmed": True, "name_shown": "first"}
        SupporterFactory(**shown, confirmed_at=NOW - timedelta(days=8))
        older = SupporterFactory(**shown, confirmed_at=NOW - timedelta(days=3))
        newer = SupporterFactory(**shown, confirmed_at=NOW - timedelta(hours=3))
        SupporterFactory(campaign=campaign, confirmed=True, confirmed_at=NOW)

        assert standing.recent(campaign=campaign, now=NOW) == [newer, older]
