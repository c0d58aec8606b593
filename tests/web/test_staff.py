"""Log-in by code tells strangers nothing; staff pages exist for those who may open them."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from redress.accounts.models import HouseRole, User
from redress.campaigns.models import Approval, Campaign, CampaignEvent
from redress.core import clock
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.petitions import drafting
from redress.petitions.models import Paragraph
from redress.web.staff.approvals import CHECKLIST
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, owner_of
from tests.factories.petitions import complete_petition

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
REASON = "The petition is ready and within the agency's power."


@pytest.fixture(autouse=True)
def _forget_the_rates():
    cache.clear()


@pytest.fixture
def moment(db):
    return clock.database_time()


@pytest.fixture
def campaign(moment):
    return CampaignFactory(deadline_at=moment + timedelta(hours=1))


@pytest.fixture
def signed(campaign, moment):
    petition = complete_petition(campaign=campaign)
    version = drafting.freeze(petition, moment - timedelta(hours=2))
    return drafting.sign_off(
        version=version, counsel=UserFactory(name="Ellen Park"), now=moment - timedelta(hours=1)
    )


@pytest.fixture
def approver(db):
    return HouseRoleFactory(user__name="Sam Ortiz").user


@pytest.fixture
def desk(client, approver):
    """The browser of a person who may approve."""
    client.force_login(approver)
    return client


def page_of(campaign):
    return f"/staff/approvals/{campaign.number}/"


def answer_of(campaign, **changes):
    """The form as an approver fills it in who has read everything."""
    seen = drafting.text_hash(campaign.petition)
    return dict.fromkeys(CHECKLIST, "on") | {"reason": REASON, "seen": seen} | changes


def ask_for_code(client, email, **values):
    return client.post("/accounts/login/", {"email": email, **values}, headers=OURS)


def code_sent():
    return OutboxMessage.objects.get(kind="login_code").context["code"]


def type_code(client, code, **values):
    return client.post("/accounts/login/code/", {"code": code, **values}, headers=OURS)


class TestLogIn:
    def test_by_the_code_that_came_by_mail(self, client, approver):
        asked = ask_for_code(client, approver.email)
        assert (asked.status_code, asked["Location"]) == (302, "/accounts/login/code/")

        done = type_code(client, code_sent())

        assert (done.status_code, done["Location"]) == (302, "/staff/")
        assert client.session["_auth_user_id"] == str(approver.pk)

    def test_goes_on_to_the_page_that_was_asked_for(self, client, approver, campaign):
        turned_away = client.get(page_of(campaign))
        assert turned_away["Location"] == f"/accounts/login/?next={page_of(campaign)}"

        ask_for_code(client, approver.email, next=page_of(campaign))

        assert type_code(client, code_sent(), next=page_of(campaign))["Location"] == page_of(
            campaign
        )

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
    )
    def test_never_leads_to_another_site(self, elsewhere, client, approver):
        ask_for_code(client, approver.email, next=elsewhere)

        assert type_code(client, code_sent(), next=elsewhere)["Location"] == "/staff/"

    def test_brings_a_person_without_a_role_home(self, client):
        ask_for_code(client, UserFactory().email)

        assert type_code(client, code_sent())["Location"] == "/"

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

    def test_of_an_unknown_address_looks_the_same_and_writes_nothing(self, client):
        approver = HouseRoleFactory().user
        strangers = Client()

        known = ask_for_code(client, approver.email)
        unknown = ask_for_code(strangers, "stranger@example.org")

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert [row.to_address for row in OutboxMessage.objects.all()] == [approver.email]
        pages = [
            re.sub(r'value="[^"]{64}"', "", page.content.decode()).replace(address, "")
            for page, address in (
                (client.get("/accounts/login/code/"), approver.email),
                (strangers.get("/accounts/login/code/"), "stranger@example.org"),
            )
        ]
        assert pages[0] == pages[1]
        assert not User.objects.filter(email="stranger@example.org").exists()

    def test_of_an_unknown_address_fails_with_every_code(self, client):
        ask_for_code(client, "stranger@example.org")

        for code in ("", "None", "0"):
            type_code(client, code)
        assert "_auth_user_id" not in client.session

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

        assert set(client.cookies) <= {"__Host-session", "__Host-csrf"}
        for cookie in client.cookies.values():
            assert cookie["secure"]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            assert cookie["path"] == "/"
            assert not cookie["domain"]


class TestLogOut:
    def test_asks_first_and_then_forgets(self, desk):
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
            "",
        ],
    )
    def test_is_not_there(self, path, client):
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", headers=OURS).status_code == 404

    @pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
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


STAFF_PAGES = ["/staff/", "/staff/approvals/", "/staff/approvals/{}/"]


class TestWhoMayOpen:
    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_a_stranger_is_asked_to_log_in(self, path, client, campaign):
        answer = client.get(path.format(campaign.number))

        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/staff/")

    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_a_person_without_a_role_finds_nothing(self, path, client, campaign):
        client.force_login(owner_of(campaign))

        assert client.get(path.format(campaign.number)).status_code == 404

    @pytest.mark.parametrize("role", HouseRole.Role)
    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_each_role_finds_its_pages(self, role, path, client, campaign, signed):
        client.force_login(HouseRoleFactory(role=role).user)

        status = client.get(path.format(campaign.number)).status_code

        may_open = path == "/staff/" or role == HouseRole.Role.APPROVER
        assert status == (200 if may_open else 404)

    @pytest.mark.parametrize("path", ["/staff/approvals/{}/", "/staff/approvals/{}/withdraw/"])
    def test_nobody_posts_without_the_role(self, path, client, campaign, signed):
        client.force_login(HouseRoleFactory(role=HouseRole.Role.OPERATOR).user)

        answer = client.post(path.format(campaign.number), answer_of(campaign), headers=OURS)

        assert answer.status_code == 404
        assert not Approval.objects.exists()

    def test_a_draft_is_not_found(self, desk, campaign):
        Campaign.objects.update(status="draft")

        assert desk.get(page_of(campaign)).status_code == 404

    def test_no_page_is_kept_or_indexed(self, desk, campaign, signed):
        for path in STAFF_PAGES:
            answer = desk.get(path.format(campaign.number))
            assert answer["Cache-Control"] == "private, no-store"
            assert b'<meta name="robots" content="noindex">' in answer.content


class TestApprovalPage:
    def test_shows_what_has_to_be_known(self, desk, campaign, signed):
        page = desk.get(page_of(campaign)).content.decode()

        assert "Let them go home" in page
        assert "Friday, December 18, 2026, 7:59\xa0p.m. Pacific" in page
        assert page.count(signed.sha256) == 3  # of the text, of counsel's word, in the form
        assert "Ellen Park" in page
        assert "A condition is never an official&#x27;s act" in page

    def test_approves_with_a_reason(self, desk, campaign, signed, approver):
        answer = desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        assert (answer.status_code, answer["Location"]) == (302, page_of(campaign))
        given = Approval.objects.get()
        assert (given.approved_by, given.reason) == (approver, REASON)
        assert given.text_sha256 == signed.sha256
        assert CampaignEvent.objects.get().kind == "approved"
        page = desk.get(page_of(campaign)).content.decode()
        assert "By Sam Ortiz" in page
        assert "Withdraw the approval" in page

    @pytest.mark.parametrize("missing", [*CHECKLIST, "reason"])
    def test_refuses_without_each_point_and_the_reason(self, missing, desk, campaign, signed):
        answer = desk.post(page_of(campaign), answer_of(campaign, **{missing: ""}), headers=OURS)

        assert answer.status_code == 422
        assert f'href="#id_{missing}"' in answer.content.decode()
        assert not Approval.objects.exists()
        assert not CampaignEvent.objects.exists()

    def test_keeps_what_was_typed(self, desk, campaign, signed):
        page = desk.post(page_of(campaign), answer_of(campaign, money=""), headers=OURS)

        assert "The petition is ready" in page.content.decode()

    def refused(self, desk, campaign, sentence, **changes):
        answer = desk.post(page_of(campaign), answer_of(campaign, **changes), headers=OURS)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Approval.objects.exists()

    def test_tells_the_owner(self, client, campaign, signed):
        HouseRole.objects.create(user=owner_of(campaign), role=HouseRole.Role.APPROVER)
        client.force_login(owner_of(campaign))

        self.refused(client, campaign, "You are in this campaign&#x27;s team. Somebody else")

    def test_tells_that_counsel_comes_first(self, desk, campaign):
        complete_petition(campaign=campaign)

        self.refused(desk, campaign, "Counsel has not signed off the text as it stands now.")

    def test_tells_that_the_deadline_has_passed(self, desk, campaign, signed, travel):
        travel(timedelta(hours=1))

        self.refused(desk, campaign, "The deadline has passed. A late approval does not count")

    def test_tells_that_the_text_has_changed(self, desk, campaign, signed):
        self.refused(desk, campaign, "The text changed after you opened", seen="b" * 64)

    def test_tells_that_the_campaign_is_not_open(self, desk, campaign, signed):
        Campaign.objects.update(status="failed")

        self.refused(desk, campaign, "This campaign is not open")

    def test_tells_that_it_is_approved_already(self, desk, campaign, signed):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        again = desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        assert again.status_code == 422
        assert Approval.objects.count() == 1

    def test_says_when_the_words_are_no_longer_those_approved(self, desk, campaign, signed):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)
        Paragraph.objects.filter(number=1).update(text="Other words.")

        assert b"The text has changed since" in desk.get(page_of(campaign)).content

    def test_needs_a_token_beside_the_origin(self, approver, campaign, signed):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(approver)

        assert strict.post(page_of(campaign), answer_of(campaign), headers=OURS).status_code == 403
        assert not Approval.objects.exists()


class TestWithdraw:
    def test_voids_the_approval(self, desk, campaign, signed, approver):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        answer = desk.post(
            f"{page_of(campaign)}withdraw/", {"reason": "A party left."}, headers=OURS
        )

        assert answer["Location"] == page_of(campaign)
        assert Approval.objects.get().void_reason == "A party left."

    def test_needs_a_reason_and_something_to_withdraw(self, desk, campaign, signed):
        path = f"{page_of(campaign)}withdraw/"

        assert desk.post(path, {"reason": "Why."}, headers=OURS).status_code == 422
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)
        assert desk.post(path, {"reason": ""}, headers=OURS).status_code == 422
        assert Approval.objects.get().voided_at is None
        assert desk.get(path).status_code == 405


class TestStaffHome:
    def test_lists_what_waits_for_an_approver(self, desk, campaign):
        assert page_of(campaign) in desk.get("/staff/").content.decode()

    def test_is_kind_when_nothing_waits(self, desk):
        assert b"Nothing waits" in desk.get("/staff/").content
        assert b"Nothing waits" in desk.get("/staff/approvals/").content

    def test_speaks_spanish(self, desk):
        assert b'lang="es"' in desk.get("/es/staff/").content
