"""Accounts that nobody ever used go after a week; those that mean something stay."""

from datetime import timedelta

import pytest

from redress.accounts import forgetting
from redress.accounts.models import Organization, OrganizationMembership, User
from redress.accounts.session_models import Session
from tests.conftest import NOW
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OLD = NOW - timedelta(days=7, seconds=1)


def unused(**values):
    return UserFactory(**({"last_login": None, "created_at": OLD} | values))


class TestForgetUnused:
    def test_deletes_who_never_came(self):
        unused()

        assert forgetting.forget_unused(now=NOW) == 1
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        "values",
        [{"last_login": OLD}, {"created_at": NOW - timedelta(days=7)}, {"is_active": False}],
    )
    def test_leaves_whoever_came_is_new_or_was_closed(self, values):
        unused(**values)

        assert forgetting.forget_unused(now=NOW) == 0
        assert User.objects.count() == 1

    def test_leaves_who_holds_a_role_of_the_house(self):
        HouseRoleFactory(user=unused())

        assert forgetting.forget_unused(now=NOW) == 0

    def test_leaves_who_is_of_a_team(self):
        MembershipFactory(user=unused())

        assert forgetting.forget_unused(now=NOW) == 0

    def test_leaves_who_is_of_an_organization(self):
        organization = Organization.objects.create(slug="a", name="Aid")
        OrganizationMembership.objects.create(
            organization=organization, user=unused(), role="owner"
        )

        assert forgetting.forget_unused(now=NOW) == 0

    def test_leaves_who_stands_anywhere_else(self):
        Organization.objects.create(
            slug="a",
            name="Aid",
            domain="a.example",
            domain_verified_at=NOW,
            domain_verified_by=unused(),
        )

        assert forgetting.forget_unused(now=NOW) == 0


class TestForgetSessions:
    def test_deletes_those_that_ran_out(self):
        for key, left in (("old", -1), ("new", 1)):
            Session.objects.create(
                session_key=key, session_data="", expire_date=NOW + timedelta(seconds=left)
            )

        assert forgetting.forget_sessions(now=NOW) == 1
        assert Session.objects.get().session_key == "new"


class TestTask:
    def test_forgets_both(self):
        unused()
        Session.objects.create(session_key="old", session_data="", expire_date=OLD)

        forgetting.forget_accounts(timestamp=0)

        assert not User.objects.exists()
        assert not Session.objects.exists()
