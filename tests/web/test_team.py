"""The team's pages: seen by the team, changed by owners, joined by the invited address alone."""

from datetime import timedelta

import pytest
from django.test import Client

from redress.campaigns import teaming, transferring
from redress.campaigns.models import CampaignEvent, Invitation, Membership
from redress.campaigns.permitting import owners_of, role_of
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.core.tokens import make_token
from tests.conftest import NOW
from tests.factories.accounts import OrganizationFactory, OrganizationMembershipFactory, UserFactory
from tests.factories.campaigns import DraftFactory, MembershipFactory, owner_of
from tests.web.entering import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def campaign():
    return DraftFactory()


@pytest.fixture
def owner(campaign):
    return owner_of(campaign)


@pytest.fixture
def desk(owner):
    """The owner's browser."""
    return enter(Client(headers=OURS), owner)


def browser(user, **how):
    return enter(Client(headers=OURS), user, **how)


def member_of(campaign, role="editor", **user):
    return MembershipFactory(
        campaign=campaign, role=role, **{f"user__{k}": v for k, v in user.items()}
    )


def page(campaign, tail=""):
    return f"/studio/{campaign.number}/team/{tail}"


def invited(campaign, email="rosa@example.org", role="editor", now=NOW):
    return teaming.invite(
        campaign_id=campaign.pk,
        email=email,
        role=role,
        language="en",
        by=owner_of(campaign),
        now=now,
    )


def link(invitation):
    return f"/invitations/{make_token('invitation', invitation.pk)}/"


class TestTeamPage:
    def test_shows_who_is_in_the_team(self, desk, campaign):
        member_of(campaign, "spokesperson", name="Rosa Delgado")

        text = desk.get(page(campaign)).content.decode()

        assert "Rosa Delgado" in text
        assert "Spokesperson" in text
        assert "Oct 1, 2026" in text

    def test_shows_invitations_and_whether_they_expired(self, desk, campaign):
        invited(campaign)
        invited(campaign, email="old@example.org", now=NOW - timedelta(days=20))

        text = desk.get(page(campaign)).content.decode()

        assert "rosa@example.org" in text
        assert "good until Dec 4, 2026" in text
        assert text.count("Expired") == 1

    @pytest.mark.parametrize("role", ["editor", "spokesperson", "viewer"])
    def test_shows_no_address_to_others(self, role, campaign, owner):
        invited(campaign)
        member_of(campaign, "editor", name="", email="nameless@example.org")

        text = browser(member_of(campaign, role).user).get(page(campaign)).content.decode()

        assert owner.name in text
        assert "Somebody without a name yet" in text
        for hidden in ("rosa@example.org", owner.email, "nameless@example.org", "Invite somebody"):
            assert hidden not in text

    def test_speaks_spanish(self, desk, campaign):
        assert b'<html lang="es"' in desk.get(f"/es{page(campaign)}").content


class TestInvite:
    ANSWER = {"email": "Rosa@Example.org", "role": "counsel", "language": "es"}

    def test_sends_a_message_in_the_chosen_language(self, desk, campaign):
        answer = desk.post(page(campaign, "invite/"), self.ANSWER)

        assert answer["Location"] == f"{page(campaign)}?done=invited"
        mail = build_message(OutboxMessage.objects.get())
        assert mail.to == ["rosa@example.org"]
        invitation = Invitation.objects.get()
        assert (invitation.role, invitation.language) == ("counsel", "es")
        address = f"/es/invitations/{make_token('invitation', invitation.pk)}/"
        assert address in mail.body
        assert address in mail.alternatives[0].content
        assert b"The invitation is on its way." in desk.get(answer["Location"]).content

    def test_says_kindly_what_is_the_case_already(self, desk, campaign, owner):
        invited(campaign)

        again = desk.post(page(campaign, "invite/"), self.ANSWER)
        member = desk.post(page(campaign, "invite/"), self.ANSWER | {"email": owner.email})

        assert (again.status_code, member.status_code) == (422, 422)
        assert b"An invitation is on its way to this address already." in again.content
        assert b'value="rosa@example.org"' in again.content.lower()
        assert b"This person is in the team already." in member.content
        assert Invitation.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [{"email": "nobody"}, {"email": ""}, {"role": "king"}, {"role": ""}, {"language": "xx"}],
    )
    def test_refuses_what_cannot_be(self, wrong, desk, campaign):
        answer = desk.post(page(campaign, "invite/"), self.ANSWER | wrong)

        assert answer.status_code == 422
        assert b"error-summary" in answer.content
        assert not Invitation.objects.exists()

    def test_asks_again_who_it_is(self, campaign, owner):
        answer = browser(owner, is_recent=False).post(page(campaign, "invite/"), self.ANSWER)

        assert answer["Location"].startswith("/accounts/confirm/?next=")
        assert not Invitation.objects.exists()

    def test_says_what_each_role_may(self, desk, campaign):
        text = desk.get(page(campaign, "invite/")).content.decode()

        assert "read the draft; see the numbers" in text

    def test_is_sent_once_an_hour(self, desk, campaign):
        row = invited(campaign)

        answer = desk.post(page(campaign, f"invitations/{row.pk}/resend/"), follow=True)

        assert "less than an hour old, so nothing was sent" in answer.content.decode()
        assert OutboxMessage.objects.count() == 1

    def test_ends_with_the_thirtieth_of_a_day(self, desk, campaign):
        for number in range(30):
            invited(campaign, email=f"p{number}@example.org")

        answer = desk.post(page(campaign, "invite/"), self.ANSWER)

        assert answer.status_code == 422
        assert "thirty people within a day" in answer.content.decode()
        assert Invitation.objects.count() == 30

    def test_can_be_sent_again_and_withdrawn(self, desk, campaign):
        row = invited(campaign, now=NOW - timedelta(days=20))

        desk.post(page(campaign, f"invitations/{row.pk}/resend/"))
        row.refresh_from_db()
        assert row.expires_at > NOW + timedelta(days=13)
        desk.post(page(campaign, f"invitations/{row.pk}/withdraw/"))
        row.refresh_from_db()
        assert row.withdrawn_at is not None
        assert desk.post(page(campaign, f"invitations/{row.pk}/resend/")).status_code == 404


class TestInvitationPage:
    def test_tells_a_stranger_what_it_is_and_asks_to_sign_in(self, client, campaign):
        row = invited(campaign, role="counsel")

        answer = client.get(link(row))

        text = answer.content.decode()
        assert owner_of(campaign).name in text
        assert "Counsel" in text
        assert "write the texts" in text
        assert f"/accounts/login/?next={link(row)}" in text.replace("%7E", "~")
        assert "r…@example.org" in text
        assert "rosa@example.org" not in text
        assert answer["X-Robots-Tag"] == "noindex, nofollow"

    def test_does_nothing_when_it_is_only_opened(self, campaign):
        row = invited(campaign)
        rosa = browser(UserFactory(email="rosa@example.org"))

        for _scanner in range(3):
            assert rosa.get(link(row)).status_code == 200

        row.refresh_from_db()
        assert row.accepted_at is None
        assert campaign.memberships.count() == 1

    def test_joins_by_the_button_once(self, campaign):
        row = invited(campaign)
        person = UserFactory(email="rosa@example.org")
        rosa = browser(person)

        answers = [rosa.post(link(row))["Location"] for _twice in range(2)]

        assert answers == [f"/studio/{campaign.number}/"] * 2
        assert role_of(user=person, campaign=campaign) == "editor"
        assert CampaignEvent.objects.count() == 1
        assert b"accepted this invitation already" in rosa.get(link(row)).content

    def test_lets_no_other_account_in(self, campaign):
        row = invited(campaign)
        eva = UserFactory(email="eva@example.org")

        seen, pressed = browser(eva).get(link(row)), browser(eva).post(link(row))

        assert (seen.status_code, pressed.status_code) == (200, 422)
        for answer in (seen, pressed):
            assert b"You are signed in with another address" in answer.content
            assert b"Accept the invitation" not in answer.content
            assert b"/accounts/logout/" in answer.content
        assert campaign.memberships.count() == 1

    def test_sends_a_stranger_who_presses_to_sign_in(self, client, campaign):
        row = invited(campaign)

        answer = client.post(link(row), headers=OURS)

        assert answer["Location"].startswith("/accounts/login/?next=/invitations/")
        assert campaign.memberships.count() == 1

    @pytest.mark.parametrize("how", ["expired", "withdrawn", "used"])
    def test_that_is_over_helps(self, how, client, campaign):
        row = invited(campaign, now=NOW - timedelta(days=14) if how == "expired" else NOW)
        if how == "withdrawn":
            teaming.withdraw(campaign_id=campaign.pk, invitation_id=row.pk, now=NOW)
        if how == "used":
            rosa = UserFactory(email="rosa@example.org")
            teaming.accept(invitation_id=row.pk, user=rosa, now=NOW)

        for answer in (client.get(link(row)), client.post(link(row), headers=OURS)):
            assert answer.status_code == 410
            assert b"ask the person who wrote to you" in answer.content

    @pytest.mark.parametrize("token", ["x", make_token("mine", 1), make_token("invitation", "a")])
    def test_that_is_broken_says_so(self, token, client):
        answer = client.get(f"/invitations/{token}/")

        assert answer.status_code == 404
        assert b"copy the whole link" in answer.content

    def test_leads_counsel_to_a_second_factor(self, campaign):
        row = invited(campaign, role="counsel")
        counsel = browser(UserFactory(email="rosa@example.org"), factor=False)

        onward = counsel.post(link(row))["Location"]

        assert counsel.get(onward)["Location"] == f"/accounts/factors/?next={onward}"


class TestChangeRole:
    def test_changes_it(self, desk, campaign):
        member = member_of(campaign, "viewer")

        answer = desk.post(page(campaign, f"{member.pk}/role/"), {"role": "editor"})

        assert answer["Location"] == f"{page(campaign)}?done=role"
        assert role_of(user=member.user, campaign=campaign) == "editor"

    def test_of_the_last_owner_is_refused_with_a_sentence(self, desk, campaign, owner):
        mine = campaign.memberships.get()

        answer = desk.post(page(campaign, f"{mine.pk}/role/"), {"role": "viewer"})

        assert answer.status_code == 422
        assert b"A campaign keeps an owner" in answer.content
        assert owners_of(campaign) == [owner]

    def test_of_another_team_is_not_found(self, desk, campaign):
        theirs = member_of(DraftFactory(), "viewer")

        for tail in (f"{theirs.pk}/role/", f"{theirs.pk}/remove/"):
            assert desk.post(page(campaign, tail), {"role": "owner"}).status_code == 404
        theirs.refresh_from_db()
        assert theirs.role == "viewer"


class TestRemove:
    def test_asks_and_then_closes_the_draft_at_once(self, desk, campaign):
        member = member_of(campaign, name="Rosa")
        theirs = browser(member.user)
        assert (
            b"Take Rosa out of the team?"
            in desk.get(page(campaign, f"{member.pk}/remove/")).content
        )
        assert theirs.get(page(campaign)).status_code == 200

        desk.post(page(campaign, f"{member.pk}/remove/"))

        assert theirs.get(page(campaign)).status_code == 404

    def test_of_the_last_owner_is_refused_with_a_sentence(self, desk, campaign):
        mine = campaign.memberships.get()

        answer = desk.post(page(campaign, f"{mine.pk}/remove/"))

        assert answer.status_code == 422
        assert Membership.objects.filter(pk=mine.pk).exists()


class TestLeave:
    def test_leaves(self, campaign):
        member = member_of(campaign)

        answer = browser(member.user).post(page(campaign, "leave/"))

        assert answer["Location"] == "/studio/"
        assert role_of(user=member.user, campaign=campaign) == ""

    def test_is_refused_to_the_last_owner_with_a_sentence(self, desk, campaign, owner):
        answer = desk.post(page(campaign, "leave/"))

        assert answer.status_code == 422
        assert b"Make somebody else an owner first" in answer.content
        assert owners_of(campaign) == [owner]


class TestTransfer:
    def path(self, campaign, tail=""):
        return f"/studio/{campaign.number}/transfer/{tail}"

    def offer(self, desk, campaign, to, number=None):
        answer = {"to": to, "number": number or campaign.number.lower()}
        return desk.post(self.path(campaign), answer)

    def test_is_confirmed_by_the_number(self, desk, campaign):
        member = member_of(campaign)

        answer = self.offer(desk, campaign, f"person-{member.pk}", number="RDS-2026-9999")

        assert answer.status_code == 422
        assert b"This is not the number of the campaign." in answer.content
        assert not campaign.offers.exists()

    def test_to_a_person_takes_effect_when_accepted(self, desk, campaign, owner):
        member = member_of(campaign)
        made = self.offer(desk, campaign, f"person-{member.pk}")
        assert made["Location"] == f"{page(campaign)}?done=offered"
        assert owners_of(campaign) == [owner]
        offer = campaign.offers.get()
        theirs = browser(member.user)
        path = f"/transfers/{offer.pk}/"
        assert path in build_message(OutboxMessage.objects.get(kind="transfer_offered")).body
        assert b"Take the campaign over" in theirs.get(path).content

        done = theirs.post(path, {"do": "accept"})

        assert done["Location"] == page(campaign)
        assert owners_of(campaign) == [member.user]
        assert desk.get(self.path(campaign)).status_code == 404

    def test_to_an_organization_takes_effect_when_accepted(self, desk, campaign, owner):
        organization = OrganizationFactory()
        boss = organization.memberships.get().user
        OrganizationMembershipFactory(organization=organization, user=owner, role="member")
        self.offer(desk, campaign, f"organization-{organization.pk}")
        offer = campaign.offers.get()
        assert desk.get(f"/transfers/{offer.pk}/").status_code == 404

        browser(boss).post(f"/transfers/{offer.pk}/", {"do": "accept"})

        campaign.refresh_from_db()
        assert campaign.organization == organization

    def test_offers_only_organizations_of_ones_own(self, desk, campaign):
        strange = OrganizationFactory()

        answer = self.offer(desk, campaign, f"organization-{strange.pk}")

        assert answer.status_code == 422
        assert not campaign.offers.exists()

    @pytest.mark.parametrize("who", ["owner", "receiver"])
    def test_can_be_withdrawn_and_declined(self, who, desk, campaign, owner):
        member = member_of(campaign)
        self.offer(desk, campaign, f"person-{member.pk}")
        offer = campaign.offers.get()
        theirs = browser(member.user)

        if who == "owner":
            desk.post(self.path(campaign, "withdraw/"))
        else:
            theirs.post(f"/transfers/{offer.pk}/", {"do": "decline"})

        assert transferring.waiting_offer(campaign, now=NOW) is None
        late = theirs.post(f"/transfers/{offer.pk}/", {"do": "accept"})
        assert late.status_code == 422
        assert b"This offer is over" in late.content
        assert owners_of(campaign) == [owner]

    def test_is_not_there_for_somebody_else(self, desk, campaign):
        member = member_of(campaign)
        self.offer(desk, campaign, f"person-{member.pk}")
        path = f"/transfers/{campaign.offers.get().pk}/"

        for stranger in (member_of(campaign).user, UserFactory()):
            assert browser(stranger).get(path).status_code == 404
            assert browser(stranger).post(path, {"do": "accept"}).status_code == 404

    def test_only_opened_changes_nothing(self, desk, campaign, owner):
        member = member_of(campaign)
        self.offer(desk, campaign, f"person-{member.pk}")

        browser(member.user).get(f"/transfers/{campaign.offers.get().pk}/")
        browser(member.user).post(f"/transfers/{campaign.offers.get().pk}/")

        assert owners_of(campaign) == [owner]
