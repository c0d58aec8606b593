"""Who may do what: the one table."""

from collections.abc import Mapping
from enum import StrEnum

from redress.accounts.models import HouseRole, User

Role = HouseRole.Role


class Ability(StrEnum):
    """One thing that somebody may or may not do."""

    SEE_STAFF_PAGES = "see_staff_pages"
    APPROVE_CAMPAIGN = "approve_campaign"


ABILITIES: Mapping[str, frozenset[Ability]] = {
    Role.REVIEWER: frozenset({Ability.SEE_STAFF_PAGES}),
    Role.APPROVER: frozenset({Ability.SEE_STAFF_PAGES, Ability.APPROVE_CAMPAIGN}),
    Role.CUSTODIAN: frozenset({Ability.SEE_STAFF_PAGES}),
    Role.SUPPORT: frozenset({Ability.SEE_STAFF_PAGES}),
    Role.OPERATOR: frozenset({Ability.SEE_STAFF_PAGES}),
}


def may(user: User, ability: Ability) -> bool:
    """Whether one of the person's house roles allows this."""
    if not user.is_active:
        return False
    roles = user.house_roles.values_list("role", flat=True)
    return any(ability in ABILITIES[role] for role in roles)
