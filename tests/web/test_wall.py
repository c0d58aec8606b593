"""The wall of names: by consent alone, in pages of sixty, kept from search."""

import pytest

from redress.campaigns.states import Status
from redress.web.public import wall
from tests.factories.campaigns import CampaignFactory
from tests.factories.supporters import SupporterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(at_now):
    return CampaignFactory()


def stand(campaign, name, **facts):
    return SupporterFactory(campaign=campaign, name=name, confirmed=True, **facts)


class TestSupporters:
    def test_shows_each_name_as_its_owner_chose(self, client, campaign):
        stand(campaign, "Alba Quiñones", name_shown="full", title="pediatrician, Oakland")
        stand(campaign, "Jonas Peter Feld", name_shown="first")
        stand(campaign, "Secret Person", name_shown="private")

        page = client.get(f"/c/{campaign.slug}/supporters/").content.decode()

        assert "<bdi>Alba Quiñones</bdi>" in page
        assert "pediatrician, Oakland" in page
        assert "<bdi>Jonas F.</bdi>" in page
        assert "Secret" not in page
        assert "Peter" not in page

    def test_leaves_out_who_has_not_confirmed_or_has_left(self, client, campaign):
        SupporterFactory(campaign=campaign, name="Pending Person", name_shown="full")
        SupporterFactory(campaign=campaign, name="Left Person", name_shown="full", left=True)

        page = client.get(f"/c/{campaign.slug}/supporters/").content.decode()

        assert "Person" not in page
        assert "No name is shown yet." in page

    def test_shows_names_of_this_campaign_alone(self, client, campaign):
        stand(CampaignFactory(), "Other Campaign", name_shown="full")

        assert "Other" not in client.get(f"/c/{campaign.slug}/supporters/").content.decode()

    def test_writes_no_place_address_or_hour(self, client, campaign):
        one = stand(campaign, "Alba Quiñones", name_shown="full", postcode="94607", state="CA")

        page = client.get(f"/c/{campaign.slug}/supporters/").content.decode()

        assert one.email not in page
        assert "94607" not in page
        assert "2026-11-15" not in page

    def test_turns_pages_of_sixty_newest_first(self, client, campaign):
        for number in range(wall.PER_PAGE + 1):
            stand(campaign, f"Person N{number}", name_shown="full")

        first = client.get(f"/c/{campaign.slug}/supporters/").content.decode()
        second = client.get(f"/c/{campaign.slug}/supporters/?page=2").content.decode()

        assert first.count("<bdi>") == 60
        assert "<bdi>Person N60</bdi>" in first
        assert second.count("<bdi>") == 1
        assert "<bdi>Person N0</bdi>" in second

    def test_asks_search_engines_to_stay_away(self, client, campaign):
        answer = client.get(f"/c/{campaign.slug}/supporters/")

        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()

    def test_cannot_be_searched(self, client, campaign):
        stand(campaign, "Alba Quiñones", name_shown="full")

        page = client.get(f"/c/{campaign.slug}/supporters/?q=Alba&name=Zora").content.decode()

        assert "Alba" in page
        assert "<input" not in page

    def test_is_shown_for_a_seed_campaign_by_its_private_link_alone(self, client, at_now):
        seed = CampaignFactory(listed_at=None)

        assert client.get(f"/c/{seed.private_slug}/supporters/").status_code == 200
        assert client.get(f"/c/{seed.slug}/supporters/").status_code == 404

    def test_sends_the_private_link_on_once_the_campaign_is_listed(self, client, campaign):
        answer = client.get(f"/c/{campaign.private_slug}/supporters/")

        assert answer.headers["Location"] == f"/c/{campaign.slug}/supporters/"

    def test_is_absent_for_a_draft_and_beyond_the_last_page(self, client, campaign):
        draft = CampaignFactory(status=Status.DRAFT)

        assert client.get(f"/c/{draft.slug}/supporters/").status_code == 404
        assert client.get(f"/c/{campaign.slug}/supporters/?page=2").status_code == 404

    def test_asks_three_questions_at_most(self, client, campaign, django_assert_num_queries):
        for number in range(5):
            stand(campaign, f"Person N{number}", name_shown="full")

        # the campaign, how many names, the names
        with django_assert_num_queries(3):
            client.get(f"/c/{campaign.slug}/supporters/")
