"""The demonstration's stand-in for a telephone shows invented people's codes and no others."""

import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, validate_totp_code

from redress.web.account import demonstrated
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.web.entering import KEY, give_app
from tests.web.production import ROOT, environment

pytestmark = pytest.mark.django_db


class TestGiveApp:
    def test_gives_one_app_and_recovery_codes(self):
        person = HouseRoleFactory().user

        demonstrated.give_app(person)
        demonstrated.give_app(person)

        kinds = sorted(Authenticator.objects.values_list("type", flat=True))
        assert kinds == ["recovery_codes", "totp"]

    def test_leaves_the_app_that_somebody_has(self):
        person = HouseRoleFactory().user
        own = give_app(person)

        demonstrated.give_app(person)

        assert Authenticator.objects.get() == own


class TestPage:
    def test_shows_a_code_that_opens(self, client):
        person = HouseRoleFactory(user__email="approver@example.org").user
        demonstrated.give_app(person)

        shown = client.get("/dev/authenticator/").context["shown"]

        assert [one["email"] for one in shown] == ["approver@example.org"]
        key = demonstrated.demonstration_key(person.email)
        assert validate_totp_code(key, shown[0]["code"])

    def test_shows_none_of_an_app_that_somebody_set_up(self, client):
        give_app(UserFactory())

        page = client.get("/dev/authenticator/").content.decode()

        step = int(time.time()) // 30
        codes = [format_hotp_value(hotp_value(KEY, step + late)) for late in (-1, 0)]
        assert not [code for code in codes if code in page]
        assert "Nobody has an app" in page

    def test_shows_none_after_the_address_changed(self, client):
        person = UserFactory(email="approver@example.org")
        demonstrated.give_app(person)
        person.email = "else@example.org"
        person.save()

        assert client.get("/dev/authenticator/").context["shown"] == []

    def test_bears_an_app_that_another_key_sealed(self, client, settings):
        demonstrated.give_app(UserFactory())
        settings.SECRET_KEY = "another"

        assert client.get("/dev/authenticator/").status_code == 200

    def test_is_not_indexed_or_kept(self, client):
        answer = client.get("/dev/authenticator/")

        assert b'<meta name="robots" content="noindex">' in answer.content
        assert answer["Cache-Control"] == "private, no-store"


class TestElsewhere:
    def test_there_is_no_such_page(self):
        # the address list is made when the process starts, so another process has to tell
        program = (
            "import django; django.setup()\n"
            "from django.urls import resolve, Resolver404\n"
            "try: resolve('/dev/authenticator/')\n"
            "except Resolver404: print('absent')"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout == "absent\n"
