"""Every message in both languages, as text and as HTML, and one through a real conversation."""

import email
import email.policy
import re
import socket
from html.parser import HTMLParser

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.template.loader import get_template
from django.test import override_settings

from redress.campaigns.facts import message_facts
from redress.core.mail import build_message, drain_outbox
from redress.core.models import OutboxMessage
from redress.core.tokens import read_token
from redress.core.translated import Translated
from redress.supporters import joining
from tests.conftest import NOW
from tests.factories.campaigns import BeneficiaryFactory, CampaignFactory
from tests.factories.supporters import SupporterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

PEOPLE = ("join_confirm", "join_again", "join_refused", "welcome")
PLEDGES = (
    "pledge_confirm",
    "pledge_saved",
    "pledge_changed",
    "pledge_cancelled",
    "campaign_succeeded",
    "pledge_charged",
    "pledge_declined",
    "pledge_needs_action",
    "pledge_dropped",
    "pledge_not_charged",
)
FACTS = {
    "supporter": 7,
    "pledge": 9,
    "name": "Ana O’Neill & Sons",
    "counted": True,
    "tier": "champion",
    "amount_minor": 2_800,
    "fee_cover_minor": 115,
    "total_minor": 2_915,
    "mandate_text": "I authorize one charge <of> $29.15.",
    "card_brand": "visa",
    "card_last4": "4242",
    "charged_at": "2026-12-19T04:05:00+00:00",
    "receipt_number": "RDS-2026-0147-9",
    "reason_key": "funds",
    "next_try_at": "2026-12-21T04:05:00+00:00",
    "grace_ends_at": "2026-12-26T04:00:00+00:00",
    "reason": "support",
    "code": "ABC123",
    "minutes": 5,
}


def message(kind: str, language: str = "en", **facts) -> OutboxMessage:
    """An unsaved message with every fact that its kind may tell."""
    campaign = CampaignFactory.build(
        pk=1,
        agency=None,
        team=None,
        beneficiary=BeneficiaryFactory.build(),
        title=Translated(en="Let them go “home” & rest", es="Que vuelvan «a casa»"),
    )
    return OutboxMessage(
        pk=3,
        kind=kind,
        dedupe_key=f"{kind}:1",
        to_address="ana@example.org",
        language=language,
        context=message_facts(campaign, language) | FACTS | facts,
    )


def parts(kind: str, language: str = "en", **facts) -> tuple[str, str, str]:
    """Subject, text and HTML of a message."""
    built = build_message(message(kind, language, **facts))
    return built.subject, str(built.body), str(built.alternatives[0].content)


class Links(HTMLParser):
    """Collects what an HTML part would fetch or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"] or "")
        if tag in {"img", "link", "script", "iframe"} or "src" in values or "style" in values:
            self.fetched.append(tag)


class TestEveryKind:
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("kind", [*PEOPLE, *PLEDGES, "login_code"])
    def test_is_whole_as_text_and_as_html(self, kind, language):
        subject, text, html = parts(kind, language)

        assert subject
        assert "\n" not in subject
        assert f'<html lang="{language}">' in html
        for part in (subject, text, html):
            assert "{{" not in part
            assert "{%" not in part
        for part in (subject, text):
            assert "{'en'" not in part
            assert "&amp;" not in part
            assert "&#x27;" not in part
            assert "None" not in part

    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("kind", [*PEOPLE, *PLEDGES])
    def test_leads_by_the_same_links_in_both_parts_and_fetches_nothing(self, kind, language):
        _subject, text, html = parts(kind, language)

        reader = Links()
        reader.feed(html)
        in_text = {
            part for part in re.findall(r"https?://\S+", text) if "~" in part or "/c/" in part
        }
        assert reader.fetched == []
        assert {link for link in reader.links if "~" in link or "/c/" in link} == in_text
        prefix = settings.SITE_URL + ("/es/" if language == "es" else "/")
        assert all(link.startswith(prefix) for link in reader.links)

    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize(
        "kind", sorted({*PEOPLE, *PLEDGES} - {"join_confirm", "join_refused", "pledge_confirm"})
    )
    def test_says_how_to_leave(self, kind, language):
        _subject, text, _html = parts(kind, language)

        found = re.findall(r"/mine/([^/]+)/", text)
        assert [read_token("mine", token) for token in found]
        assert {tuple(read_token("mine", token)) for token in found} == {("7",)}

    @pytest.mark.parametrize("kind", ["join_confirm", "pledge_confirm", "join_refused"])
    def test_confirms_by_a_link_for_the_person(self, kind):
        _subject, text, _html = parts(kind)

        token = re.search(r"/confirm/([^/]+)/", text)
        assert token
        assert read_token("confirm", token[1]) == ["7"]

    @pytest.mark.parametrize(
        "kind",
        [
            "pledge_confirm",
            "pledge_saved",
            "pledge_changed",
            "campaign_succeeded",
            "pledge_charged",
        ],
    )
    def test_tells_sums_with_cents(self, kind):
        _subject, text, html = parts(kind)

        for part in (text, html):
            assert "$28.00" in part
            assert "$1.15" in part
            assert "$29.15" in part

    @pytest.mark.parametrize("kind", ["pledge_confirm", "pledge_saved", "pledge_changed"])
    def test_tells_the_deadline_with_its_named_zone(self, kind):
        assert "Friday, December 18, 2026, 7:59\u00a0p.m. Pacific" in parts(kind)[1]
        assert "hora del Pacífico" in parts(kind, "es")[1]

    @pytest.mark.parametrize("kind", ["pledge_confirm", "pledge_saved", "pledge_charged"])
    def test_says_when_a_gift_is_not_deductible(self, kind):
        charity = parts(kind, tax_class="501c3")[1]
        other = parts(kind, tax_class="501c4")[1]

        assert "Redress Legal Fund is a 501(c)(3) charity" in charity
        assert "to Redress Legal Fund are not deductible as charitable contributions." in other

    def test_escapes_names_and_words_in_html_only(self):
        _subject, text, html = parts("pledge_saved")

        assert "I authorize one charge <of> $29.15." in text
        assert "I authorize one charge &lt;of&gt; $29.15." in html
        assert "Hello Ana O’Neill &amp; Sons," in html

    @pytest.mark.parametrize(
        ("reason", "words"),
        [
            ("funds", "not enough money"),
            ("expired", "has expired"),
            ("details", "Some detail"),
            ("card_unusable", "can no longer be used"),
            ("confirm", "confirm the payment yourself"),
            ("bank", "without saying why"),
        ],
    )
    def test_explains_a_decline_in_our_own_words(self, reason, words):
        assert words in parts("pledge_declined", reason_key=reason)[1]

    def test_says_that_a_card_is_not_tried_again(self):
        text = parts("pledge_declined", next_try_at=None)[1]

        assert "This card is not tried again." in text
        assert "We try the same card again" not in text

    @pytest.mark.parametrize(
        ("reason", "words"),
        [
            ("support", "The goal was not reached."),
            ("approval", "not approved in time"),
            ("both", "Neither the goal nor the approval"),
        ],
    )
    def test_says_why_nobody_was_charged(self, reason, words):
        assert words in parts("pledge_not_charged", reason=reason)[1]

    def test_has_templates_for_all_kinds_that_are_written(self):
        for kind in (*PEOPLE, *PLEDGES, "login_code"):
            get_template(f"email/{kind}.txt")
            get_template(f"email/{kind}.html")


class TestThroughSmtp:
    def test_arrives_whole_by_a_real_conversation(self):
        received: list[bytes] = []

        class Handler:
            async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
                received.append(envelope.content)
                return "250 OK"

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        mailer = {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "use_tls": False, "timeout": 5},
        }
        supporter = SupporterFactory(language="es", name="Núñez Ruiz")
        joining.confirm(supporter_id=supporter.pk, now=NOW)
        controller = Controller(Handler(), hostname="127.0.0.1", port=port)
        controller.start()
        try:
            with override_settings(MAILERS={"default": mailer}):
                assert drain_outbox(now=NOW) == 1
        finally:
            controller.stop()

        sent = email.message_from_bytes(received[0], policy=email.policy.default)
        assert sent["To"] == supporter.email
        assert [part.get_content_type() for part in sent.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert "Núñez Ruiz" in sent.get_body(("plain",)).get_content()
        assert "/es/mine/" in sent.get_body(("html",)).get_content()
        assert OutboxMessage.objects.get().context == {}
