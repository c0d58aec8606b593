"""Organizations keep an owner, let in only whom they invited, and prove their domain by mail."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from redress.accounts import organizing
from redress.accounts.models import DomainCheck, Organization, OrganizationMembership
from redress.accounts.permissions import Ability
from redress.core.models import OutboxMessage
from tests.factories.accounts import OrganizationFactory, OrganizationMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return OrganizationFactory(name="Kite", website="https://www.kite.example.org/about")


@pytest.fixture
def owner(organization):
    return organization.memberships.get().user


def told():
    return sorted(OutboxMessage.objects.values_list("kind", "to_address"))


class TestCreate:
    def test_has_its_maker_as_owner_and_a_slug_of_its_own(self, now):
        person = UserFactory()
        made = [
            organizing.create(name="Kite & Co.", website="", owner=person, now=now)
            for _twice in range(3)
        ]

        assert [row.slug for row in made] == ["kite-co", "kite-co-2", "kite-co-3"]
        assert organizing.owners_of(made[0]) == [person]

    def test_bears_a_name_without_latin_letters(self, now):
        made = organizing.create(name="风筝", website="", owner=UserFactory(), now=now)

        assert made.slug == "organization"


class TestOrganizationFor:
    @pytest.mark.parametrize(
        ("role", "ability", "found"),
        [
            ("owner", Ability.MANAGE_ORGANIZATION, True),
            ("owner", Ability.SEE_ORGANIZATION, True),
            ("member", Ability.SEE_ORGANIZATION, True),
            ("member", Ability.MANAGE_ORGANIZATION, False),
        ],
    )
    def test_follows_the_table(self, organization, role, ability, found):
        person = OrganizationMembershipFactory(organization=organization, role=role).user

        if found:
            assert (
                organizing.organization_for(user=person, slug=organization.slug, ability=ability)
                == organization
            )
        else:
            with pytest.raises(Organization.DoesNotExist):
                organizing.organization_for(user=person, slug=organization.slug, ability=ability)

    def test_is_not_there_for_a_stranger_or_a_closed_account(self, organization, owner):
        owner.is_active = False
        owner.save()
        for person in (UserFactory(), owner):
            with pytest.raises(Organization.DoesNotExist):
                organizing.organization_for(
                    user=person, slug=organization.slug, ability=Ability.SEE_ORGANIZATION
                )


class TestInvite:
    def invite(self, organization, owner, now, email="eva@kite.example.org", role="member"):
        return organizing.invite(
            organization_id=organization.pk,
            email=email,
            role=role,
            language="es",
            by=owner,
            now=now,
        )

    def test_writes_to_the_address(self, organization, owner, now):
        invitation = self.invite(organization, owner, now, email="Eva@Kite.example.org")

        assert invitation.email == "eva@kite.example.org"
        assert told() == [("organization_invitation", "eva@kite.example.org")]

    def test_refuses_members_and_invited(self, organization, owner, now):
        with pytest.raises(organizing.AlreadyMember):
            self.invite(organization, owner, now, email=owner.email)
        self.invite(organization, owner, now)
        with pytest.raises(organizing.AlreadyInvited):
            self.invite(organization, owner, now)
        assert organization.invitations.count() == 1

    def test_is_accepted_by_the_invited_address_only(self, organization, owner, now):
        invitation = self.invite(organization, owner, now)
        eva = UserFactory(email="eva@kite.example.org")

        with pytest.raises(organizing.WrongAddress):
            organizing.accept(invitation_id=invitation.pk, user=UserFactory(), now=now)
        assert organization.memberships.count() == 1
        first = organizing.accept(invitation_id=invitation.pk, user=eva, now=now)
        assert organizing.accept(invitation_id=invitation.pk, user=eva, now=now) == first
        assert first.role == "member"

    @pytest.mark.parametrize("how", ["expired", "withdrawn"])
    def test_that_is_over_lets_nobody_in(self, how, organization, owner, now):
        invitation = self.invite(organization, owner, now)
        at = now
        if how == "expired":
            at = now + timedelta(days=14)
        else:
            organizing.withdraw(
                organization_id=organization.pk, invitation_id=invitation.pk, now=now
            )

        with pytest.raises(organizing.InvitationOver):
            organizing.accept(
                invitation_id=invitation.pk, user=UserFactory(email="eva@kite.example.org"), now=at
            )
        assert organization.memberships.count() == 1


class TestLastOwner:
    def test_keeps_role_and_place(self, organization, owner, now):
        OrganizationMembershipFactory(organization=organization, role="member")
        mine = organization.memberships.get(user=owner)

        with pytest.raises(organizing.LastOwner):
            organizing.leave(organization_id=organization.pk, user=owner, now=now)
        with pytest.raises(organizing.LastOwner):
            organizing.change_role(
                organization_id=organization.pk, member_id=mine.pk, role="member", by=owner, now=now
            )
        assert organizing.owners_of(organization) == [owner]
        assert told() == []

    def test_is_kept_by_the_database(self, organization):
        rows = OrganizationMembership.objects.filter(organization=organization)

        with pytest.raises(IntegrityError, match="would have no owner"), transaction.atomic():
            rows.delete()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_may_go_when_there_is_another(self, organization, owner, now):
        other = OrganizationMembershipFactory(organization=organization).user

        organizing.leave(organization_id=organization.pk, user=owner, now=now)

        assert organizing.owners_of(organization) == [other]
        assert told() == [("organization_changed", other.email)]


class TestMostADay:
    def test_holds_over_all_organizations_for_one_person(self, organization, owner, now):
        second = OrganizationMembershipFactory(user=owner, role="owner").organization
        invite = {"role": "member", "language": "en", "by": owner, "now": now}
        for number in range(30):
            organizing.invite(
                organization_id=(organization, second)[number % 2].pk,
                email=f"p{number}@example.org",
                **invite,
            )

        with pytest.raises(organizing.TooManyToday):
            organizing.invite(organization_id=second.pk, email="p30@example.org", **invite)

        assert len(told()) == 30


class TestProveDomain:
    def ask(self, organization, by, now, email="info@kite.example.org"):
        return organizing.ask_domain(organization_id=organization.pk, email=email, by=by, now=now)

    def test_by_a_link_to_an_address_on_it(self, organization, owner, now):
        check = self.ask(organization, owner, now)
        assert told() == [("domain_check", "info@kite.example.org")]
        organization.refresh_from_db()
        assert organization.domain_verified_at is None

        organizing.prove_domain(check_id=check.pk, now=now)

        organization.refresh_from_db()
        assert (organization.domain, organization.domain_verified_at) == ("kite.example.org", now)
        assert organization.domain_verified_by == owner

    @pytest.mark.parametrize(
        ("email", "refusal"),
        [
            ("kite@gmail.com", organizing.OpenToAll),
            ("kite@mailinator.com", organizing.OpenToAll),
            ("kite@mail.disroot.org", organizing.OpenToAll),
            ("info@kites.example.org", organizing.OtherDomain),
        ],
    )
    def test_refuses_an_address_that_proves_nothing(self, email, refusal, organization, owner, now):
        with pytest.raises(refusal):
            self.ask(organization, owner, now, email=email)

        assert not DomainCheck.objects.exists()
        assert told() == []

    def test_sends_ten_links_a_day_for_one_person(self, organization, owner, now):
        for number in range(10):
            self.ask(organization, owner, now, email=f"p{number}@kite.example.org")

        with pytest.raises(organizing.TooManyToday):
            self.ask(organization, owner, now)
        self.ask(organization, owner, now + timedelta(days=1))

        assert DomainCheck.objects.count() == 11

    @pytest.mark.parametrize("website", ["https://disroot.org", "https://kite.wordpress.com"])
    def test_refuses_a_website_that_anybody_gets(self, website, organization, owner, now):
        Organization.objects.update(website=website)

        with pytest.raises(organizing.OpenToAll):
            self.ask(organization, owner, now, email=f"kite@{website[8:]}")

    def test_needs_a_website(self, owner, organization, now):
        Organization.objects.update(website="")

        with pytest.raises(organizing.NoWebsite):
            self.ask(organization, owner, now)

    def test_belongs_to_one_organization(self, organization, owner, now):
        second = OrganizationFactory(website="https://kite.example.org")
        early = self.ask(second, second.memberships.get().user, now)
        organizing.prove_domain(check_id=self.ask(organization, owner, now).pk, now=now)

        with pytest.raises(organizing.DomainTaken) as refused:
            self.ask(second, owner, now)
        assert refused.value.holder == "Kite"
        with pytest.raises(organizing.DomainTaken):
            organizing.prove_domain(check_id=early.pk, now=now)
        second.refresh_from_db()
        assert second.domain == ""

    def test_belongs_to_one_organization_by_the_database(self, organization, now):
        OrganizationFactory(domain="kite.example.org", domain_verified_at=now)

        with pytest.raises(IntegrityError), transaction.atomic():
            Organization.objects.filter(pk=organization.pk).update(
                domain="kite.example.org", domain_verified_at=now
            )

    def test_is_too_late_after_two_days(self, organization, owner, now):
        check = self.ask(organization, owner, now)

        with pytest.raises(organizing.CheckOver):
            organizing.prove_domain(check_id=check.pk, now=now + timedelta(days=2))

    def test_works_once(self, organization, owner, now):
        check = self.ask(organization, owner, now)
        organizing.prove_domain(check_id=check.pk, now=now)
        organizing.prove_domain(check_id=check.pk, now=now + timedelta(hours=1))
        organization.refresh_from_db()
        assert organization.domain_verified_at == now

        for website in ("https://other.example.org", "https://kite.example.org"):
            organizing.change(organization_id=organization.pk, name="Kite", website=website)
        with pytest.raises(organizing.CheckOver):
            organizing.prove_domain(check_id=check.pk, now=now)
        organization.refresh_from_db()
        assert organization.domain_verified_at is None

    def test_does_not_hold_for_a_website_that_moved_meanwhile(self, organization, owner, now):
        check = self.ask(organization, owner, now)
        organizing.change(
            organization_id=organization.pk, name="Kite", website="https://other.example.org"
        )

        with pytest.raises(organizing.CheckOver):
            organizing.prove_domain(check_id=check.pk, now=now)


class TestChange:
    @pytest.mark.parametrize(
        ("website", "kept"),
        [
            ("https://kite.example.org/new", True),
            ("https://news.kite.example.org", True),
            ("https://kite.example.com", False),
            ("", False),
        ],
    )
    def test_unproves_the_domain_when_the_website_leaves_it(self, website, kept, organization, now):
        Organization.objects.update(domain="kite.example.org", domain_verified_at=now)

        changed = organizing.change(organization_id=organization.pk, name="Kite", website=website)

        assert (changed.domain, changed.domain_verified_at is not None) == (
            ("kite.example.org", True) if kept else ("", False)
        )
