"""Passkeys, authenticator apps and recovery codes: set up, used once, removed, sealed."""

import json
import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from redress.accounts.session_models import Session
from redress.core.models import OutboxMessage
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.web.entering import KEY, enter, give_app
from tests.web.soft_passkey import SoftPasskey

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Host": "localhost"}


@pytest.fixture(autouse=True)
def _forget_the_rates():
    cache.clear()


@pytest.fixture
def person(db):
    return UserFactory()


SIGNED = {
    "clientDataJSON": "e30",
    "authenticatorData": "AAAA",
    "signature": "AA",
    "userHandle": "MQ",
}


def answer_with(response, **changes):
    return json.dumps(
        {"id": "YQ", "rawId": "YQ", "type": "public-key", "response": response} | changes
    )


def code_of(key=KEY, steps=0):
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def ask_for_code(client, person, **values):
    client.post("/accounts/login/", {"email": person.email, **values}, headers=HERE)
    code = OutboxMessage.objects.filter(kind="login_code").latest("pk").context["code"]
    return client.post("/accounts/login/code/", {"code": code, **values}, headers=HERE)


def is_in(client):
    return "_auth_user_id" in client.session


def ask(client, path):
    answer = client.post(path, headers=HERE)
    assert answer.status_code == 200, answer
    return json.loads(answer.content)


def add_passkey(client, **values):
    passkey = SoftPasskey()
    answer = passkey.make(ask(client, "/accounts/factors/passkey/new/"))
    done = client.post(
        "/accounts/factors/passkey/",
        {"credential": answer, "name": "my phone"} | values,
        headers=HERE,
    )
    return passkey, done


def add_app(client, **values):
    page = client.get("/accounts/factors/app/", headers=HERE).content.decode()
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    return key, client.post("/accounts/factors/app/", {"code": code_of(key)} | values, headers=HERE)


class TestApp:
    def test_is_set_up_with_its_first_code(self, client, person):
        enter(client, person, factor=False)

        _key, done = add_app(client, next="/studio/")

        assert done["Location"] == "/accounts/factors/codes/?next=/studio/"
        kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        assert kinds == {"totp", "recovery_codes"}
        letter = OutboxMessage.objects.get(kind="account_factor_added")
        assert (letter.to_address, letter.context["factor"]) == (person.email, "totp")

    def test_counts_as_used_by_whoever_set_it_up(self, client):
        approver = HouseRoleFactory().user
        enter(client, approver, factor=False)
        assert client.get("/staff/").status_code == 302

        add_app(client)

        assert client.get("/staff/").status_code == 200

    def test_is_refused_with_a_wrong_code(self, client, person):
        enter(client, person, factor=False)
        client.get("/accounts/factors/app/", headers=HERE)

        answer = client.post("/accounts/factors/app/", {"code": "000000"}, headers=HERE)

        assert answer.status_code == 422
        assert b'href="#id_code"' in answer.content
        assert not Authenticator.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_keeps_its_key_over_a_wrong_code(self, client, person):
        enter(client, person, factor=False)
        page = client.get("/accounts/factors/app/", headers=HERE).content
        again = client.post("/accounts/factors/app/", {"code": "1"}, headers=HERE).content

        key = re.compile(rb"<code>([A-Z2-7 ]+)</code>")
        assert key.search(page)[1] == key.search(again)[1]

    def test_cannot_be_guessed_at(self, client, person):
        enter(client, person, factor=False)
        client.get("/accounts/factors/app/", headers=HERE)

        for _ in range(6):
            client.post("/accounts/factors/app/", {"code": "000000"}, headers=HERE)
        _key, answer = add_app(client)

        assert answer.status_code == 422
        assert not Authenticator.objects.exists()

    def test_shows_its_key_as_a_picture_and_in_letters(self, client, person):
        enter(client, person, factor=False)

        page = client.get("/accounts/factors/app/", headers=HERE).content.decode()

        assert 'src="data:image/svg+xml;base64,' in page
        assert "otpauth://totp/" in page
        assert 'alt="The key as a picture' in page

    def test_opens_the_account_after_the_code(self, client, person):
        give_app(person)
        ask_for_code(client, person)

        done = client.post("/accounts/login/factor/", {"code": code_of()}, headers=HERE)

        assert done["Location"] == "/studio/"
        assert is_in(client)

    @pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "\x00", "9" * 50])
    def test_does_not_open_with_a_wrong_code(self, code, client, person):
        give_app(person)
        ask_for_code(client, person)

        answer = client.post("/accounts/login/factor/", {"code": code}, headers=HERE)

        assert answer.status_code == 422
        assert not is_in(client)

    def test_opens_once_with_each_code(self, client, person):
        give_app(person)
        code = code_of()
        for browser, status in ((client, 302), (Client(), 422)):
            cache.clear()  # another process has a memory of its own
            ask_for_code(browser, person)
            done = browser.post("/accounts/login/factor/", {"code": code}, headers=HERE)
            assert done.status_code == status

    def test_does_not_open_with_an_earlier_code_after_a_later_one(self, client, person):
        give_app(person)
        now, before = code_of(), code_of(steps=-1)
        ask_for_code(client, person)
        client.post("/accounts/login/factor/", {"code": now}, headers=HERE)
        other = Client()
        ask_for_code(other, person)

        answer = other.post("/accounts/login/factor/", {"code": before}, headers=HERE)

        assert answer.status_code == 422
        assert not is_in(other)

    @pytest.mark.parametrize(
        ("seconds", "opens"), [(-70, False), (-30, True), (30, True), (70, False)]
    )
    def test_opens_one_step_early_or_late_and_no_more(self, seconds, opens, client, person):
        give_app(person)
        base = 1_795_000_005.0
        with time_machine.travel(base, tick=False):
            ask_for_code(client, person)
            code = format_hotp_value(hotp_value(KEY, int(base + seconds) // 30))

            client.post("/accounts/login/factor/", {"code": code}, headers=HERE)

            assert is_in(client) == opens

    def test_cannot_be_guessed_after_five_tries(self, client, person):
        give_app(person)
        ask_for_code(client, person)
        for _ in range(5):
            client.post("/accounts/login/factor/", {"code": "000000"}, headers=HERE)

        answer = client.post("/accounts/login/factor/", {"code": code_of()}, headers=HERE)

        assert answer.status_code == 422
        assert not is_in(client)

    def test_of_another_person_opens_nothing(self, client, person):
        give_app(person, key="A" * 32)
        give_app(UserFactory())
        ask_for_code(client, person)

        answer = client.post("/accounts/login/factor/", {"code": code_of(KEY)}, headers=HERE)

        assert answer.status_code == 422

    def test_that_an_earlier_key_sealed_opens_nothing_and_breaks_nothing(
        self, client, person, settings
    ):
        add_app(enter(client, person, factor=False))
        settings.SECRET_KEY = "another"
        other = Client()
        ask_for_code(other, person)

        answer = other.post("/accounts/login/factor/", {"code": "123456"}, headers=HERE)

        assert answer.status_code == 422
        assert not is_in(other)


class TestPasskey:
    def test_is_set_up_with_a_name(self, client, person):
        enter(client, person, factor=False)

        _passkey, done = add_passkey(client)

        assert done["Location"] == "/accounts/factors/codes/?next=/accounts/"
        assert str(Authenticator.objects.get(user=person, type="webauthn")) == "my phone"
        letter = OutboxMessage.objects.get(kind="account_factor_added")
        assert letter.context["factor"] == "webauthn"

    def test_opens_the_account_without_a_code(self, client, person):
        passkey, _done = add_passkey(enter(client, person, factor=False))
        other = Client()

        answer = passkey.use(ask(other, "/accounts/passkey/"))
        done = other.post(
            "/accounts/login/passkey/", {"credential": answer, "next": "/studio/"}, headers=HERE
        )

        assert done["Location"] == "/studio/"
        assert other.session["_auth_user_id"] == str(person.pk)
        assert not OutboxMessage.objects.filter(kind="login_code").exists()

    def test_is_a_second_factor(self, client):
        approver = HouseRoleFactory().user
        passkey, _done = add_passkey(enter(client, approver, factor=False))
        other = Client()

        answer = passkey.use(ask(other, "/accounts/passkey/"))
        other.post("/accounts/login/passkey/", {"credential": answer}, headers=HERE)

        assert other.get("/staff/").status_code == 200

    def test_completes_the_code(self, client, person):
        passkey, _done = add_passkey(enter(client, person, factor=False))
        other = Client()
        ask_for_code(other, person)

        answer = passkey.use(ask(other, "/accounts/passkey/"))
        done = other.post("/accounts/login/factor/", {"credential": answer}, headers=HERE)

        assert done["Location"] == "/studio/"
        assert is_in(other)

    def test_answers_a_question_once(self, client, person):
        passkey, _done = add_passkey(enter(client, person, factor=False))
        other, third = Client(), Client()
        answer = passkey.use(ask(other, "/accounts/passkey/"))
        other.post("/accounts/login/passkey/", {"credential": answer}, headers=HERE)
        ask(third, "/accounts/passkey/")

        done = third.post("/accounts/login/passkey/", {"credential": answer}, headers=HERE)

        assert done.status_code == 422
        assert not is_in(third)

    @pytest.mark.parametrize(
        "changes",
        [
            {"origin": "https://evil.example"},
            {"host": "evil.example"},
            {"flags": 0x01},  # nobody's finger, face or PIN was asked for
            {"identity": b"1" * 32},
            {"user": b""},
            {"user": b"999999"},
        ],
    )
    def test_of_elsewhere_opens_nothing(self, changes, client, person):
        passkey, _done = add_passkey(enter(client, person, factor=False))
        for name, value in changes.items():
            setattr(passkey, name, value)
        other = Client()

        answer = passkey.use(ask(other, "/accounts/passkey/"))
        done = other.post("/accounts/login/passkey/", {"credential": answer}, headers=HERE)

        assert done.status_code == 422
        assert b"That did not work" in done.content
        assert not is_in(other)

    def test_of_a_closed_account_opens_nothing(self, client, person):
        passkey, _done = add_passkey(enter(client, person, factor=False))
        person.is_active = False
        person.save()
        other = Client()

        answer = passkey.use(ask(other, "/accounts/passkey/"))
        done = other.post("/accounts/login/passkey/", {"credential": answer}, headers=HERE)

        assert done["Location"] == "/accounts/login/"
        assert not is_in(other)

    @pytest.mark.parametrize(
        "junk",
        [
            "",
            "null",
            "[]",
            "{}",
            "7",
            '"x"',
            "{",
            '{"id": 1}',
            answer_with(7),
            answer_with({"clientDataJSON": "e30"}),
            answer_with({"clientDataJSON": 7}),
            answer_with(SIGNED, rawId="b"),
            answer_with(SIGNED),
            answer_with(SIGNED | {"userHandle": None}),
            answer_with(SIGNED | {"userHandle": "////"}),
            answer_with({"clientDataJSON": "e30", "attestationObject": "oA"}),
            answer_with({"clientDataJSON": "////", "attestationObject": "////"}),
            json.dumps({"id": "a" * 30_000}),
        ],
    )
    def test_that_is_junk_is_refused_kindly(self, junk, client, person):
        enter(client, person, factor=False)
        give_app(person)
        other = Client()
        ask_for_code(other, person)
        ask(other, "/accounts/passkey/")
        for browser, path in (
            (other, "/accounts/login/passkey/"),
            (other, "/accounts/login/factor/"),
            (client, "/accounts/confirm/"),
            (client, "/accounts/factors/passkey/"),
        ):
            answer = browser.post(path, {"credential": junk}, headers=HERE)
            assert answer.status_code == 422, path
        assert not is_in(other)
        assert not Authenticator.objects.filter(type="webauthn").exists()

    def test_is_one_of_ten_at_most(self, client, person):
        enter(client, person, factor=False)
        for _ in range(11):
            add_passkey(client)

        assert Authenticator.objects.filter(user=person, type="webauthn").count() == 10

    def test_is_asked_for_so_often_and_no_more(self, client):
        answers = [client.post("/accounts/passkey/", headers=HERE).status_code for _ in range(12)]

        assert answers == [200] * 10 + [429] * 2


class TestRecoveryCodes:
    def codes(self, person):
        return RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes"))

    def test_are_shown_until_they_are_kept(self, client, person):
        add_app(enter(client, person, factor=False))
        first = self.codes(person).get_unused_codes()[0]
        shown = f"{first[:4]} {first[4:]}".encode()
        assert shown in client.get("/accounts/factors/codes/").content
        assert shown in client.get("/accounts/factors/codes/").content

        done = client.post("/accounts/factors/codes/", {"next": "/studio/"}, headers=HERE)

        assert done["Location"] == "/studio/"
        page = client.get("/accounts/factors/codes/").content
        assert shown not in page
        assert b"10 codes left" in page

    def test_open_the_account_once_each_and_are_no_second_factor(self, client):
        person = HouseRoleFactory().user
        add_app(enter(client, person, factor=False))
        code = self.codes(person).get_unused_codes()[3]
        other, third = Client(), Client()
        ask_for_code(other, person)

        other.post("/accounts/login/factor/", {"code": code}, headers=HERE)

        assert is_in(other)
        assert other.get("/staff/")["Location"] == "/accounts/confirm/?next=/staff/"
        page = other.get("/accounts/confirm/?next=/staff/")
        assert b"A recovery code is not enough here" in page.content
        ask_for_code(third, person)
        again = third.post("/accounts/login/factor/", {"code": code}, headers=HERE)
        assert again.status_code == 422

    def test_are_worthless_after_new_ones(self, client, person):
        add_app(enter(client, person, factor=False))
        old = self.codes(person).get_unused_codes()

        client.post("/accounts/factors/codes/", {"do": "renew"}, headers=HERE)

        assert not set(old) & set(self.codes(person).get_unused_codes())
        assert OutboxMessage.objects.filter(context__factor="recovery_codes").exists()

    def test_are_absent_without_a_factor(self, client, person):
        enter(client, person, factor=False)

        assert client.get("/accounts/factors/codes/").status_code == 404


class TestRemoving:
    def test_ends_the_other_sessions_and_tells_the_person(self, client, person):
        enter(client, person)
        enter(Client(), person)
        app = Authenticator.objects.get(user=person)

        done = client.post(f"/accounts/factors/{app.pk}/remove/", headers=HERE)

        assert done["Location"] == "/accounts/"
        assert not Authenticator.objects.exists()
        assert Session.objects.get(user=person).session_key == client.session.session_key
        letter = OutboxMessage.objects.get(kind="account_factor_removed")
        assert letter.context["factor"] == "totp"

    def test_takes_the_recovery_codes_of_the_last_one_along(self, client, person):
        add_app(enter(client, person, factor=False))
        app = Authenticator.objects.get(user=person, type="totp")

        client.post(f"/accounts/factors/{app.pk}/remove/", headers=HERE)

        assert not Authenticator.objects.filter(user=person).exists()

    def test_makes_it_count_no_more_in_this_session(self, client):
        approver = HouseRoleFactory().user
        enter(client, approver)
        assert client.get("/staff/").status_code == 200
        app = Authenticator.objects.get(user=approver)

        client.post(f"/accounts/factors/{app.pk}/remove/", headers=HERE)

        assert client.get("/staff/")["Location"].startswith("/accounts/factors/")

    def test_asks_first(self, client, person):
        enter(client, person)
        app = Authenticator.objects.get(user=person)

        assert client.get(f"/accounts/factors/{app.pk}/remove/").status_code == 200
        assert Authenticator.objects.filter(pk=app.pk).exists()

    @pytest.mark.parametrize("key", ["own", 2**63, 2**70, 0])
    def test_of_somebody_elses_finds_nothing(self, key, client, person):
        theirs = give_app(UserFactory())
        enter(client, person)
        path = f"/accounts/factors/{theirs.pk if key == 'own' else key}/remove/"

        assert client.get(path).status_code == 404
        assert client.post(path, headers=HERE).status_code == 404
        assert Authenticator.objects.filter(pk=theirs.pk).exists()

    def test_of_the_recovery_codes_alone_finds_nothing(self, client, person):
        add_app(enter(client, person, factor=False))
        codes = Authenticator.objects.get(user=person, type="recovery_codes")

        assert client.post(f"/accounts/factors/{codes.pk}/remove/", headers=HERE).status_code == 404


class TestEnrolling:
    @pytest.mark.parametrize(
        "path",
        [
            "/accounts/factors/app/",
            "/accounts/factors/passkey/",
            "/accounts/factors/passkey/new/",
            "/accounts/factors/codes/",
            "/accounts/factors/1/remove/",
        ],
    )
    def test_needs_a_sign_in_of_the_last_minutes(self, path, client, person, travel):
        enter(client, person)
        travel(timedelta(minutes=15))

        answer = client.post(path, {"code": "1"}, headers=HERE)

        assert answer["Location"] == "/accounts/confirm/?next=/accounts/confirm/go-on/"
        assert Authenticator.objects.filter(user=person).count() == 1


class TestSecrets:
    def test_are_sealed_in_the_database(self, client, person):
        key, _done = add_app(enter(client, person, factor=False))
        codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes"))
        secrets = [key, *codes.generate_codes()]
        # and the key of an app that is only being set up
        other = UserFactory()
        page = enter(client, other, factor=False).get("/accounts/factors/app/", headers=HERE)
        secrets.append(
            re.search(rb"<code>([A-Z2-7 ]+)</code>", page.content)[1].decode().replace(" ", "")
        )

        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
            stored = cursor.fetchone()[0]
        stored += "".join(str(row.get_decoded()) for row in Session.objects.all())

        assert "v1." in stored
        assert not [secret for secret in secrets if secret in stored]
