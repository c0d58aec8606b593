"""Roles of the house are granted and taken on record, and an operator always remains."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from redress.accounts import granting
from redress.accounts.models import HouseRole, HouseRoleEvent
from redress.core.models import OutboxMessage
from tests.factories.accounts import HouseRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return HouseRoleFactory(role="operator").user


def record():
    return list(HouseRoleEvent.objects.order_by("pk").values_list("user", "role", "granted", "by"))


class TestGrant:
    def test_is_written_down_and_told(self, operator, now):
        person = UserFactory()

        assert granting.grant(user=person, role="reviewer", by=operator, now=now)

        assert person.house_roles.get().role == "reviewer"
        assert record() == [(person.pk, "reviewer", True, operator.pk)]
        assert OutboxMessage.objects.get().to_address == person.email

    def test_twice_is_once(self, operator, now):
        person = UserFactory()
        granting.grant(user=person, role="reviewer", by=operator, now=now)

        assert not granting.grant(user=person, role="reviewer", by=operator, now=now)
        assert len(record()) == 1

    def test_refuses_a_closed_account(self, operator, now):
        closed = UserFactory(is_active=False)

        with pytest.raises(granting.NoAccount):
            granting.grant(user=closed, role="reviewer", by=operator, now=now)
        assert record() == []
        assert not closed.house_roles.exists()


class TestRevoke:
    def test_is_written_down_and_told(self, operator, now):
        person = HouseRoleFactory(role="support").user

        assert granting.revoke(user=person, role="support", by=operator, now=now)

        assert not person.house_roles.exists()
        assert record() == [(person.pk, "support", False, operator.pk)]

    def test_of_what_is_not_held_changes_nothing(self, operator, now):
        assert not granting.revoke(user=operator, role="support", by=operator, now=now)
        assert record() == []

    def test_leaves_the_last_operator(self, operator, now):
        HouseRoleFactory(role="operator", user__is_active=False)

        with pytest.raises(granting.LastOperator):
            granting.revoke(user=operator, role="operator", by=operator, now=now)
        assert operator.house_roles.get().role == "operator"
        assert record() == []

    def test_takes_an_operator_while_another_remains(self, operator, now):
        other = HouseRoleFactory(role="operator").user

        granting.revoke(user=operator, role="operator", by=operator, now=now)

        assert [row.user for row in HouseRole.objects.filter(role="operator")] == [other]


class TestRecord:
    @pytest.mark.parametrize("how", ["update", "delete"])
    def test_is_never_changed(self, operator, now, how):
        granting.grant(user=UserFactory(), role="reviewer", by=operator, now=now)
        rows = HouseRoleEvent.objects.all()

        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(role="operator") if how == "update" else rows._raw_delete("default")


class TestCommands:
    def test_grant_and_revoke(self, capsys):
        person = UserFactory(email="sam@example.org")
        HouseRoleFactory(role="operator")

        call_command("grant", "Sam@example.org", "operator")
        assert person.house_roles.get().role == "operator"
        call_command("revoke", "sam@example.org", "operator")

        assert not person.house_roles.exists()
        assert record() == [
            (person.pk, "operator", True, None),
            (person.pk, "operator", False, None),
        ]
        assert "sam@example.org is operator now." in capsys.readouterr().out

    def test_say_what_is_wrong(self, operator):
        for command in ("grant", "revoke"):
            with pytest.raises(CommandError, match="No account has this address"):
                call_command(command, "nobody@example.org", "operator")
        with pytest.raises(CommandError, match="would have no operator"):
            call_command("revoke", operator.email, "operator")
        with pytest.raises(CommandError, match="closed"):
            call_command("grant", UserFactory(is_active=False).email, "support")
