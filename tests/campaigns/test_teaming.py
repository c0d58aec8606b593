"""A team changes only by its rules: invited by address, never without an owner, all written down."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from redress.accounts.permissions import TeamRole
from redress.campaigns import teaming, transferring
from redress.campaigns.models import Campaign, CampaignEvent, Invitation, Membership
from redress.campaigns.permitting import owners_of, role_of
from redress.core.models import OutboxMessage
from redress.supporters.models import Supporter
from tests.factories.accounts import OrganizationFactory, OrganizationMembershipFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of
from tests.factories.pledges import PledgeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return DraftFactory()


@pytest.fixture
def owner(campaign):
    return owner_of(campaign)


@pytest.fixture
def invited(campaign, owner, now):
    return teaming.invite(
        campaign_id=campaign.pk,
        email="Rosa@Example.org",
        role="editor",
        language="es",
        by=owner,
        now=now,
    )


def told():
    return sorted(OutboxMessage.objects.values_list("kind", "to_address"))


def noted():
    return list(CampaignEvent.objects.order_by("pk").values_list("kind", "note"))


class TestInvite:
    def test_writes_to_the_address_in_the_chosen_language(self, invited, campaign, now):
        mail = OutboxMessage.objects.get()

        assert invited.email == "rosa@example.org"
        assert invited.expires_at == now + timedelta(days=14)
        assert (mail.kind, mail.to_address, mail.language) == (
            "team_invitation",
            "rosa@example.org",
            "es",
        )
        assert mail.context["invitation"] == invited.pk
        assert not campaign.memberships.filter(user__email="rosa@example.org").exists()

    def test_refuses_somebody_of_the_team(self, campaign, owner, now):
        with pytest.raises(teaming.AlreadyInTeam):
            teaming.invite(
                campaign_id=campaign.pk,
                email=owner.email.upper(),
                role="editor",
                language="en",
                by=owner,
                now=now,
            )

        assert not Invitation.objects.exists()
        assert told() == []

    def test_refuses_an_address_that_is_invited(self, invited, campaign, owner, now):
        with pytest.raises(teaming.AlreadyInvited):
            teaming.invite(
                campaign_id=campaign.pk,
                email="rosa@example.org",
                role="viewer",
                language="en",
                by=owner,
                now=now + timedelta(days=13),
            )

        assert Invitation.objects.get().role == "editor"

    def test_replaces_one_that_expired(self, invited, campaign, owner, now):
        later = now + timedelta(days=14)
        again = teaming.invite(
            campaign_id=campaign.pk,
            email="rosa@example.org",
            role="viewer",
            language="en",
            by=owner,
            now=later,
        )

        invited.refresh_from_db()
        assert invited.withdrawn_at == later
        assert teaming.is_open(again, now=later)


class TestResend:
    def test_makes_it_good_for_another_14_days_and_writes_once(self, invited, campaign, now):
        later = now + timedelta(days=20)
        teaming.resend(campaign_id=campaign.pk, invitation_id=invited.pk, now=later)
        with pytest.raises(teaming.TooSoon):
            teaming.resend(
                campaign_id=campaign.pk,
                invitation_id=invited.pk,
                now=later + timedelta(minutes=59),
            )

        invited.refresh_from_db()
        assert invited.expires_at == later + timedelta(days=14)
        assert OutboxMessage.objects.count() == 2

    def test_finds_nothing_of_another_campaign(self, invited, now):
        with pytest.raises(Invitation.DoesNotExist):
            teaming.resend(campaign_id=DraftFactory().pk, invitation_id=invited.pk, now=now)


class TestMostADay:
    def test_holds_over_all_campaigns_and_withdrawals_for_one_person(self, campaign, owner, now):
        def send(number, *, into, by):
            made = teaming.invite(
                campaign_id=into.pk,
                email=f"p{number}@example.org",
                role="viewer",
                language="en",
                by=by,
                now=now,
            )
            teaming.withdraw(campaign_id=into.pk, invitation_id=made.pk, now=now)

        second = MembershipFactory(campaign=DraftFactory(), user=owner, role="owner").campaign
        for number in range(30):
            send(number, into=(campaign, second)[number % 2], by=owner)

        with pytest.raises(teaming.TooManyToday):
            send(30, into=campaign, by=owner)
        send(31, into=second, by=MembershipFactory(campaign=second, role="owner").user)

        assert Invitation.objects.count() == 31


class TestWithdraw:
    def test_makes_the_link_useless(self, invited, campaign, now):
        teaming.withdraw(campaign_id=campaign.pk, invitation_id=invited.pk, now=now)

        with pytest.raises(teaming.InvitationOver):
            teaming.accept(
                invitation_id=invited.pk, user=UserFactory(email="rosa@example.org"), now=now
            )
        assert campaign.memberships.count() == 1

    def test_finds_nothing_of_another_campaign(self, invited, now):
        with pytest.raises(Invitation.DoesNotExist):
            teaming.withdraw(campaign_id=DraftFactory().pk, invitation_id=invited.pk, now=now)


class TestAccept:
    @pytest.fixture
    def rosa(self):
        return UserFactory(email="rosa@example.org", name="Rosa")

    def test_joins_with_the_role_and_tells_the_owners(self, invited, campaign, owner, rosa, now):
        member = teaming.accept(invitation_id=invited.pk, user=rosa, now=now)

        assert (member.role, member.since) == (TeamRole.EDITOR, now)
        assert noted() == [("team_joined", f"{rosa.pk} editor")]
        assert ("team_joined", owner.email) in told()

    def test_lets_no_other_address_in(self, invited, campaign, now):
        with pytest.raises(teaming.WrongAddress):
            teaming.accept(
                invitation_id=invited.pk, user=UserFactory(email="eva@example.org"), now=now
            )

        assert campaign.memberships.count() == 1
        assert noted() == []

    def test_lets_no_closed_account_in(self, invited, campaign, now):
        closed = UserFactory(email="rosa@example.org", is_active=False)

        with pytest.raises(teaming.WrongAddress):
            teaming.accept(invitation_id=invited.pk, user=closed, now=now)
        assert campaign.memberships.count() == 1

    def test_is_too_late_after_14_days(self, invited, campaign, rosa, now):
        with pytest.raises(teaming.InvitationOver):
            teaming.accept(invitation_id=invited.pk, user=rosa, now=now + timedelta(days=14))
        assert campaign.memberships.count() == 1

    def test_twice_is_once(self, invited, rosa, now):
        first = teaming.accept(invitation_id=invited.pk, user=rosa, now=now)

        assert teaming.accept(invitation_id=invited.pk, user=rosa, now=now) == first
        assert len(noted()) == 1

    def test_does_not_bring_back_who_was_removed(self, invited, campaign, owner, rosa, now):
        member = teaming.accept(invitation_id=invited.pk, user=rosa, now=now)
        teaming.remove(campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now)

        with pytest.raises(teaming.InvitationOver):
            teaming.accept(invitation_id=invited.pk, user=rosa, now=now)
        assert role_of(user=rosa, campaign=campaign) == ""


class TestChangeRole:
    def test_tells_the_person_and_is_written_down(self, campaign, owner, now):
        member = MembershipFactory(campaign=campaign, role="viewer")

        teaming.change_role(
            campaign_id=campaign.pk, member_id=member.pk, role="counsel", by=owner, now=now
        )

        assert role_of(user=member.user, campaign=campaign) == "counsel"
        assert noted() == [("role_changed", f"{member.user_id} viewer counsel")]
        assert told() == [("role_changed", member.user.email)]

    def test_of_an_owner_is_announced_to_all_owners(self, campaign, owner, now):
        other = MembershipFactory(campaign=campaign).user
        member = MembershipFactory(campaign=campaign, role="editor")

        teaming.change_role(
            campaign_id=campaign.pk, member_id=member.pk, role="owner", by=owner, now=now
        )

        assert told() == sorted(
            [
                ("role_changed", member.user.email),
                ("owners_changed", owner.email),
                ("owners_changed", other.email),
            ]
        )

    def test_to_the_same_changes_nothing(self, campaign, owner, now):
        member = MembershipFactory(campaign=campaign, role="viewer")

        teaming.change_role(
            campaign_id=campaign.pk, member_id=member.pk, role="viewer", by=owner, now=now
        )

        assert (noted(), told()) == ([], [])

    def test_leaves_the_last_owner_alone(self, campaign, owner, now):
        MembershipFactory(campaign=campaign, user=UserFactory(is_active=False))
        member = campaign.memberships.get(user=owner)

        with pytest.raises(teaming.LastOwner):
            teaming.change_role(
                campaign_id=campaign.pk, member_id=member.pk, role="editor", by=owner, now=now
            )

        assert role_of(user=owner, campaign=campaign) == "owner"
        assert noted() == []

    def test_finds_nobody_of_another_team(self, campaign, owner, now):
        stranger = MembershipFactory(role="viewer")

        with pytest.raises(Membership.DoesNotExist):
            teaming.change_role(
                campaign_id=campaign.pk, member_id=stranger.pk, role="owner", by=owner, now=now
            )


class TestRemove:
    def test_closes_the_draft_and_tells_the_person(self, campaign, owner, now):
        member = MembershipFactory(campaign=campaign, role="editor")

        teaming.remove(campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now)

        assert role_of(user=member.user, campaign=campaign) == ""
        assert noted() == [("team_left", f"{member.user_id} editor")]
        assert told() == [("team_removed", member.user.email)]

    def test_leaves_the_last_owner_alone(self, campaign, owner, now):
        with pytest.raises(teaming.LastOwner):
            teaming.remove(
                campaign_id=campaign.pk,
                member_id=campaign.memberships.get().pk,
                by=owner,
                now=now,
            )
        assert owners_of(campaign) == [owner]

    def test_voids_an_offer_to_the_person(self, campaign, owner, now):
        member = MembershipFactory(campaign=campaign, role="editor")
        transferring.offer_to_person(
            campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now
        )

        teaming.remove(campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now)

        assert transferring.waiting_offer(campaign, now=now) is None


class TestLeave:
    def test_tells_the_owners(self, campaign, owner, now):
        member = MembershipFactory(campaign=campaign, role="viewer")

        teaming.leave(campaign_id=campaign.pk, user=member.user, now=now)

        assert told() == [("team_left", owner.email)]

    def test_is_refused_to_the_last_owner(self, campaign, owner, now):
        MembershipFactory(campaign=campaign, role="editor")

        with pytest.raises(teaming.LastOwner):
            teaming.leave(campaign_id=campaign.pk, user=owner, now=now)

        assert owners_of(campaign) == [owner]
        assert (noted(), told()) == ([], [])

    def test_is_open_to_one_of_two_owners(self, campaign, owner, now):
        other = MembershipFactory(campaign=campaign).user

        teaming.leave(campaign_id=campaign.pk, user=owner, now=now)

        assert owners_of(campaign) == [other]
        assert told() == [("owners_changed", other.email)]


class TestDatabase:
    @pytest.mark.parametrize("how", ["delete", "update"])
    def test_keeps_the_last_owner_by_itself(self, campaign, how):
        rows = Membership.objects.filter(campaign=campaign)

        with pytest.raises(IntegrityError, match="would have no owner"), transaction.atomic():
            rows.delete() if how == "delete" else rows.update(role="viewer")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def everything_of(campaign):
    """Each table that points at the campaign with how many of its rows do, memberships aside."""
    counts = {}
    for relation in Campaign._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: campaign})
        counts[relation.related_model.__name__] = rows.count()
    # the offer and the event of handing over are new of course
    for name in ("TransferOffer", "CampaignEvent"):
        counts.pop(name)
    return counts


class TestTransfer:
    """Of a live campaign with supporters and pledges."""

    @pytest.fixture
    def campaign(self):
        campaign = PledgeFactory().campaign
        PledgeFactory(supporter__campaign=campaign)
        return campaign

    @pytest.fixture
    def member(self, campaign):
        return MembershipFactory(campaign=campaign, role="editor")

    @pytest.fixture
    def offer(self, campaign, owner, member, now):
        return transferring.offer_to_person(
            campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now
        )

    def test_changes_nothing_before_it_is_accepted(self, campaign, owner, offer, member):
        assert owners_of(campaign) == [owner]
        assert role_of(user=member.user, campaign=campaign) == "editor"
        assert told() == [("transfer_offered", member.user.email)]

    def test_to_a_person_swaps_owner_and_editor(self, campaign, owner, offer, member, now):
        transferring.accept(offer_id=offer.pk, user=member.user, now=now)

        assert owners_of(campaign) == [member.user]
        assert role_of(user=owner, campaign=campaign) == "editor"
        assert noted() == [("transferred", f"{owner.pk} to person {member.user_id}")]
        assert {to for kind, to in told() if kind == "campaign_transferred"} == {
            owner.email,
            member.user.email,
        }

    def test_keeps_every_row_and_every_address(self, campaign, owner, offer, member, now):
        fixed = ("number", "slug", "private_slug", "status", "beneficiary_id", "pledged_minor")
        before = everything_of(campaign), [getattr(campaign, name) for name in fixed]
        people = sorted(Supporter.objects.values_list("pk", "campaign_id", "status"))

        transferring.accept(offer_id=offer.pk, user=member.user, now=now)

        campaign.refresh_from_db()
        assert (everything_of(campaign), [getattr(campaign, name) for name in fixed]) == before
        assert sorted(Supporter.objects.values_list("pk", "campaign_id", "status")) == people
        assert before[0]["Pledge"] == 2

    def test_to_an_organization_and_back_keeps_all_as_well(self, campaign, owner, now):
        organization = OrganizationFactory()
        OrganizationMembershipFactory(organization=organization, user=owner)
        before = everything_of(campaign)
        there = transferring.offer_to_organization(
            campaign_id=campaign.pk, organization_id=organization.pk, by=owner, now=now
        )
        transferring.accept(offer_id=there.pk, user=owner, now=now)
        campaign.refresh_from_db()
        assert campaign.organization == organization
        assert owners_of(campaign) == [owner]

        me = campaign.memberships.get(user=owner)
        home = transferring.offer_to_person(
            campaign_id=campaign.pk, member_id=me.pk, by=owner, now=now
        )
        transferring.accept(offer_id=home.pk, user=owner, now=now)

        campaign.refresh_from_db()
        assert campaign.organization is None
        assert everything_of(campaign) == before
        assert [kind for kind, _note in noted()] == ["transferred", "transferred"]

    def test_to_an_organization_brings_its_owner_into_the_team(self, campaign, owner, now):
        organization = OrganizationFactory()
        boss = organization.memberships.get().user
        offer = transferring.offer_to_organization(
            campaign_id=campaign.pk, organization_id=organization.pk, by=owner, now=now
        )

        transferring.accept(offer_id=offer.pk, user=boss, now=now)

        assert owners_of(campaign) == [owner, boss]

    @pytest.mark.parametrize("who", ["member", "stranger"])
    def test_to_an_organization_is_accepted_by_its_owners_only(self, who, campaign, owner, now):
        organization = OrganizationFactory()
        member = OrganizationMembershipFactory(organization=organization, role="member").user
        offer = transferring.offer_to_organization(
            campaign_id=campaign.pk, organization_id=organization.pk, by=owner, now=now
        )

        with pytest.raises(transferring.NotForYou):
            transferring.accept(
                offer_id=offer.pk, user=member if who == "member" else UserFactory(), now=now
            )
        campaign.refresh_from_db()
        assert campaign.organization is None

    def test_is_accepted_by_its_receiver_only(self, campaign, owner, offer, now):
        with pytest.raises(transferring.NotForYou):
            transferring.accept(offer_id=offer.pk, user=owner, now=now)
        assert owners_of(campaign) == [owner]

    def test_twice_is_once(self, offer, member, now):
        for _twice in range(2):
            transferring.accept(offer_id=offer.pk, user=member.user, now=now)

        assert len(noted()) == 1

    def test_is_over_when_withdrawn(self, campaign, owner, offer, member, now):
        transferring.close(campaign_id=campaign.pk, offer_id=offer.pk, by=owner, now=now)

        assert "transfer_declined" not in dict(told())
        with pytest.raises(transferring.OfferOver):
            transferring.accept(offer_id=offer.pk, user=member.user, now=now)
        assert owners_of(campaign) == [owner]
        with pytest.raises(transferring.OfferOver):
            transferring.close(campaign_id=campaign.pk, offer_id=offer.pk, by=owner, now=now)

    def test_that_is_declined_tells_whoever_offered_it(self, campaign, owner, offer, member, now):
        transferring.close(campaign_id=campaign.pk, offer_id=offer.pk, by=member.user, now=now)

        assert ("transfer_declined", owner.email) in told()
        assert owners_of(campaign) == [owner]

    def test_is_over_after_14_days(self, campaign, owner, offer, member, now):
        with pytest.raises(transferring.OfferOver):
            transferring.accept(offer_id=offer.pk, user=member.user, now=now + timedelta(days=14))
        assert owners_of(campaign) == [owner]

    def test_is_over_when_its_maker_is_no_owner_any_more(self, campaign, owner, offer, member, now):
        other = MembershipFactory(campaign=campaign).user
        campaign.memberships.filter(user=owner).update(role="viewer")

        with pytest.raises(transferring.OfferOver):
            transferring.accept(offer_id=offer.pk, user=member.user, now=now)
        assert owners_of(campaign) == [other]

    def test_is_offered_once_at_a_time(self, campaign, owner, offer, now):
        other = MembershipFactory(campaign=campaign, role="viewer")

        with pytest.raises(transferring.AlreadyOffered):
            transferring.offer_to_person(
                campaign_id=campaign.pk, member_id=other.pk, by=owner, now=now
            )
        assert campaign.offers.count() == 1

    def test_is_offered_by_an_owner_only(self, campaign, member, now):
        with pytest.raises(transferring.NotYours):
            transferring.offer_to_person(
                campaign_id=campaign.pk, member_id=member.pk, by=member.user, now=now
            )
        assert not campaign.offers.exists()

    def test_of_an_organization_is_offered_by_its_owners_only(self, campaign, owner, member, now):
        campaign.organization = OrganizationFactory()
        campaign.save()

        with pytest.raises(transferring.NotYours):
            transferring.offer_to_person(
                campaign_id=campaign.pk, member_id=member.pk, by=owner, now=now
            )
        assert not campaign.offers.exists()

    def test_goes_to_nobody_outside_the_team(self, campaign, owner, now):
        outsider = MembershipFactory(campaign=CampaignFactory(), role="viewer")

        with pytest.raises(transferring.NotInTeam):
            transferring.offer_to_person(
                campaign_id=campaign.pk, member_id=outsider.pk, by=owner, now=now
            )

    def test_to_whom_it_belongs_is_refused(self, campaign, owner, now):
        with pytest.raises(transferring.NothingWouldChange):
            transferring.offer_to_person(
                campaign_id=campaign.pk,
                member_id=campaign.memberships.get(user=owner).pk,
                by=owner,
                now=now,
            )
