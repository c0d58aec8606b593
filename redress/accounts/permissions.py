"""Who may do what: the one table.

A house role counts for the installation, a team role for one campaign, an organization's role
for that organization. Pages ask `may`, `campaigns.permitting.campaign_for` or
`organizing.organization_for`; nothing else in the project compares roles. docs/permissions.md
is written from here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.accounts.models import HouseRole, OrganizationMembership, User

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Role = HouseRole.Role
OrganizationRole = OrganizationMembership.Role


class TeamRole(models.TextChoices):
    """A person's role in a campaign's team."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    COUNSEL = "counsel", _("Counsel")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    VIEWER = "viewer", _("Viewer")


class Ability(StrEnum):
    """One thing that somebody may or may not do."""

    # for the installation
    SEE_STAFF_PAGES = "see_staff_pages"
    APPROVE_CAMPAIGN = "approve_campaign"
    CHECK_ORGANIZATIONS = "check_organizations"
    MANAGE_ISSUE_AREAS = "manage_issue_areas"
    MANAGE_HOUSE_ROLES = "manage_house_roles"
    # for one campaign
    SEE_DRAFT = "see_draft"
    EDIT_TEXT = "edit_text"
    EDIT_TERMS = "edit_terms"  # money, deadline, beneficiary, tiers
    EDIT_PRESS = "edit_press"
    INVITE_COALITION = "invite_coalition"
    SEE_INSIGHT = "see_insight"
    MANAGE_TEAM = "manage_team"
    TRANSFER_CAMPAIGN = "transfer_campaign"
    EXPORT_SUPPORTERS = "export_supporters"
    # for one organization
    SEE_ORGANIZATION = "see_organization"
    MANAGE_ORGANIZATION = "manage_organization"


_STAFF = frozenset({Ability.SEE_STAFF_PAGES})
ABILITIES: Mapping[str, frozenset[Ability]] = {
    Role.REVIEWER: _STAFF | {Ability.SEE_DRAFT, Ability.CHECK_ORGANIZATIONS},
    Role.APPROVER: _STAFF | {Ability.APPROVE_CAMPAIGN},
    Role.CUSTODIAN: _STAFF,
    Role.SUPPORT: _STAFF | {Ability.CHECK_ORGANIZATIONS},
    Role.OPERATOR: _STAFF | {Ability.MANAGE_ISSUE_AREAS, Ability.MANAGE_HOUSE_ROLES},
}

_VIEW = frozenset({Ability.SEE_DRAFT, Ability.SEE_INSIGHT})
_EDIT = _VIEW | {
    Ability.EDIT_TEXT,
    Ability.EDIT_TERMS,
    Ability.EDIT_PRESS,
    Ability.INVITE_COALITION,
}
TEAM_ABILITIES: Mapping[str, frozenset[Ability]] = {
    TeamRole.OWNER: _EDIT
    | {Ability.MANAGE_TEAM, Ability.TRANSFER_CAMPAIGN, Ability.EXPORT_SUPPORTERS},
    TeamRole.EDITOR: _EDIT,
    TeamRole.COUNSEL: _VIEW | {Ability.EDIT_TEXT},
    TeamRole.SPOKESPERSON: _VIEW | {Ability.EDIT_PRESS},
    TeamRole.VIEWER: _VIEW,
}

ORGANIZATION_ABILITIES: Mapping[str, frozenset[Ability]] = {
    OrganizationRole.OWNER: frozenset({Ability.SEE_ORGANIZATION, Ability.MANAGE_ORGANIZATION}),
    OrganizationRole.MEMBER: frozenset({Ability.SEE_ORGANIZATION}),
}

# What nobody does with an e-mailed code alone: all that a role of the house allows, all that
# counsel does, and taking supporters' addresses out of the house.
SECOND_FACTOR_ROLES: frozenset[str] = frozenset({*Role.values, TeamRole.COUNSEL})
SECOND_FACTOR_ABILITIES: frozenset[Ability] = frozenset({Ability.EXPORT_SUPPORTERS})

# each ability as it completes "may …"
WORDS: "Mapping[Ability, str | StrPromise]" = {
    Ability.SEE_STAFF_PAGES: _("open the staff's pages"),
    Ability.APPROVE_CAMPAIGN: _("approve a campaign, and withdraw the approval"),
    Ability.CHECK_ORGANIZATIONS: _("call organizations and write down what they said"),
    Ability.MANAGE_ISSUE_AREAS: _("add issue areas and rename them"),
    Ability.MANAGE_HOUSE_ROLES: _("grant and take roles of the house"),
    Ability.SEE_DRAFT: _("read the draft"),
    Ability.EDIT_TEXT: _("write the texts"),
    Ability.EDIT_TERMS: _("set money, deadline, beneficiary and tiers"),
    Ability.EDIT_PRESS: _("write the press part"),
    Ability.INVITE_COALITION: _("invite organizations to stand with the campaign"),
    Ability.SEE_INSIGHT: _("see the numbers"),
    Ability.MANAGE_TEAM: _("invite people, change roles and remove members"),
    Ability.TRANSFER_CAMPAIGN: _("hand the campaign over"),
    Ability.EXPORT_SUPPORTERS: _("export supporters who agreed to it"),
    Ability.SEE_ORGANIZATION: _("see the organization's page with its members"),
    Ability.MANAGE_ORGANIZATION: _("change name, website, logo, domain and members"),
}


def may(user: User, ability: Ability) -> bool:
    """Whether one of the person's house roles allows this."""
    if not user.is_active:
        return False
    roles = user.house_roles.values_list("role", flat=True)
    return any(ability in ABILITIES[role] for role in roles)


def needs_second_factor(role: str, ability: Ability) -> bool:
    """Whether this role may use this ability only with a passkey or an authenticator app."""
    return role in SECOND_FACTOR_ROLES or ability in SECOND_FACTOR_ABILITIES


def team_words(role: str) -> "list[str | StrPromise]":
    """What a role of the team may do, one phrase for each ability."""
    return [words for ability, words in WORDS.items() if ability in TEAM_ABILITIES[role]]
