"""People who sign in."""

from datetime import UTC, datetime

import factory

from redress.accounts.models import HouseRole, Organization, OrganizationMembership, User


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with an account."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"  # nobody signs in by password


class HouseRoleFactory(factory.django.DjangoModelFactory):
    """A role of the house, an approver's unless said otherwise."""

    class Meta:
        model = HouseRole

    user = factory.SubFactory(UserFactory)
    role = HouseRole.Role.APPROVER


class OrganizationFactory(factory.django.DjangoModelFactory):
    """An organization with its website and one owner; no domain is proved."""

    class Meta:
        model = Organization
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Families Together {n}")
    slug = factory.Sequence(lambda n: f"families-together-{n}")
    website = factory.Sequence(lambda n: f"https://families{n}.example.org")
    people = factory.RelatedFactory(
        "tests.factories.accounts.OrganizationMembershipFactory",
        factory_related_name="organization",
    )


class OrganizationMembershipFactory(factory.django.DjangoModelFactory):
    """Somebody of an organization, an owner unless said otherwise."""

    class Meta:
        model = OrganizationMembership

    organization = factory.SubFactory(OrganizationFactory, people=None)
    user = factory.SubFactory(UserFactory)
    role = OrganizationMembership.Role.OWNER
    since = datetime(2026, 10, 1, tzinfo=UTC)
