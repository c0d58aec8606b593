"""Messages about the account, in both languages and both parts."""

import pytest

from redress.accounts.devices import Device
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.web.account import telling
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def tell_all(person):
    telling.tell_of_new_browser(person, device=Device("Firefox", "Android"), now=NOW)
    telling.tell_of_new_browser(person, device=Device(), now=NOW)
    for kind in ("webauthn", "totp", "recovery_codes"):
        telling.tell_of_factor_added(person, kind=kind, now=NOW)
    for kind in ("webauthn", "totp"):
        telling.tell_of_factor_removed(person, kind=kind, now=NOW)
    telling.tell_of_address_changed(person, old="old@example.org", now=NOW)


class TestEveryMessage:
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_has_both_parts_and_its_facts(self, language):
        person = UserFactory(language=language)
        tell_all(person)

        mails = [build_message(row) for row in OutboxMessage.objects.order_by("pk")]

        assert len(mails) == 8
        for mail in mails:
            html = mail.alternatives[0].content
            assert mail.subject
            assert "2026" in mail.body
            assert "2026" in html
            assert f'<html lang="{language}">' in html
            assert "{{" not in mail.body + html
            assert "{%" not in mail.body + html
        assert mails[-1].to == ["old@example.org"]
        assert {mail.to[0] for mail in mails[:-1]} == {person.email}

    def test_leads_to_the_account_in_the_persons_language(self):
        tell_all(UserFactory(language="es"))

        mail = build_message(OutboxMessage.objects.first())

        assert "/es/accounts/\n" in mail.body
        assert '/es/accounts/"' in mail.alternatives[0].content

    def test_names_device_and_factor(self):
        tell_all(UserFactory())

        bodies = [build_message(row).body for row in OutboxMessage.objects.order_by("pk")]

        assert "with Firefox on Android" in bodies[0]
        assert "with an unknown browser" in bodies[1]
        assert bodies[2].startswith("A passkey was added")
        assert bodies[3].startswith("An authenticator app was added")
        assert bodies[4].startswith("New recovery codes were made")
        assert bodies[5].startswith("A passkey was removed")
        assert bodies[6].startswith("The authenticator app was removed")
