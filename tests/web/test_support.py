"""Joining by the form: kind refusals that write nothing, and one answer for everyone."""

import pytest
from django.test import Client

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core.models import OutboxMessage
from redress.pledges.models import Pledge
from redress.supporters.models import Consent, Supporter
from tests.factories.campaigns import CampaignFactory
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}
ALLY = {"tier": "ally", "name": "Ana Ruiz", "email": "ana@example.org"}
CHAMPION = ALLY | {"tier": "champion", "amount_choice": "28"}


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="home")


def send(client: Client, values: dict, path: str = "/c/home/support/", **headers):
    return client.post(path, values, **(HERE | headers))


def written() -> tuple[int, int, int, int]:
    return (
        Supporter.objects.count(),
        Consent.objects.count(),
        OutboxMessage.objects.count(),
        Pledge.objects.count(),
    )


@pytest.mark.usefixtures("campaign")
class TestSupport:
    def test_shows_a_form_that_is_the_same_for_everyone(self, client):
        first = client.get("/c/home/support/?tier=champion")
        second = Client().get("/c/home/support/?tier=champion")

        assert first.status_code == 200
        assert first.content == second.content
        assert first.headers["Cache-Control"].startswith("public")
        assert first.cookies == {}

    def test_leads_an_ally_to_the_inbox(self, client, django_assert_num_queries):
        with django_assert_num_queries(2):
            response = send(client, ALLY | {"postcode": "94110", "milestones": "on"})

        supporter = Supporter.objects.get()
        assert (response.status_code, response["Location"]) == (303, "/c/home/inbox/")
        assert (supporter.name, supporter.state, supporter.tier) == ("Ana Ruiz", "CA", "ally")
        assert (supporter.name_shown, supporter.wants_milestones) == ("private", True)
        assert OutboxMessage.objects.get().kind == "join_confirm"
        assert Pledge.objects.count() == 0

    def test_keeps_the_language_of_the_form(self, client):
        response = send(client, ALLY, "/es/c/home/support/")

        assert response["Location"] == "/es/c/home/inbox/"
        assert OutboxMessage.objects.get().language == "es"

    def test_shows_the_name_only_when_ticked(self, client):
        send(client, ALLY | {"name_public": "on"})

        assert Supporter.objects.get().name_shown == "full"

    def test_writes_a_pledge_without_a_card(self, client):
        send(client, CHAMPION | {"cover_fee": "on"})

        pledge = Pledge.objects.get()
        message = OutboxMessage.objects.get()
        assert (pledge.status, pledge.tier, pledge.amount_minor) == ("intent", "champion", 2_800)
        assert Supporter.objects.get().tier == "ally"
        assert message.kind == "pledge_confirm"
        assert message.context["total_minor"] == pledge.total.minor
        assert message.context["fee_cover_minor"] == pledge.fee_cover_minor > 0

    @pytest.mark.parametrize(
        ("values", "minor"),
        [
            ({"tier": "ally", "amount_other": "5"}, 500),
            ({"tier": "ally", "amount_other": "$14.99", "amount_choice": "15"}, 1_499),
            ({"tier": "advocate", "amount_choice": "15"}, 1_500),
            ({"tier": "advocate", "amount_choice": "50", "amount_other": "17"}, 5_000),
            ({"tier": "advocate", "amount_choice": "other", "amount_other": "17.50"}, 1_750),
            ({"tier": "champion", "amount_choice": "other", "amount_other": "1,000"}, 100_000),
        ],
    )
    def test_takes_the_amount_that_is_meant(self, client, values, minor):
        response = send(client, ALLY | values)

        assert response.status_code == 303
        pledge = Pledge.objects.get()
        assert (pledge.tier, pledge.amount_minor) == (values["tier"], minor)

    def test_takes_no_ready_made_amount_from_an_ally(self, client):
        send(client, ALLY | {"amount_choice": "15", "amount_other": ""})

        assert Pledge.objects.count() == 0

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"name": ""}, "Please write your name."),
            ({"name": "x" * 121}, "This name is too long."),
            ({"name": "Ana \u202egnp.exe"}, "hidden character"),
            ({"name": "=1+1"}, "cannot begin with"),
            ({"name": "http://evil.example"}, "without a link"),
            ({"name": "123"}, "with letters"),
            ({"email": ""}, "Please write your e-mail address."),
            ({"email": "ana@"}, "no address that a message can reach"),
            ({"email": "a" * 250 + "@example.org"}, "no address that a message can reach"),
            ({"email": "ana@gmial.com"}, "Did you mean ana@gmail.com?"),
            ({"email": "ana@mailinator.com"}, "may soon be gone"),
            ({"postcode": "<script>"}, "Five digits for the United States"),
            ({"tier": ""}, "choose how far you go"),
            ({"tier": "king"}, "one of the three tiers"),
            ({"tier": "advocate"}, "choose or write an amount"),
            ({"tier": "advocate", "amount_choice": "14.99"}, "This tier begins at $15."),
            ({"tier": "champion", "amount_choice": "15"}, "This tier begins at $28."),
            ({"amount_other": "4.99"}, "A pledge of this tier is $5 or more."),
            ({"amount_other": "15"}, "From $15 on you are an Advocate."),
            ({"amount_other": "ten"}, "Write the amount in numbers"),
            ({"amount_other": "-7"}, "Write the amount in numbers"),
            ({"amount_other": "7.125"}, "Write the amount in numbers"),
            ({"amount_other": "1e3"}, "Write the amount in numbers"),
            ({"amount_other": "9" * 41}, "Write the amount in numbers"),
            ({"tier": "champion", "amount_choice": "1000.01"}, "up to $1,000"),
            ({"tier": "champion", "amount_choice": "99999999"}, "A pledge is $5,000 at most."),
        ],
    )
    def test_refuses_beside_the_field_keeps_the_input_and_writes_nothing(
        self, client, values, sentence
    ):
        response = send(client, ALLY | {"postcode": "94110", "milestones": "on"} | values)

        html = response.content.decode()
        assert response.status_code == 422
        assert sentence in html
        assert 'id="errors"' in html
        if "postcode" not in values:
            assert 'value="94110"' in html
        if "name" not in values:
            assert 'value="Ana Ruiz"' in html
        assert "checked" in html.split('name="milestones"')[1][:60]
        assert written() == (0, 0, 0, 0)

    def test_names_every_bad_field_at_once(self, client):
        response = send(client, {"tier": "advocate", "amount_choice": "x", "email": "ana"})

        html = response.content.decode()
        assert "Please write your name." in html
        assert "no address that a message can reach" in html
        assert "Write the amount in numbers" in html

    @pytest.mark.parametrize("address", ["ana@gmial.com", "ana@mailinator.com"])
    def test_takes_an_address_that_was_hinted_at_when_sent_again(self, client, address):
        shown = send(client, ALLY | {"email": address}).content.decode()
        assert f'name="email_seen" value="{address}"' in shown

        response = send(client, ALLY | {"email": address, "email_seen": address})

        assert response.status_code == 303
        assert Supporter.objects.get().email == address

    def test_answers_known_and_new_addresses_with_the_same_bytes(self, client):
        SupporterFactory(campaign=Campaign.objects.get(), confirmed=True, email="in@example.org")
        held = PledgeFactory(supporter__campaign=Campaign.objects.get())
        SupporterFactory(
            campaign=Campaign.objects.get(), left=True, email="no@example.org", refuses_mail=True
        )
        addresses = ("new@example.org", "in@example.org", held.supporter.email, "no@example.org")

        for form in (ALLY, CHAMPION):
            answers = {
                (answer.status_code, answer.content, tuple(sorted(answer.headers.items())))
                for answer in (send(Client(), form | {"email": address}) for address in addresses)
            }
            assert len(answers) == 1

    def test_tells_only_the_mailbox_of_a_pledge_that_is_held(self, client):
        held = PledgeFactory(supporter__campaign=Campaign.objects.get())
        Supporter.objects.update(mailed_at="2026-11-01T00:00Z")

        send(client, CHAMPION | {"email": held.supporter.email, "name": held.supporter.name})

        assert OutboxMessage.objects.get().kind == "join_again"
        assert Pledge.objects.get() == held

    @pytest.mark.parametrize("status", [CampaignStatus.SETTLED, CampaignStatus.PAUSED])
    def test_says_that_a_campaign_is_closed_and_writes_nothing(self, client, status):
        Campaign.objects.update(status=status)

        response = send(client, CHAMPION)

        assert response.status_code == 409
        assert b"Nothing was written down" in response.content
        assert written() == (0, 0, 0, 0)

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"},
            {"HTTP_SEC_FETCH_SITE": "same-site"},
            {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "https://evil.example"},
            {"HTTP_SEC_FETCH_SITE": "none", "HTTP_ORIGIN": "null"},
        ],
    )
    def test_refuses_forms_of_other_sites(self, headers):
        response = Client(enforce_csrf_checks=True).post("/c/home/support/", ALLY, **headers)

        assert response.status_code == 403
        assert written() == (0, 0, 0, 0)

    def test_refuses_a_form_that_names_no_origin(self):
        assert Client().post("/c/home/support/", ALLY).status_code == 403
        assert written() == (0, 0, 0, 0)

    def test_refuses_a_forged_host(self, client):
        response = send(client, ALLY, HTTP_HOST="evil.example")

        assert response.status_code == 400
        assert b"evil.example" not in response.content
        assert written() == (0, 0, 0, 0)

    def test_is_absent_for_a_wrong_address(self, client):
        assert send(client, ALLY, "/c/elsewhere/support/").status_code == 404

    def test_puts_nobody_into_markup(self, client):
        html = send(client, ALLY | {"name": '"><script>alert(1)</script>'}).content.decode()

        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.usefixtures("campaign")
class TestCheckInbox:
    def test_looks_the_same_for_all(self, client):
        response = client.get("/c/home/inbox/")

        assert response.status_code == 200
        assert b"Check your inbox" in response.content
        assert response.content == Client().get("/c/home/inbox/").content
