"""Pages of organizations: for their people; the mark of a domain only where it was proved."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from redress.accounts import organizing
from redress.accounts.models import DomainCheck, HouseRoleEvent, Organization
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.core.tokens import make_token
from tests.conftest import NOW
from tests.factories.accounts import (
    HouseRoleFactory,
    OrganizationFactory,
    OrganizationMembershipFactory,
    UserFactory,
)
from tests.web.entering import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def organization():
    return OrganizationFactory(name="Kite", slug="kite", website="https://kite.example.org")


@pytest.fixture
def owner(organization):
    return organization.memberships.get().user


@pytest.fixture
def desk(owner):
    return enter(Client(headers=OURS), owner)


def browser(user, **how):
    return enter(Client(headers=OURS), user, **how)


class TestMine:
    def test_lists_those_of_the_person_only(self, desk, organization):
        OrganizationFactory(name="Strange")

        text = desk.get("/organizations/").content.decode()

        assert "Kite" in text
        assert "Strange" not in text

    def test_is_kind_when_there_is_none(self):
        assert b"You belong to none yet." in browser(UserFactory()).get("/organizations/").content


class TestCreate:
    def test_takes_a_name_of_one_line(self):
        # else the rest of it would begin the text of our messages to strangers
        sent = {"name": "Kite\r\n\nYour account is closed", "website": ""}
        browser(UserFactory()).post("/organizations/new/", sent)

        assert Organization.objects.get().name == "Kite Your account is closed"

    def test_makes_one_with_its_maker_as_owner(self):
        person = UserFactory()

        answer = browser(person).post(
            "/organizations/new/", {"name": "Paper Boat", "website": "boat.example.org"}
        )

        assert answer["Location"] == "/organizations/paper-boat/"
        made = Organization.objects.get()
        assert made.website == "https://boat.example.org"
        assert organizing.owners_of(made) == [person]

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"website": "javascript:alert(1)"}])
    def test_refuses_what_cannot_be(self, wrong):
        answer = browser(UserFactory()).post("/organizations/new/", {"name": "Boat"} | wrong)

        assert answer.status_code == 422
        assert not Organization.objects.exists()


class TestOrganizationPage:
    def test_of_another_is_as_absent_as_a_missing_one(self, organization):
        stranger = browser(UserFactory())

        foreign = stranger.get("/organizations/kite/")
        missing = stranger.get("/organizations/nope/")

        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.content.replace(b"kite", b"nope") == missing.content

    @pytest.mark.parametrize("tail", ["edit/", "logo/", "domain/", "invite/"])
    def test_is_changed_by_owners_only(self, tail, organization):
        member = OrganizationMembershipFactory(organization=organization, role="member").user

        answer = browser(member).post(f"/organizations/kite/{tail}", {"name": "Mine"})

        assert answer.status_code == 404
        organization.refresh_from_db()
        assert organization.name == "Kite"

    def test_says_verified_only_when_it_is_so(self, desk, organization):
        assert "Not verified" in desk.get("/organizations/kite/").content.decode()

        Organization.objects.update(domain="kite.example.org", domain_verified_at=NOW)

        assert "verified on Nov 20, 2026" in desk.get("/organizations/kite/").content.decode()

    def test_shows_people_without_addresses_to_members(self, organization, owner):
        member = OrganizationMembershipFactory(organization=organization, role="member").user

        text = browser(member).get("/organizations/kite/").content.decode()

        assert owner.name in text
        assert owner.email not in text


class TestPeople:
    def test_join_by_invitation_of_their_address(self, desk, organization):
        desk.post(
            "/organizations/kite/invite/",
            {"email": "eva@example.org", "role": "member", "language": "en"},
        )
        mail = build_message(OutboxMessage.objects.get())
        path = f"/organization-invitations/{make_token('organization_invitation', organization.invitations.get().pk)}/"
        assert path in mail.body

        assert browser(UserFactory()).post(path).status_code == 422
        assert organization.memberships.count() == 1
        answer = browser(UserFactory(email="eva@example.org")).post(path)

        assert answer["Location"] == "/organizations/kite/"
        assert organization.memberships.count() == 2

    def test_withdraws_an_invitation(self, desk, organization, owner):
        row = organizing.invite(
            organization_id=organization.pk,
            email="eva@example.org",
            role="member",
            language="en",
            by=owner,
            now=NOW,
        )

        desk.post(f"/organizations/kite/invitations/{row.pk}/withdraw/")

        token = make_token("organization_invitation", row.pk)
        assert desk.get(f"/organization-invitations/{token}/").status_code == 410

    def test_change_roles_and_go(self, desk, organization):
        member = OrganizationMembershipFactory(organization=organization, role="member")

        desk.post(f"/organizations/kite/people/{member.pk}/role/", {"role": "owner"})
        member.refresh_from_db()
        assert member.role == "owner"
        desk.post(f"/organizations/kite/people/{member.pk}/remove/")
        assert organization.memberships.count() == 1

    def test_of_another_organization_are_not_found(self, desk):
        theirs = OrganizationMembershipFactory(role="member")

        for tail in ("role/", "remove/"):
            path = f"/organizations/kite/people/{theirs.pk}/{tail}"
            assert desk.post(path, {"role": "owner"}).status_code == 404
        theirs.refresh_from_db()
        assert theirs.role == "member"

    def test_keep_the_last_owner(self, desk, organization, owner):
        mine = organization.memberships.get()

        answers = [
            desk.post("/organizations/kite/leave/"),
            desk.post(f"/organizations/kite/people/{mine.pk}/role/", {"role": "member"}),
            desk.post(f"/organizations/kite/people/{mine.pk}/remove/"),
        ]

        assert [answer.status_code for answer in answers] == [422] * 3
        assert all(b"An organization keeps an owner" in answer.content for answer in answers)
        assert organizing.owners_of(organization) == [owner]


class TestDomain:
    def test_is_proved_by_whoever_reads_the_mailbox(self, client, desk, organization):
        desk.post("/organizations/kite/domain/", {"email": "info@kite.example.org"})
        path = f"/domains/{make_token('domain_check', DomainCheck.objects.get().pk)}/"
        assert path in build_message(OutboxMessage.objects.get()).body
        assert b"kite.example.org" in client.get(path).content
        organization.refresh_from_db()
        assert organization.domain_verified_at is None

        for _twice in range(2):
            assert client.post(path, headers=OURS)["Location"] == path

        organization.refresh_from_db()
        assert organization.domain == "kite.example.org"
        assert b"The domain is proved" in client.get(path).content

    @pytest.mark.parametrize(
        ("email", "sentence"),
        [
            ("kite@gmail.com", b"Anybody can have an address there"),
            ("info@other.example.org", b"The address is not on the domain of the website."),
        ],
    )
    def test_refuses_with_a_sentence(self, email, sentence, desk, organization):
        answer = desk.post("/organizations/kite/domain/", {"email": email})

        assert answer.status_code == 422
        assert sentence in answer.content
        assert not OutboxMessage.objects.exists()

    def test_of_another_says_whom_to_ask(self, client, desk, organization, owner):
        check = organizing.ask_domain(
            organization_id=organization.pk, email="a@kite.example.org", by=owner, now=NOW
        )
        OrganizationFactory(name="Real Kite", domain="kite.example.org", domain_verified_at=NOW)

        asked = desk.post("/organizations/kite/domain/", {"email": "info@kite.example.org"})
        path = f"/domains/{make_token('domain_check', check.pk)}/"
        pressed = client.post(path, headers=OURS)

        assert (asked.status_code, pressed.status_code) == (422, 422)
        assert "“Real Kite” has proved this domain. Ask its owners" in asked.content.decode()
        assert "“Real Kite” came first." in pressed.content.decode()
        organization.refresh_from_db()
        assert organization.domain == ""

    def test_link_that_is_old_helps(self, client, organization, owner):
        check = organizing.ask_domain(
            organization_id=organization.pk,
            email="a@kite.example.org",
            by=owner,
            now=NOW - timedelta(days=3),
        )

        answer = client.get(f"/domains/{make_token('domain_check', check.pk)}/")

        assert answer.status_code == 410


class TestLogo:
    def test_is_cleaned_and_shown(self, desk, organization, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        body = BytesIO()
        Image.new("RGB", (128, 128), "navy").save(body, "PNG")

        answer = desk.post(
            "/organizations/kite/logo/",
            {"logo": SimpleUploadedFile("logo.png", body.getvalue(), "image/png")},
        )

        assert answer["Location"] == "/organizations/kite/?done=saved"
        organization.refresh_from_db()
        assert organization.logo.kind == "logo"
        assert "/media/pictures/" in desk.get("/organizations/kite/").content.decode()

    def test_refuses_what_is_no_picture(self, desk, organization):
        answer = desk.post(
            "/organizations/kite/logo/", {"logo": SimpleUploadedFile("x.png", b"no picture")}
        )

        assert answer.status_code == 422
        organization.refresh_from_db()
        assert organization.logo is None


class TestPeopleOfTheHouse:
    @pytest.fixture
    def operator(self):
        return HouseRoleFactory(role="operator").user

    def test_are_granted_and_taken_on_record(self, operator):
        person = UserFactory(name="Sam Ortiz")
        house = browser(operator)

        house.post("/staff/people/", {"email": person.email, "role": "reviewer"})
        held = person.house_roles.get()
        assert held.role == "reviewer"
        house.post("/staff/people/take/", {"held": held.pk})

        assert not person.house_roles.exists()
        text = house.get("/staff/people/").content.decode()
        assert "Reviewer granted to Sam Ortiz" in text
        assert "Reviewer taken from Sam Ortiz" in text

    def test_keep_the_last_operator(self, operator):
        answer = browser(operator).post(
            "/staff/people/take/", {"held": operator.house_roles.get().pk}
        )

        assert answer.status_code == 422
        assert b"The house would have no operator" in answer.content
        assert operator.house_roles.exists()

    def test_need_an_account(self, operator):
        answer = browser(operator).post(
            "/staff/people/", {"email": "nobody@example.org", "role": "reviewer"}
        )

        assert answer.status_code == 422
        assert b"Ask the person to sign in once." in answer.content

    def test_are_granted_only_after_a_fresh_sign_in(self, operator):
        person = UserFactory()

        answer = browser(operator, is_recent=False).post(
            "/staff/people/", {"email": person.email, "role": "operator"}
        )

        assert answer["Location"].startswith("/accounts/confirm/")
        assert not person.house_roles.exists()
        assert not HouseRoleEvent.objects.exists()
