"""The mailed link: no fetch confirms, one press counts once, and the mandate is what was shown."""

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core.models import OutboxMessage
from redress.core.money import Money
from redress.core.tokens import make_token
from redress.pledges import mandates
from redress.pledges.models import Mandate, Pledge
from redress.supporters.models import CounterDelta, Status, Supporter
from tests.conftest import NOW
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.sandbox.process import sandbox, sandbox_process
from tests.web.test_support import HERE

__all__ = ["sandbox", "sandbox_process"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def path(supporter: Supporter, prefix: str = "") -> str:
    return f"{prefix}/confirm/{make_token('confirm', supporter.pk)}/"


def press(client: Client, supporter: Supporter, **values):
    return client.post(path(supporter), {"do": "confirm"} | values, **HERE)


def intent(supporter: Supporter, **facts) -> Pledge:
    return PledgeFactory(supporter=supporter, status="intent", **facts)


def unchanged(supporter: Supporter) -> bool:
    supporter.refresh_from_db()
    return (
        supporter.status == Status.PENDING
        and CounterDelta.objects.count() == 0
        and OutboxMessage.objects.count() == 0
    )


class TestConfirm:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_confirms_nothing_when_a_scanner_fetches_it(self, client, method):
        supporter = SupporterFactory()

        response = getattr(client, method)(path(supporter))

        assert response.status_code == 200
        assert unchanged(supporter)

    def test_is_private_and_unfound(self, client):
        response = client.get(path(SupporterFactory()))

        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert b'name="robots" content="noindex' in response.content
        assert b'rel="canonical"' not in response.content
        assert response.cookies == {}

    def test_counts_once_by_two_presses_and_says_thanks(self, client):
        supporter = SupporterFactory(name="Ana Ruiz")

        first = press(client, supporter)
        second = press(client, supporter)
        page = client.get(first["Location"])

        supporter.refresh_from_db()
        assert (first.status_code, second.status_code) == (303, 303)
        assert (supporter.status, supporter.counted) == (Status.CONFIRMED, True)
        assert CounterDelta.objects.count() == 1
        assert "Thank you, Ana Ruiz. You count." in page.content.decode()
        assert "https://wa.me/" in page.content.decode()

    def test_works_in_the_other_language(self, client):
        response = client.post(path(SupporterFactory(), "/es"), {"do": "confirm"}, **HERE)

        assert response["Location"].startswith("/es/confirm/")

    def test_refuses_a_press_from_another_site(self, client):
        supporter = SupporterFactory()

        response = client.post(
            path(supporter),
            {"do": "confirm"},
            HTTP_SEC_FETCH_SITE="cross-site",
            HTTP_ORIGIN="https://evil.example",
        )

        assert response.status_code == 403
        assert unchanged(supporter)

    def test_records_a_late_confirmation(self, client, travel):
        supporter = SupporterFactory()
        travel(supporter.campaign.deadline_at - NOW + timedelta(hours=2))
        assert "Put me on record" in client.get(path(supporter)).content.decode()

        press(client, supporter)

        supporter.refresh_from_db()
        assert (supporter.status, supporter.counted) == (Status.CONFIRMED, False)
        assert "You are on record." in client.get(path(supporter)).content.decode()
        assert CounterDelta.objects.count() == 0

    @pytest.mark.parametrize(
        ("hours", "status", "words"),
        [
            (25, CampaignStatus.SETTLED, "came too late to be counted"),
            (-5, CampaignStatus.PAUSED, "works again when the campaign goes on"),
            (-5, CampaignStatus.CANCELLED, "came too late to be counted"),
        ],
    )
    def test_says_why_nothing_can_be_confirmed(self, client, travel, hours, status, words):
        supporter = SupporterFactory()
        Campaign.objects.update(status=status)
        travel(supporter.campaign.deadline_at - NOW + timedelta(hours=hours))

        page = client.get(path(supporter)).content.decode()
        press(client, supporter)

        assert words in page
        assert (
            "<button"
            not in page.split("<main")[1].split("This was not me")[0].split('class="apart"')[0]
        )
        assert unchanged(supporter)

    def test_lets_the_mailbox_say_that_this_was_not_me(self, client):
        supporter = SupporterFactory()
        assert "This was not me" in client.get(path(supporter)).content.decode()

        client.post(path(supporter), {"do": "refuse"}, **HERE)
        press(client, supporter)

        supporter.refresh_from_db()
        assert (supporter.status, supporter.refuses_mail) == (Status.WITHDRAWN, True)
        assert CounterDelta.objects.count() == 0
        assert "We will not write to you again" in client.get(path(supporter)).content.decode()

        client.post(path(supporter), {"do": "allow"}, **HERE)
        supporter.refresh_from_db()
        assert not supporter.refuses_mail

    def test_confirms_nothing_for_one_who_left(self, client):
        supporter = SupporterFactory(left=True)

        press(client, supporter)

        supporter.refresh_from_db()
        assert supporter.status == Status.WITHDRAWN
        assert "You have left this campaign" in client.get(path(supporter)).content.decode()

    @pytest.mark.parametrize(
        "token", ["x", "7~forged", make_token("mine", 7), make_token("confirm", 0), "7" * 300]
    )
    def test_explains_a_broken_link(self, client, token):
        response = client.get(f"/confirm/{token}/")

        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"


class TestConfirmPledge:
    @pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/es", "es")])
    def test_shows_the_exact_mandate_before_the_button(self, client, prefix, language):
        supporter = SupporterFactory(language=language)
        pledge = intent(supporter, fee_cover_minor=115)

        page = html.unescape(client.get(path(supporter, prefix)).content.decode())

        text = mandates.mandate_text(
            campaign=supporter.campaign, total=Money(2_915), language=language
        )
        assert text in page
        assert page.index(text) < page.index('value="confirm"')
        assert f"{pledge.pk}.champion.2915" in page

    def test_may_lead_to_the_processor_and_nowhere_else(self, client):
        supporter = SupporterFactory()
        intent(supporter)

        policy = client.get(path(supporter)).headers["Content-Security-Policy"]

        assert f"form-action 'self' {settings.PROCESSOR_ORIGIN}" in policy

    def test_agrees_to_nothing_that_was_not_shown(self, client):
        supporter = SupporterFactory()
        intent(supporter)

        response = press(client, supporter, terms="0.champion.2800")

        assert response.status_code == 409
        assert "The pledge has changed" in response.content.decode()
        assert unchanged(supporter)
        assert Mandate.objects.count() == 0

    def test_lets_one_join_without_the_pledge(self, client):
        supporter = SupporterFactory()
        pledge = intent(supporter)

        client.post(path(supporter), {"do": "without"}, **HERE)

        supporter.refresh_from_db()
        pledge.refresh_from_db()
        assert supporter.counted
        assert pledge.status == "cancelled"
        assert "You count." in client.get(path(supporter)).content.decode()

    def test_shows_no_pledge_after_the_deadline(self, client, travel):
        supporter = SupporterFactory()
        intent(supporter)
        travel(supporter.campaign.deadline_at - NOW + timedelta(hours=2))

        assert "mandate" not in client.get(path(supporter)).content.decode()


@pytest.mark.django_db(transaction=True)
class TestToTheCard:
    def test_counts_keeps_the_mandate_and_goes_to_the_card_page(self, client, sandbox):
        supporter = SupporterFactory()
        pledge = intent(supporter)

        response = press(client, supporter, terms=f"{pledge.pk}.champion.2800")

        supporter.refresh_from_db()
        assert (response.status_code, supporter.counted) == (303, True)
        assert response["Location"].startswith(sandbox.origin)
        assert Mandate.objects.get().pledge == pledge
        assert OutboxMessage.objects.count() == 0

        sandbox.type_card(response["Location"], "4242424242424242")
        page = client.get(f"/card/{make_token('card', pledge.pk)}/").content.decode()

        pledge.refresh_from_db()
        assert pledge.status == "active"
        assert "$0.00 charged today" in page
        assert "•••• 4242" in page
        assert OutboxMessage.objects.get().kind == "pledge_saved"

    def test_says_when_no_card_was_saved(self, client, sandbox):
        supporter = SupporterFactory()
        pledge = intent(supporter)
        press(client, supporter, terms=f"{pledge.pk}.champion.2800")

        page = client.get(f"/card/{make_token('card', pledge.pk)}/").content.decode()

        assert "No card was saved" in page
        assert f"/confirm/{make_token('confirm', supporter.pk)}/" in page

    def test_says_when_the_processor_does_not_answer(self, client, settings):
        settings.PROCESSOR_API_BASE = "http://127.0.0.1:9"
        supporter = SupporterFactory()
        pledge = intent(supporter)

        response = press(client, supporter, terms=f"{pledge.pk}.champion.2800")

        supporter.refresh_from_db()
        assert response.status_code == 503
        assert "nothing is lost" in response.content.decode()
        assert supporter.counted
