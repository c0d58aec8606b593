"""Leaving deletes the account; where history needs the row, it no longer says whose it was."""

import pytest
from allauth.mfa.models import Authenticator

from redress.accounts.leaving import StillNeeded, leave
from redress.accounts.models import HouseRole, Organization, User
from tests.conftest import NOW
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.web.entering import give_app

pytestmark = pytest.mark.django_db


class TestLeave:
    def test_deletes_all_of_the_person(self):
        person = HouseRoleFactory().user
        give_app(person)

        leave(user=person, reasons=(), now=NOW)

        assert not User.objects.exists()
        assert not Authenticator.objects.exists()
        assert not HouseRole.objects.exists()

    def test_empties_the_account_that_history_refers_to(self):
        person = UserFactory(name="Ana", email="ana@example.org")
        organization = Organization.objects.create(
            slug="a",
            name="Aid",
            domain="a.example",
            domain_verified_at=NOW,
            domain_verified_by=person,
        )

        leave(user=person, reasons=(), now=NOW)

        organization.refresh_from_db()
        left = organization.domain_verified_by
        assert left.pk == person.pk
        assert (left.name, left.is_active, left.left_at) == ("", False, NOW)
        assert left.email == f"left-{person.pk}@left.invalid"
        assert str(left) == "somebody who has left"

    def test_is_refused_with_the_reasons(self):
        person = HouseRoleFactory().user

        with pytest.raises(StillNeeded) as refused:
            leave(user=person, reasons=["First.", "Second."], now=NOW)

        assert refused.value.reasons == ("First.", "Second.")
        assert User.objects.get() == person
        assert HouseRole.objects.exists()

    def test_frees_the_address(self):
        person = UserFactory(email="ana@example.org")

        leave(user=person, reasons=(), now=NOW)

        assert UserFactory(email="ana@example.org").pk != person.pk
