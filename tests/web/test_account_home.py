"""The account page: name and language, sessions, another address, and leaving."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from redress.accounts.models import HouseRole, Organization, OrganizationMembership, User
from redress.accounts.session_models import Session
from redress.campaigns.models import Membership
from redress.campaigns.permitting import owners_of
from redress.core.models import OutboxMessage
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import MembershipFactory
from tests.web.entering import enter

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
ACCOUNT = "/accounts/"
PAGES = [
    "/accounts/",
    "/accounts/confirm/",
    "/accounts/confirm/go-on/",
    "/accounts/factors/",
    "/accounts/factors/app/",
    "/accounts/factors/passkey/",
    "/accounts/factors/codes/",
    "/accounts/factors/1/remove/",
    "/accounts/address/",
    "/accounts/address/code/",
    "/accounts/leave/",
]
POSTS = [
    "/accounts/factors/passkey/new/",
    "/accounts/sessions/end-others/",
    "/accounts/sessions/end-all/",
    "/accounts/sessions/abc/end/",
]


@pytest.fixture(autouse=True)
def _forget_the_rates():
    cache.clear()


@pytest.fixture
def person(db):
    return UserFactory(name="Ana")


@pytest.fixture
def own(client, person):
    """The person's browser."""
    return enter(client, person, factor=False)


def row_of(client):
    return Session.objects.get(session_key=client.session.session_key)


class TestStranger:
    @pytest.mark.parametrize("path", [*PAGES, *POSTS])
    def test_is_sent_to_sign_in(self, path, client):
        for answer in (client.post(path, headers=OURS), client.get(path)):
            if answer.status_code != 405:
                assert answer["Location"] == f"/accounts/login/?next={path}"


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("language", ["", "/es"])
    def test_is_neither_kept_nor_indexed(self, path, language, client, person):
        enter(client, person)

        answer = client.get(language + path)

        assert (
            answer["Cache-Control"].startswith("private") or "no-store" in answer["Cache-Control"]
        )
        assert "no-store" in answer["Cache-Control"]
        if answer.status_code == 200:
            page = answer.content.decode()
            assert '<meta name="robots" content="noindex">' in page
            assert page.count("<h1>") == 1


class TestPerson:
    def test_has_a_name_and_a_language(self, own, person):
        done = own.post(ACCOUNT, {"name": " Ana  Ruiz ", "language": "es"}, headers=OURS)

        assert done["Location"] == "/accounts/?saved=1"
        person.refresh_from_db()
        assert (person.name, person.language) == ("Ana Ruiz", "es")
        assert b"Saved" in own.get(done["Location"]).content

    def test_may_have_no_name(self, own, person):
        own.post(ACCOUNT, {"name": "", "language": "en"}, headers=OURS)

        person.refresh_from_db()
        assert person.name == ""

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "=1+1"},
            {"name": "www.example.org"},
            {"name": "a\u202eb"},
            {"name": "x" * 200},
            {"language": "xx"},
            {"language": ""},
        ],
    )
    def test_is_refused_what_cannot_stand(self, changes, own, person):
        answer = own.post(ACCOUNT, {"name": "Bo", "language": "es"} | changes, headers=OURS)

        assert answer.status_code == 422
        person.refresh_from_db()
        assert (person.name, person.language) == ("Ana", "en")


class TestSessions:
    def test_are_listed_with_the_present_one_marked(self, own, person):
        enter(Client(), person)

        page = own.get(ACCOUNT).content.decode()

        assert page.count("(this one)") == 1
        assert page.count("/end/") == 1
        assert own.session.session_key not in page

    def test_are_ended_one_by_one(self, own, person):
        other = enter(Client(), person)

        done = own.post(f"/accounts/sessions/{row_of(other).handle}/end/", headers=OURS)

        assert done["Location"] == "/accounts/#sessions"
        assert other.get(ACCOUNT).status_code == 302
        assert own.get(ACCOUNT).status_code == 200

    @pytest.mark.parametrize("handle", ["theirs", "nobody", "0"])
    def test_of_somebody_else_are_not_found(self, handle, own):
        theirs = enter(Client(), UserFactory())
        named = row_of(theirs).handle if handle == "theirs" else handle

        assert own.post(f"/accounts/sessions/{named}/end/", headers=OURS).status_code == 404
        assert theirs.get(ACCOUNT).status_code == 200

    def test_are_not_found_by_their_key(self, own, person):
        other = enter(Client(), person)

        answer = own.post(f"/accounts/sessions/{other.session.session_key}/end/", headers=OURS)

        assert answer.status_code == 404

    def test_are_ended_everywhere_else(self, own, person):
        others = [enter(Client(), person) for _ in range(2)]
        theirs = enter(Client(), UserFactory())

        own.post("/accounts/sessions/end-others/", headers=OURS)

        assert own.get(ACCOUNT).status_code == 200
        assert [other.get(ACCOUNT).status_code for other in others] == [302, 302]
        assert theirs.get(ACCOUNT).status_code == 200

    def test_are_ended_everywhere(self, own, person):
        other = enter(Client(), person)

        done = own.post("/accounts/sessions/end-all/", headers=OURS)

        assert done["Location"] == "/accounts/login/"
        assert own.get(ACCOUNT).status_code == other.get(ACCOUNT).status_code == 302
        assert not Session.objects.filter(user=person).exists()

    def test_note_the_day_of_their_last_use(self, own, travel):
        own.get(ACCOUNT)
        before = row_of(own).last_seen_on
        session = own.session
        session["device"] = {"handle": "a1", "last_seen_on": before.isoformat() if before else ""}
        session.save()
        travel(timedelta(days=1))

        own.get(ACCOUNT)

        seen = row_of(own)
        assert seen.handle == "a1"
        assert before is None or seen.last_seen_on > before


class TestAddress:
    def ask(self, client, address="new@example.org"):
        return client.post("/accounts/address/", {"email": address}, headers=OURS)

    def code(self):
        return OutboxMessage.objects.filter(kind="account_code").latest("pk").context["code"]

    def type_code(self, client, code):
        return client.post("/accounts/address/code/", {"code": code}, headers=OURS)

    def test_changes_by_a_code_to_the_new_one(self, own, person):
        old = person.email
        other = enter(Client(), person)
        assert self.ask(own, "NEW@Example.org")["Location"] == "/accounts/address/code/"
        assert OutboxMessage.objects.get().to_address == "new@example.org"
        person.refresh_from_db()
        assert person.email == old

        done = self.type_code(own, self.code())

        assert done["Location"] == "/accounts/"
        person.refresh_from_db()
        assert person.email == "new@example.org"
        notice = OutboxMessage.objects.get(kind="account_address_changed")
        assert notice.to_address == old
        assert own.get(ACCOUNT).status_code == 200
        assert other.get(ACCOUNT).status_code == 302

    def test_stays_with_a_wrong_code(self, own, person):
        self.ask(own)

        assert self.type_code(own, "WRONG").status_code == 422
        assert User.objects.get(pk=person.pk).email == person.email

    def test_of_somebody_else_is_answered_alike_and_not_taken(self, own, person):
        theirs = UserFactory(last_login="2026-01-01T00:00:00Z")

        answer = self.ask(own, theirs.email)

        assert answer["Location"] == "/accounts/address/code/"
        assert not OutboxMessage.objects.exists()
        assert self.type_code(own, "ABCD-EFGH").status_code == 422
        assert User.objects.get(pk=person.pk).email == person.email

    def test_may_be_one_that_somebody_only_typed_once(self, own, person):
        User.objects.create_user("new@example.org")
        self.ask(own)

        self.type_code(own, self.code())

        assert User.objects.get(email="new@example.org") == person

    def test_that_was_taken_meanwhile_is_refused(self, own, person):
        self.ask(own)
        UserFactory(email="new@example.org", last_login="2026-01-01T00:00:00Z")

        answer = self.type_code(own, self.code())

        assert answer.status_code == 422
        assert User.objects.get(pk=person.pk).email == person.email

    @pytest.mark.parametrize("address", ["", "nobody", "a@", "a@b", "a b@example.org"])
    def test_must_be_an_address(self, address, own):
        assert self.ask(own, address).status_code == 422
        assert not OutboxMessage.objects.exists()

    def test_page_for_the_code_is_not_there_before(self, own):
        assert own.get("/accounts/address/code/")["Location"] == "/accounts/address/"


class TestLeaving:
    def test_deletes_the_account(self, client, person):
        enter(client, person)
        other = enter(Client(), person)

        done = client.post("/accounts/leave/", headers=OURS)

        assert done.status_code == 200
        assert b"Your account is deleted" in done.content
        assert not User.objects.filter(pk=person.pk).exists()
        assert not Authenticator.objects.exists()
        assert not Session.objects.filter(user=person.pk).exists()
        assert other.get(ACCOUNT).status_code == 302

    def test_asks_first(self, own, person):
        assert own.get("/accounts/leave/").status_code == 200
        assert User.objects.filter(pk=person.pk).exists()

    def test_is_refused_to_a_role_of_the_house(self, client):
        person = HouseRoleFactory(role=HouseRole.Role.SUPPORT).user
        enter(client, person)

        answer = client.post("/accounts/leave/", headers=OURS)

        assert answer.status_code == 422
        assert b"You hold a role of the house: Support" in answer.content
        assert User.objects.filter(pk=person.pk, is_active=True).exists()
        assert HouseRole.objects.filter(user=person).exists()

    def test_is_refused_to_the_last_owner_of_a_campaign(self, own, person):
        campaign = MembershipFactory(user=person).campaign

        answer = own.post("/accounts/leave/", headers=OURS)

        assert answer.status_code == 422
        assert (
            "You are the last owner of the campaign “Let them go home”" in answer.content.decode()
        )
        assert owners_of(campaign) == [person]
        assert own.get(ACCOUNT).status_code == 200

    def test_is_refused_to_the_last_owner_of_an_organization(self, own, person):
        organization = Organization.objects.create(slug="a", name="Aid")
        OrganizationMembership.objects.create(organization=organization, user=person, role="owner")

        answer = own.post("/accounts/leave/", headers=OURS)

        assert answer.status_code == 422
        assert "You are the last owner of the organization “Aid”" in answer.content.decode()
        assert organization.memberships.get().user == person

    def test_ends_the_membership_of_one_owner_among_two(self, own, person):
        campaign = MembershipFactory(user=person).campaign
        second = Membership.objects.create(campaign=campaign, user=UserFactory(), role="owner")

        assert own.post("/accounts/leave/", headers=OURS).status_code == 200

        assert owners_of(campaign) == [second.user]
        assert not User.objects.filter(pk=person.pk).exists()

    def test_needs_a_sign_in_of_the_last_minutes(self, own, person, travel):
        travel(timedelta(minutes=15))

        assert own.post("/accounts/leave/", headers=OURS).status_code == 302
        assert User.objects.filter(pk=person.pk).exists()
