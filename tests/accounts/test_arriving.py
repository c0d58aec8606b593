"""Whoever asks for a code has an account, once for each address."""

import pytest

from redress.accounts.arriving import person_at
from redress.accounts.models import HouseRole, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class TestPersonAt:
    def test_makes_somebody_new_without_any_right(self):
        person = person_at(email=" Ana@Example.org ", language="es")

        assert person is not None
        assert (person.email, person.language, person.name) == ("ana@example.org", "es", "")
        assert not person.has_usable_password()
        assert not HouseRole.objects.exists()

    def test_finds_who_is_there_and_changes_nothing(self):
        there = UserFactory(email="ana@example.org", language="en", name="Ana")

        assert person_at(email="ANA@example.org", language="es") == there

        there.refresh_from_db()
        assert (there.language, there.name) == ("en", "Ana")
        assert User.objects.count() == 1

    def test_finds_nobody_in_a_closed_account(self):
        UserFactory(email="ana@example.org", is_active=False)

        assert person_at(email="ana@example.org", language="en") is None
        assert User.objects.count() == 1
