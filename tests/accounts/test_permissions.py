"""The one table: every role and ability stands in it, and nobody may what it does not say."""

from pathlib import Path

import pytest

from redress.accounts.models import HouseRole
from redress.accounts.permissions import (
    ABILITIES,
    ORGANIZATION_ABILITIES,
    SECOND_FACTOR_ROLES,
    TEAM_ABILITIES,
    WORDS,
    Ability,
    OrganizationRole,
    TeamRole,
    may,
    needs_second_factor,
    team_words,
)
from redress.launch.management.commands.permissions import page
from tests.factories.accounts import HouseRoleFactory, UserFactory


class TestTable:
    def test_names_every_role(self):
        assert set(ABILITIES) == set(HouseRole.Role.values)
        assert set(TEAM_ABILITIES) == set(TeamRole.values)
        assert set(ORGANIZATION_ABILITIES) == set(OrganizationRole.values)

    def test_gives_every_ability_to_somebody_and_says_it_in_words(self):
        given = set().union(
            *ABILITIES.values(), *TEAM_ABILITIES.values(), *ORGANIZATION_ABILITIES.values()
        )

        assert given == set(Ability) == set(WORDS)

    @pytest.mark.parametrize("role", [role for role in TeamRole if role != TeamRole.OWNER])
    @pytest.mark.parametrize(
        "ability", [Ability.MANAGE_TEAM, Ability.TRANSFER_CAMPAIGN, Ability.EXPORT_SUPPORTERS]
    )
    def test_keeps_dangerous_acts_to_owners(self, role, ability):
        assert ability not in TEAM_ABILITIES[role]
        assert ability in TEAM_ABILITIES[TeamRole.OWNER]

    def test_lets_nobody_but_operators_grant_roles(self):
        may_grant = {role for role, able in ABILITIES.items() if Ability.MANAGE_HOUSE_ROLES in able}

        assert may_grant == {HouseRole.Role.OPERATOR}

    def test_lets_a_viewer_look_only(self):
        assert TEAM_ABILITIES[TeamRole.VIEWER] == {Ability.SEE_DRAFT, Ability.SEE_INSIGHT}

    def test_says_what_a_viewer_may(self):
        assert [str(words) for words in team_words("viewer")] == [
            "read the draft",
            "see the numbers",
        ]


class TestMay:
    @pytest.mark.parametrize("role", HouseRole.Role.values)
    @pytest.mark.parametrize("ability", Ability)
    def test_follows_the_table(self, db, role, ability):
        assert may(HouseRoleFactory(role=role).user, ability) == (ability in ABILITIES[role])

    def test_is_no_to_a_closed_account(self, db):
        closed = HouseRoleFactory(user__is_active=False).user

        assert not may(closed, Ability.APPROVE_CAMPAIGN)

    def test_is_no_to_anybody_else(self, db):
        person = UserFactory()

        assert not any(may(person, ability) for ability in Ability)


class TestNeedsSecondFactor:
    def test_of_the_house_and_of_counsel_always(self):
        assert {*HouseRole.Role.values, "counsel"} == SECOND_FACTOR_ROLES
        assert needs_second_factor("counsel", Ability.SEE_DRAFT)
        assert needs_second_factor("operator", Ability.SEE_STAFF_PAGES)

    def test_of_others_for_the_export_only(self):
        assert [ability for ability in Ability if needs_second_factor("owner", ability)] == [
            Ability.EXPORT_SUPPORTERS
        ]


class TestPage:
    def test_is_what_the_table_says(self):
        assert Path("docs/permissions.md").read_text(encoding="utf-8") == page()
