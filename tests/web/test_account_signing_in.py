"""Signing in by code is open to all and tells nobody who is known; `next` stays on the site."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from redress.accounts.models import HouseRole, User
from redress.accounts.session_models import Session
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.web.account.nexts import is_own_path
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.web.entering import enter, give_app

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
PAGE = "/staff/approvals/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "/\t/evil.example",
    "\t//evil.example",
    "/\r\nLocation: https://evil.example",
    "/\x00/evil.example",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "/\u2028/evil.example",
]


@pytest.fixture(autouse=True)
def _forget_the_rates():
    cache.clear()


@pytest.fixture
def approver(db):
    return HouseRoleFactory(user__name="Sam Ortiz").user


def ask_for_code(client, email, **values):
    return client.post("/accounts/login/", {"email": email, **values}, headers=OURS)


def code_sent():
    return OutboxMessage.objects.filter(kind="login_code").latest("pk").context["code"]


def type_code(client, code, **values):
    return client.post("/accounts/login/code/", {"code": code, **values}, headers=OURS)


class TestLogIn:
    def test_by_no_code_that_went_to_an_address_the_account_has_left(self, client, approver):
        ask_for_code(client, approver.email)
        User.objects.filter(pk=approver.pk).update(email="new@example.org")

        answer = type_code(client, code_sent())

        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
        assert "_auth_user_id" not in client.session

    def test_by_the_code_that_came_by_mail(self, client, approver):
        asked = ask_for_code(client, approver.email)
        assert (asked.status_code, asked["Location"]) == (302, "/accounts/login/code/")

        done = type_code(client, code_sent())

        assert (done.status_code, done["Location"]) == (302, "/staff/")
        assert client.session["_auth_user_id"] == str(approver.pk)

    def test_goes_on_to_the_page_that_was_asked_for(self, client, approver):
        turned_away = client.get(PAGE)
        assert turned_away["Location"] == f"/accounts/login/?next={PAGE}"

        ask_for_code(client, approver.email, next=PAGE)

        assert type_code(client, code_sent(), next=PAGE)["Location"] == PAGE

    @pytest.mark.parametrize("elsewhere", ELSEWHERE)
    def test_never_leads_to_another_site(self, elsewhere, client, approver):
        ask_for_code(client, approver.email, next=elsewhere)

        assert type_code(client, code_sent(), next=elsewhere)["Location"] == "/staff/"

    def test_brings_a_person_without_a_role_to_the_studio(self, client):
        ask_for_code(client, UserFactory().email)

        assert type_code(client, code_sent())["Location"] == "/studio/"

    def test_takes_the_code_in_small_letters_and_without_the_dash(self, client, approver):
        ask_for_code(client, approver.email)

        type_code(client, code_sent().replace("-", "").lower())

        assert "_auth_user_id" in client.session

    def test_speaks_spanish_under_the_spanish_address(self, client, approver):
        asked = client.post("/es/accounts/login/", {"email": approver.email}, headers=OURS)

        assert asked["Location"] == "/es/accounts/login/code/"
        assert OutboxMessage.objects.get().language == "es"

    def test_sends_a_message_with_the_code_in_both_parts(self, client, approver):
        ask_for_code(client, approver.email)
        row = OutboxMessage.objects.get()

        mail = build_message(row)

        assert mail.to == [approver.email]
        assert row.context["code"] in mail.body
        assert row.context["code"] in mail.alternatives[0].content

    def test_of_a_closed_account_sends_nothing(self, client):
        ask_for_code(client, UserFactory(is_active=False).email)

        assert not OutboxMessage.objects.exists()

    def test_ends_after_three_wrong_codes(self, client, approver):
        ask_for_code(client, approver.email)
        code = code_sent()

        answers = [type_code(client, "WRONG-CODE").status_code for _ in range(3)]

        assert answers == [422, 422, 302]
        assert type_code(client, code)["Location"] == "/accounts/login/"
        assert "_auth_user_id" not in client.session
        over = client.get("/accounts/login/?over=tries")
        assert b"That code is used up" in over.content

    def test_ends_when_the_code_is_old(self, client, approver, settings):
        ask_for_code(client, approver.email)
        settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

        assert type_code(client, code_sent())["Location"] == "/accounts/login/"
        assert "_auth_user_id" not in client.session

    def test_may_begin_again_with_another_address(self, client, approver):
        ask_for_code(client, "mistyped@example.org")

        assert client.get("/accounts/login/").status_code == 200
        ask_for_code(client, approver.email)
        type_code(client, code_sent())
        assert "_auth_user_id" in client.session

    @pytest.mark.parametrize("address", ["", "nobody", "a@", "x" * 300 + "@example.org"])
    def test_refuses_what_is_no_address(self, address, client):
        answer = ask_for_code(client, address)

        assert answer.status_code == 422
        assert b'class="error"' in answer.content
        assert not OutboxMessage.objects.exists()

    def test_is_slowed_down_for_one_address(self, client, approver):
        answers = [ask_for_code(client, approver.email).status_code for _ in range(7)]

        assert answers == [302] * 5 + [422] * 2
        assert OutboxMessage.objects.count() == 5

    def test_needs_a_token_beside_the_origin(self, approver):
        strict = Client(enforce_csrf_checks=True)

        assert ask_for_code(strict, approver.email).status_code == 403
        assert not OutboxMessage.objects.exists()

    def test_sets_only_guarded_cookies(self, client, approver):
        client.get("/accounts/login/")
        ask_for_code(client, approver.email)
        type_code(client, code_sent())
        client.get("/staff/")

        assert set(client.cookies) == {"__Host-session", "__Host-csrf", "__Host-known"}
        for cookie in client.cookies.values():
            assert cookie["secure"]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            assert cookie["path"] == "/"
            assert not cookie["domain"]


class TestSignUp:
    """Signing in is signing up, and nobody can tell the one from the other."""

    def shape_of(self, client, email):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = ask_for_code(client, email)
        statements = [
            re.sub(r"'[^']*'|s\d+_x\d+|\b\d+\b", "?", one["sql"])
            for one in seen
            # the network's count is made by the first asking and raised by the second
            if "core_shared_cache" not in one["sql"] and "SAVEPOINT" not in one["sql"]
        ]
        return answer, statements

    def test_makes_an_account_without_any_right(self, client):
        ask_for_code(client, "New.Person@Example.org")
        made = User.objects.get(email="new.person@example.org")
        assert (made.last_login, made.language, made.name) == (None, "en", "")
        assert not made.has_usable_password()

        done = type_code(client, code_sent())

        assert done["Location"] == "/studio/"
        assert client.session["_auth_user_id"] == str(made.pk)
        assert not HouseRole.objects.filter(user=made).exists()
        assert client.get("/staff/").status_code == 404

    def test_speaks_the_language_of_the_page(self, client):
        client.post("/es/accounts/login/", {"email": "ana@example.org"}, headers=OURS)

        assert User.objects.get(email="ana@example.org").language == "es"

    def test_of_a_known_and_an_unknown_address_is_answered_alike(self, client):
        known, unknown = UserFactory(last_login=None).email, "strange@example.org"
        strangers = Client()

        first, of_known = self.shape_of(client, known)
        second, of_unknown = self.shape_of(strangers, unknown)

        assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
        assert first.content == second.content
        assert sorted(first.headers) == sorted(second.headers)
        assert of_known == of_unknown
        assert {row.to_address for row in OutboxMessage.objects.all()} == {known, unknown}
        pages = [
            re.sub(r'value="[^"]{64}"', "", page.content.decode()).replace(address, "")
            for page, address in (
                (client.get("/accounts/login/code/"), known),
                (strangers.get("/accounts/login/code/"), unknown),
            )
        ]
        assert pages[0] == pages[1]

    def test_of_a_closed_account_is_answered_alike(self, client):
        closed = UserFactory(is_active=False).email

        first, statements = self.shape_of(client, closed)
        second, of_unknown = self.shape_of(Client(), "strange@example.org")

        assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
        writes = [one for one in statements if one.startswith("INSERT")]
        assert writes == [one for one in of_unknown if one.startswith("INSERT")]
        assert [row.to_address for row in OutboxMessage.objects.all()] == ["strange@example.org"]
        for code in ("", "None", "0"):
            type_code(client, code)
        assert "_auth_user_id" not in client.session

    def test_makes_one_account_for_an_address_in_any_case(self, client):
        person = UserFactory(email="one@example.org")

        ask_for_code(client, "ONE@Example.ORG")

        assert User.objects.filter(email__iexact="one@example.org").get() == person

    def test_counts_the_spellings_of_one_mailbox_together(self, client):
        spellings = [f"a.n.a+{number}@gmail.com" for number in range(7)]

        answers = [ask_for_code(client, address).status_code for address in spellings]

        assert answers == [302] * 5 + [422] * 2
        assert OutboxMessage.objects.count() == 5

    def test_is_slowed_down_for_one_network(self, client):
        answers = [
            ask_for_code(client, f"person{number}@example.org").status_code for number in range(40)
        ]

        assert answers.count(302) == 30
        assert OutboxMessage.objects.count() == 30


class TestWhereToGoOn:
    @pytest.mark.parametrize("elsewhere", ELSEWHERE)
    def test_is_never_another_site(self, elsewhere):
        assert not is_own_path(elsewhere)

    @pytest.mark.parametrize("here", ["/", "/staff/", "/es/c/a/?x=1#y", "/%09/evil.example", "/ñ/"])
    def test_may_be_any_path_of_this_one(self, here):
        assert is_own_path(here)

    @pytest.mark.parametrize("elsewhere", ELSEWHERE)
    def test_is_home_for_whoever_is_signed_in_already(self, elsewhere, client):
        enter(client, UserFactory())

        answer = client.get("/accounts/login/", {"next": elsewhere})

        assert answer["Location"] == "/studio/"


class TestSecondStep:
    def test_comes_after_the_code_for_whoever_has_a_factor(self, client, approver):
        give_app(approver)
        ask_for_code(client, approver.email, next=PAGE)

        done = type_code(client, code_sent(), next=PAGE)

        assert done["Location"] == "/accounts/login/factor/"
        assert "_auth_user_id" not in client.session
        assert client.get(PAGE)["Location"].startswith("/accounts/login/")

    def test_is_not_there_without_the_code(self, client, approver):
        give_app(approver)

        assert client.get("/accounts/login/factor/")["Location"] == "/accounts/login/"


class TestNewBrowser:
    def enter(self, client, person, agent=FIREFOX):
        headers = OURS | {"User-Agent": agent}
        client.post("/accounts/login/", {"email": person.email}, headers=headers)
        code = OutboxMessage.objects.filter(kind="login_code").latest("pk").context["code"]
        client.post("/accounts/login/code/", {"code": code}, headers=headers)

    def told(self):
        return OutboxMessage.objects.filter(kind="account_new_browser")

    def test_is_told_of_only_when_the_account_was_used_before(self, client):
        person = UserFactory(last_login=None, language="es")

        self.enter(client, person)
        assert not self.told().exists()

        self.enter(Client(), person)
        letter = self.told().get()
        assert (letter.to_address, letter.language) == (person.email, "es")
        assert (letter.context["browser"], letter.context["system"]) == ("Firefox", "Android")

    def test_is_known_the_next_time(self, client):
        person = UserFactory(last_login=None)
        self.enter(client, person)
        Session.objects.all().delete()

        self.enter(client, person)

        assert Session.objects.filter(user=person).count() == 1
        assert not self.told().exists()

    def test_is_not_known_by_another_persons_sign_in(self, client):
        first, second = UserFactory(last_login=None), UserFactory(last_login=None)
        self.enter(Client(), second)
        self.enter(client, first)
        Session.objects.all().delete()

        self.enter(client, second)

        assert self.told().get().to_address == second.email


class TestSession:
    def test_knows_its_person_and_device_and_nothing_finer(self, client, approver, at_now, now):
        headers = OURS | {"User-Agent": FIREFOX}
        client.post("/accounts/login/", {"email": approver.email}, headers=headers)
        client.post("/accounts/login/code/", {"code": code_sent()}, headers=headers)

        row = Session.objects.get(user=approver)

        assert (row.browser, row.system) == ("Firefox", "Android")
        assert row.last_seen_on == now.date()
        assert abs(row.signed_in_at - now) < timedelta(minutes=1)
        assert "Gecko" not in str(row.get_decoded())
        assert "127.0.0.1" not in str(row.get_decoded())


class TestLogOut:
    def test_asks_first_and_then_forgets(self, client):
        desk = enter(client, UserFactory())
        assert desk.get("/accounts/logout/").status_code == 200
        assert "_auth_user_id" in desk.session

        answer = desk.post("/accounts/logout/", headers=OURS)

        assert answer["Location"] == "/"
        assert answer["Clear-Site-Data"] == '"cache", "cookies"'
        assert "_auth_user_id" not in desk.session


class TestTheRestOfAllauth:
    @pytest.mark.parametrize(
        "path",
        [
            "signup/",
            "email/",
            "password/change/",
            "password/reset/",
            "password/set/",
            "confirm-email/",
            "inactive/",
            "reauthenticate/",
            "login/code/confirm/",
            "2fa/",
            "2fa/authenticate/",
            "2fa/totp/activate/",
            "2fa/webauthn/",
            "2fa/recovery-codes/",
            "2fa/recovery-codes/download/",
            "phone/verify/",
        ],
    )
    def test_is_not_there(self, path, client):
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", headers=OURS).status_code == 404

    @pytest.mark.parametrize(
        "name",
        [
            "account_signup",
            "account_email",
            "account_reset_password",
            "account_reauthenticate",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "mfa_download_recovery_codes",
        ],
    )
    def test_has_no_address(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    def test_takes_no_password(self, client, approver):
        approver.set_password("correct horse battery staple")
        approver.save()

        client.post(
            "/accounts/login/",
            {"login": approver.email, "password": "correct horse battery staple"},
            headers=OURS,
        )

        assert "_auth_user_id" not in client.session
