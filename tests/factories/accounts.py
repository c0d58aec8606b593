"""People who sign in."""

import factory

from redress.accounts.models import HouseRole, User


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
