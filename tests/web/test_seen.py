"""The beacon counts a visit or a share and answers nothing."""

import pytest

from redress.supporters import traffic
from redress.supporters.models import Supporter, TrafficDelta
from redress.web.public.seen import Shedding
from tests.factories.campaigns import CampaignFactory, DraftFactory

OURS = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(at_now):
    return CampaignFactory()


def tell(client, campaign, **values):
    return client.post(f"/c/{campaign.slug}/seen/", values, headers=OURS)


class TestSeen:
    def test_counts_a_visit_by_its_channel(self, client, campaign):
        answer = tell(client, campaign, kind="visit", channel="wa")

        assert (answer.status_code, answer.content) == (204, b"")
        row = TrafficDelta.objects.get()
        assert (row.campaign, row.kind, row.channel) == (campaign, "visit", "wa")
        assert str(row.day) == "2026-11-20"

    def test_sets_no_cookie(self, client, campaign):
        assert not tell(client, campaign, kind="visit").cookies

    def test_counts_an_unknown_channel_as_direct(self, client, campaign):
        tell(client, campaign, kind="share", channel="<script>")

        assert TrafficDelta.objects.get().channel == ""

    @pytest.mark.parametrize("kind", ["", "confirmed", "visits"])
    def test_refuses_what_it_does_not_count(self, client, campaign, kind):
        assert tell(client, campaign, kind=kind).status_code == 400
        assert not TrafficDelta.objects.exists()

    def test_knows_no_draft(self, client, at_now):
        draft = DraftFactory()

        assert tell(client, draft, kind="visit").status_code == 404
        assert not TrafficDelta.objects.exists()

    def test_refuses_another_site(self, client, campaign):
        answer = client.post(
            f"/c/{campaign.slug}/seen/", {"kind": "visit"}, headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert answer.status_code == 403
        assert not TrafficDelta.objects.exists()

    def test_does_nothing_on_a_mere_look(self, client, campaign):
        assert client.get(f"/c/{campaign.slug}/seen/").status_code == 405


class TestShedding:
    def test_lets_so_many_through_in_a_second_and_begins_again_in_the_next(self):
        shedding = Shedding(per_second=2)

        assert [shedding.lets_through(7) for _ in range(3)] == [True, True, False]
        assert shedding.lets_through(8)


class TestJoiningByALink:
    def join(self, client, campaign, **values):
        form = {"tier": "ally", "name": "Ana Ruiz", "email": "ana@example.com", **values}
        return client.post(f"/c/{campaign.slug}/support/", form, headers=OURS)

    def test_remembers_the_channel_of_a_new_person(self, client, campaign):
        self.join(client, campaign, s="fb")

        assert Supporter.objects.get().channel == traffic.Channel.FACEBOOK

    @pytest.mark.parametrize("code", ["", "nonsense that is long", "<b>"])
    def test_refuses_nobody_for_a_strange_code(self, client, campaign, code):
        assert self.join(client, campaign, s=code).status_code == 303
        assert Supporter.objects.get().channel == ""
