"""Names stand on the page by consent only."""

import pytest

from redress.supporters import standing
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
