"""An address belongs to one account; one that was only typed once is free."""

import pytest

from redress.accounts.changing import AddressTaken, change_address, is_free
from redress.accounts.models import User
from tests.conftest import NOW
from tests.factories.accounts import HouseRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestIsFree:
    def test_of_an_address_that_nobody_has(self):
        assert is_free("new@example.org")

    def test_of_an_address_that_was_only_typed(self):
        User.objects.create_user("new@example.org")

        assert is_free("new@example.org")

    @pytest.mark.parametrize("values", [{"last_login": NOW}, {"is_active": False}])
    def test_not_of_somebodys(self, values):
        UserFactory(email="new@example.org", **values)

        assert not is_free("new@example.org")

    def test_not_of_somebody_with_a_role(self):
        HouseRoleFactory(user__email="new@example.org")

        assert not is_free("new@example.org")


class TestChangeAddress:
    def test_gives_the_new_one_and_tells_the_old(self):
        person = UserFactory(email="old@example.org")

        assert change_address(user=person, address="new@example.org") == "old@example.org"

        assert User.objects.get().email == "new@example.org"

    def test_takes_over_what_nobody_used(self):
        person = UserFactory(email="old@example.org")
        User.objects.create_user("new@example.org")

        change_address(user=person, address="new@example.org")

        assert User.objects.get() == person

    def test_is_refused_for_somebodys(self):
        person = UserFactory(email="old@example.org")
        UserFactory(email="new@example.org", last_login=NOW)

        with pytest.raises(AddressTaken):
            change_address(user=person, address="new@example.org")

        person.refresh_from_db()
        assert person.email == "old@example.org"
        assert User.objects.count() == 2
