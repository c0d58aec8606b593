"""A supporter's own pages: only what may be done now is offered, and only a POST does it."""

import html

import pytest
from django.test import Client

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core.models import OutboxMessage
from redress.core.tokens import make_token
from redress.pledges.models import Mandate, Pledge
from redress.pledges.states import Status as PledgeStatus
from redress.supporters.models import Consent, CounterDelta, Supporter
from redress.web.public.pledge_words import WORDS
from tests.conftest import NOW
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.sandbox.process import sandbox, sandbox_process
from tests.web.test_support import HERE

__all__ = ["sandbox", "sandbox_process"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def path(supporter: Supporter, page: str = "", prefix: str = "") -> str:
    return f"{prefix}/mine/{make_token('mine', supporter.pk)}/{page}"


def text(response) -> str:
    return html.unescape(response.content.decode())


def over(supporter: Supporter, travel) -> None:
    travel(supporter.campaign.deadline_at - NOW)


class TestMine:
    def test_offers_a_pledge_to_an_ally(self, client):
        supporter = SupporterFactory(confirmed=True)

        response = client.get(path(supporter))

        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Add a pledge" in text(response)
        assert "Leave this campaign" in text(response)
        assert "Cancel the pledge" not in text(response)

    def test_keeps_the_choices_about_name_and_messages(self, client):
        supporter = SupporterFactory(confirmed=True)

        response = client.post(path(supporter), {"name_shown": "first", "milestones": "on"}, **HERE)

        supporter.refresh_from_db()
        assert response.status_code == 303
        assert (supporter.name_shown, supporter.wants_milestones) == ("first", True)
        assert Consent.objects.count() == 2
        assert "Your choices are kept." in text(client.get(response["Location"]))

    def test_refuses_an_unknown_choice(self, client):
        supporter = SupporterFactory(confirmed=True)

        response = client.post(path(supporter), {"name_shown": "loud"}, **HERE)

        supporter.refresh_from_db()
        assert response.status_code == 422
        assert supporter.name_shown == "private"

    @pytest.mark.parametrize("prefix", ["", "/es"])
    @pytest.mark.parametrize("status", list(PledgeStatus))
    def test_says_what_each_state_of_a_pledge_means(self, client, status, prefix):
        pledge = PledgeFactory(status=status, grace_ends_at=NOW)

        page = client.get(path(pledge.supporter, "", prefix))

        assert page.status_code == 200
        assert "%(" not in text(page)
        assert status in WORDS

    def test_offers_only_what_may_still_be_done(self, client, travel):
        pledge = PledgeFactory()
        offered = text(client.get(path(pledge.supporter)))
        over(pledge.supporter, travel)
        closed = text(client.get(path(pledge.supporter)))

        for words in ("Change the pledge", "Cancel the pledge", "Use another card", "Leave this"):
            assert words in offered
            assert words not in closed

    @pytest.mark.parametrize("page", ["", "pledge/", "cancel/", "card/", "leave/"])
    def test_explains_a_broken_link(self, client, page):
        token = make_token("confirm", 7)

        response = client.get(f"/mine/{token}/{page}")

        assert response.status_code == 404
        assert "This link does not work" in text(response)

    @pytest.mark.parametrize("page", ["", "pledge/", "cancel/", "card/", "leave/"])
    def test_changes_nothing_by_a_fetch_or_from_another_site(self, client, page):
        pledge = PledgeFactory()

        shown = client.get(path(pledge.supporter, page))
        foreign = client.post(path(pledge.supporter, page), {}, HTTP_ORIGIN="https://evil.example")

        pledge.refresh_from_db()
        assert (shown.status_code, foreign.status_code) == (200, 403)
        assert pledge.status == "active"
        assert OutboxMessage.objects.count() == 0


class TestPledge:
    def test_leads_an_ally_to_the_words_to_agree_to(self, client):
        supporter = SupporterFactory(confirmed=True)

        response = client.post(
            path(supporter, "pledge/"), {"tier": "advocate", "amount_choice": "15"}, **HERE
        )

        pledge = Pledge.objects.get()
        assert (pledge.status, pledge.amount_minor) == ("intent", 1_500)
        assert response["Location"] == f"/confirm/{make_token('confirm', supporter.pk)}/"

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"tier": "ally"}, "choose or write an amount"),
            ({"tier": "ally", "amount_other": "ten"}, "Write the amount in numbers"),
            (
                {"tier": "champion", "amount_choice": "other", "amount_other": "27.99"},
                "begins at $28",
            ),
            (
                {"tier": "champion", "amount_choice": "other", "amount_other": "1001"},
                "up to $1,000",
            ),
        ],
    )
    def test_refuses_beside_the_field_and_writes_nothing(self, client, values, sentence):
        supporter = SupporterFactory(confirmed=True)

        response = client.post(path(supporter, "pledge/"), values, **HERE)

        assert response.status_code == 422
        assert sentence in text(response)
        assert Pledge.objects.count() == 0

    def test_changes_only_what_was_shown_and_agreed_to(self, client):
        pledge = PledgeFactory()
        wanted = {"tier": "champion", "amount_choice": "other", "amount_other": "40"}

        shown = client.post(path(pledge.supporter, "pledge/"), wanted, **HERE)
        wrong = client.post(path(pledge.supporter, "pledge/"), wanted | {"agreed": "2800"}, **HERE)
        pledge.refresh_from_db()
        assert pledge.amount_minor == 2_800
        assert "$40.00 once, and only if both happen" in text(shown)
        assert "I agree; change my pledge" in text(wrong)

        done = client.post(path(pledge.supporter, "pledge/"), wanted | {"agreed": "4000"}, **HERE)

        pledge.refresh_from_db()
        assert (done.status_code, pledge.amount_minor) == (303, 4_000)
        assert Mandate.objects.latest("version").amount_minor == 4_000
        assert CounterDelta.objects.get().pledged_minor == 1_200

    def test_goes_back_after_the_deadline_and_changes_nothing(self, client, travel):
        pledge = PledgeFactory()
        over(pledge.supporter, travel)

        response = client.post(
            path(pledge.supporter, "pledge/"),
            {"tier": "champion", "amount_choice": "50", "agreed": "5000"},
            **HERE,
        )

        pledge.refresh_from_db()
        assert response["Location"] == path(pledge.supporter)
        assert pledge.amount_minor == 2_800


class TestCancel:
    def test_ends_the_pledge_by_one_button(self, client):
        pledge = PledgeFactory()
        assert "Cancel your pledge of $28.00?" in text(
            client.get(path(pledge.supporter, "cancel/"))
        )

        client.post(path(pledge.supporter, "cancel/"), **HERE)

        pledge.refresh_from_db()
        pledge.supporter.refresh_from_db()
        assert pledge.status == "cancelled"
        assert pledge.supporter.status == "confirmed"
        assert "You cancelled this pledge." in text(client.get(path(pledge.supporter)))

    def test_does_nothing_after_the_deadline(self, client, travel):
        pledge = PledgeFactory()
        over(pledge.supporter, travel)

        client.post(path(pledge.supporter, "cancel/"), **HERE)

        pledge.refresh_from_db()
        assert pledge.status == "active"


class TestLeave:
    def test_takes_the_person_out_and_cancels_the_pledge(self, client):
        pledge = PledgeFactory()

        client.post(path(pledge.supporter, "leave/"), **HERE)

        pledge.refresh_from_db()
        pledge.supporter.refresh_from_db()
        assert (pledge.status, pledge.supporter.status) == ("cancelled", "withdrawn")
        assert sum(delta.people for delta in CounterDelta.objects.all()) == -1
        assert "You have left this campaign" in text(client.get(path(pledge.supporter)))

    def test_does_not_let_go_of_a_pledge_that_is_being_charged(self, client):
        pledge = PledgeFactory(status="locked")
        Campaign.objects.update(status=CampaignStatus.COLLECTING)

        client.post(path(pledge.supporter, "leave/"), **HERE)

        pledge.supporter.refresh_from_db()
        assert pledge.supporter.status == "confirmed"


class TestCard:
    @pytest.mark.parametrize(
        ("status", "words"),
        [
            ("declined", "Continue to save another card"),
            ("action_required", "Confirm with my bank"),
        ],
    )
    def test_offers_the_ways_to_mend_a_payment(self, client, status, words):
        pledge = PledgeFactory(status=status, grace_ends_at=NOW)
        Campaign.objects.update(status=CampaignStatus.COLLECTING)

        page = text(client.get(path(pledge.supporter, "card/")))

        assert "Mend the payment" in page
        assert words in page

    def test_has_nothing_to_offer_for_a_pledge_that_is_over(self, client):
        pledge = PledgeFactory(status="charged")

        response = client.get(path(pledge.supporter, "card/"))

        assert response["Location"] == path(pledge.supporter)


@pytest.mark.django_db(transaction=True)
class TestCardAtTheProcessor:
    def test_opens_the_card_page_for_another_card(self, client, sandbox):
        pledge = PledgeFactory(customer_ref="", session_ref="", method_ref="x", status="intent")
        Pledge.objects.update(status="intent")
        supporter = pledge.supporter
        first = client.post(
            f"/confirm/{make_token('confirm', supporter.pk)}/",
            {"do": "confirm", "terms": f"{pledge.pk}.champion.2800"},
            **HERE,
        )
        sandbox.type_card(first["Location"], "4242424242424242")
        client.get(f"/card/{make_token('card', pledge.pk)}/")

        response = client.post(path(supporter, "card/"), {"do": "card"}, **HERE)
        sandbox.type_card(response["Location"], "5555555555554444")
        page = text(Client().get(f"/card/{make_token('card', pledge.pk)}/"))

        pledge.refresh_from_db()
        assert (pledge.status, pledge.card_last4) == ("active", "4444")
        assert "•••• 4444" in page
