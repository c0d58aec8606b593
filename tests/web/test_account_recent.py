"""A sign-in counts for 15 minutes; a form that comes too late is asked about, and never lost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from redress.accounts.session_models import Session
from redress.core.models import OutboxMessage
from redress.web.account import keeping
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.web.entering import enter, give_app
from tests.web.test_account_factors import code_of

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
CONFIRM = "/accounts/confirm/"
GO_ON = "/accounts/confirm/go-on/"
PAGE = "/accounts/address/"  # behind `recently_signed_in`
ODD = 'Ana "quoted" <b>\r\nsecond line\tñ@example.org'


@pytest.fixture(autouse=True)
def _forget_the_rates():
    cache.clear()


@pytest.fixture
def person(db):
    return UserFactory()


@pytest.fixture
def late(client, person, travel):
    """A browser whose sign-in is 15 minutes old."""
    enter(client, person, factor=False)
    travel(timedelta(minutes=15))
    return client


def send_code(client, **values):
    return client.post(CONFIRM, {"do": "send", **values}, headers=OURS)


def code_sent():
    return OutboxMessage.objects.filter(kind="account_code").latest("pk").context["code"]


def type_code(client, code, **values):
    return client.post(CONFIRM, {"code": code, **values}, headers=OURS)


class TestRecentlySignedIn:
    @pytest.mark.parametrize(("seconds", "opens"), [(0, True), (898, True), (900, False)])
    def test_lasts_for_fifteen_minutes(self, seconds, opens, client, person, travel):
        enter(client, person, factor=False)
        travel(timedelta(seconds=seconds))

        assert (client.get(PAGE).status_code == 200) == opens

    def test_does_not_last_longer_when_the_clock_goes_back(self, client, person, travel):
        enter(client, person, factor=False)
        travel(timedelta(minutes=-1))

        assert client.get(PAGE).status_code == 302

    def test_asks_and_comes_back(self, late):
        assert late.get(f"{PAGE}?x=1")["Location"] == f"{CONFIRM}?next=/accounts/address/%3Fx%3D1"

    def test_sends_a_stranger_to_sign_in(self, client):
        assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"

    def test_does_not_outlive_another_persons_sign_in(self, client, person, travel):
        enter(client, person, factor=False)
        client.force_login(UserFactory())

        assert client.get(PAGE).status_code == 302


class TestConfirm:
    def test_by_a_mailed_code(self, late, person):
        asked = send_code(late, next=PAGE)
        assert asked.status_code == 200
        letter = OutboxMessage.objects.get(kind="account_code")
        assert letter.to_address == person.email

        done = type_code(late, code_sent(), next=PAGE)

        assert done["Location"] == PAGE
        assert late.get(PAGE).status_code == 200

    def test_takes_the_code_in_small_letters_and_with_blanks(self, late):
        send_code(late)

        assert type_code(late, f" {code_sent().lower().replace('-', ' ')} ").status_code == 302

    def test_refuses_a_wrong_code_and_the_third_ends_it(self, late):
        send_code(late)
        code = code_sent()

        answers = [type_code(late, "WRONG") for _ in range(3)]

        assert [answer.status_code for answer in answers] == [422] * 3
        assert b"Look at it once more" in answers[1].content
        assert b"Ask for a new one" in answers[2].content
        assert type_code(late, code).status_code == 422
        assert late.get(PAGE).status_code == 302

    def test_refuses_an_old_code(self, late, travel):
        send_code(late)
        travel(timedelta(minutes=5, seconds=1))

        assert type_code(late, code_sent()).status_code == 422

    def test_refuses_a_code_for_another_purpose(self, late, person):
        late.post(CONFIRM, {"do": "send"}, headers=OURS)
        type_code(late, code_sent())
        late.post(PAGE, {"email": "new@example.org"}, headers=OURS)

        assert type_code(late, code_sent()).status_code == 422

    def test_refuses_a_code_before_one_was_sent(self, late):
        for code in ("", "None", "ABCD-EFGH", "\x00", "x" * 500):
            assert type_code(late, code).status_code == 422

    def test_sends_five_codes_in_five_minutes_and_no_more(self, late):
        answers = [send_code(late).status_code for _ in range(7)]

        assert answers == [200] * 5 + [422] * 2
        assert OutboxMessage.objects.count() == 5

    def test_counts_all_spellings_of_a_new_address_as_one_mailbox(self, client, person):
        enter(client, person, factor=False)

        answers = [
            client.post(PAGE, {"email": f"rosa+{number}@gmail.com"}, headers=OURS).status_code
            for number in range(7)
        ]

        assert answers == [302] * 5 + [422] * 2
        assert OutboxMessage.objects.count() == 5

    def test_by_the_app_of_whoever_has_one(self, client, person, travel):
        enter(client, person)
        travel(timedelta(minutes=15))
        assert send_code(client).status_code == 422  # no way round the factor
        assert not OutboxMessage.objects.exists()

        done = client.post(CONFIRM, {"code": code_of(), "next": PAGE}, headers=OURS)

        assert done["Location"] == PAGE
        assert client.get(PAGE).status_code == 200

    @pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil"])
    def test_leads_nowhere_else(self, elsewhere, client, person):
        enter(client, person)

        done = client.post(CONFIRM, {"code": code_of(), "next": elsewhere}, headers=OURS)

        assert done["Location"] == "/accounts/"


class TestInterruptedForm:
    def interrupted(self, client, path=PAGE, **fields):
        return client.post(path, fields or {"email": ODD, "many": ["a", "b"]}, headers=OURS)

    def test_loses_nothing(self, late):
        answer = self.interrupted(late)
        assert answer["Location"] == f"{CONFIRM}?next={GO_ON}"
        send_code(late, next=GO_ON)
        assert type_code(late, code_sent(), next=GO_ON)["Location"] == GO_ON

        page = late.get(GO_ON)

        shown = page.content.decode()
        assert f'action="{PAGE}"' in shown
        assert "Ana &quot;quoted&quot; &lt;b&gt;\r\nsecond line\tñ@example.org" in shown
        assert '<input type="hidden" name="many" value="a">' in shown
        assert '<input type="hidden" name="many" value="b">' in shown
        assert page.context["kept"].fields == (("email", ODD), ("many", "a"), ("many", "b"))

    def test_is_sent_again_and_then_forgotten(self, late, person):
        self.interrupted(late, email="new@example.org")
        send_code(late)
        type_code(late, code_sent())
        kept = late.get(GO_ON).context["kept"]

        done = late.post(kept.path, dict(kept.fields), headers=OURS)

        assert done["Location"] == "/accounts/address/code/"
        assert late.get(GO_ON).status_code == 410

    def test_carries_no_token(self, late):
        self.interrupted(late, csrfmiddlewaretoken="x" * 64, email="a")

        type_code(late, "")
        assert late.session[keeping._SESSION]["fields"] == [["email", "a"]]

    def test_waits_for_an_hour(self, late, travel):
        self.interrupted(late)
        travel(timedelta(hours=1, seconds=1))

        assert late.get(GO_ON).status_code == 410

    def test_is_kept_up_to_a_size(self, late):
        assert self.interrupted(late, email="x" * 200_001)["Location"] == f"{CONFIRM}?next={PAGE}"
        assert keeping._SESSION not in late.session

    def test_survives_the_end_of_the_session(self, client, person):
        enter(client, person, factor=False)
        Session.objects.all().delete()
        self.interrupted(client, email="new@example.org")

        client.post("/accounts/login/", {"email": person.email}, headers=OURS)
        code = OutboxMessage.objects.get(kind="login_code").context["code"]
        done = client.post("/accounts/login/code/", {"code": code, "next": GO_ON}, headers=OURS)

        assert done["Location"] == GO_ON
        assert client.get(GO_ON).context["kept"].fields == (("email", "new@example.org"),)

    def test_of_somebody_else_is_not_shown(self, late):
        self.interrupted(late)
        session = late.session
        session[keeping._SESSION] = session[keeping._SESSION] | {"user": 10**9}
        session.save()

        assert late.get(GO_ON).status_code == 410

    def test_of_invented_sessions_is_kept_twenty_times_an_hour(self, settings):
        answers = []
        for number in range(21):
            browser = Client(headers=OURS)
            browser.cookies[settings.SESSION_COOKIE_NAME] = f"invented{number:024}"
            answers.append(browser.post(PAGE, {"email": "a@example.org"}))

        assert Session.objects.count() == 20
        assert "go-on" in answers[19]["Location"]
        assert "go-on" not in answers[20]["Location"]

    def test_of_a_stranger_without_a_session_is_not_kept(self, client):
        answer = self.interrupted(client)

        assert answer["Location"] == f"/accounts/login/?next={PAGE}"
        assert not Session.objects.exists()

    def test_of_the_staff_is_kept_for_the_second_factor(self, client):
        approver = HouseRoleFactory().user
        give_app(approver)
        enter(client, approver, factor=False)

        answer = client.post("/staff/approvals/", {"reason": "typed"}, headers=OURS)

        assert answer.status_code in {302, 405}


class TestFactorNeeded:
    def test_explains_and_leads_to_both_ways(self, client, person):
        enter(client, person, factor=False)

        page = client.get("/accounts/factors/?next=/staff/").content.decode()

        assert 'href="/accounts/factors/app/?next=/staff/"' in page
        assert 'href="/accounts/factors/passkey/?next=/staff/"' in page

    def test_lets_whoever_has_one_go_on(self, client, person):
        enter(client, person)

        assert client.get("/accounts/factors/?next=/studio/")["Location"] == "/studio/"

    def test_needs_a_token_beside_the_origin(self, person):
        strict = Client(enforce_csrf_checks=True)
        enter(strict, person)

        for path in (CONFIRM, PAGE, "/accounts/", "/accounts/leave/", "/accounts/factors/app/"):
            assert strict.post(path, {}, headers=OURS).status_code == 403, path
