"""Finding a campaign and permitting what is done with it, in one step."""

from redress.accounts.models import User
from redress.accounts.permissions import (
    TEAM_ABILITIES,
    Ability,
    TeamRole,
    may,
    needs_second_factor,
)
from redress.campaigns.models import Campaign, CampaignQuerySet
from redress.campaigns.states import Status

# what a reviewer of the house may read although it is not public
_UNDER_REVIEW = frozenset({Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.REFUSED})


class SecondFactorNeeded(Exception):
    """The person may, but not with an e-mailed code alone."""


def campaign_for(*, user: User, number: str, ability: Ability, has_second_factor: bool) -> Campaign:
    """The campaign with this number, if the person may do this with it.

    A campaign that is not there and one that is not theirs raise the same
    `Campaign.DoesNotExist`. Raises SecondFactorNeeded when only the passkey or authenticator
    app is missing in this visit.
    """
    if not user.is_active:
        raise Campaign.DoesNotExist
    campaign = Campaign.objects.select_related("agency", "organization").get(number=number)
    role = role_of(user=user, campaign=campaign)
    if role and ability in TEAM_ABILITIES[role]:
        if needs_second_factor(role, ability) and not has_second_factor:
            raise SecondFactorNeeded
        return campaign
    if ability == Ability.SEE_DRAFT and campaign.status in _UNDER_REVIEW and may(user, ability):
        if not has_second_factor:
            raise SecondFactorNeeded
        return campaign
    raise Campaign.DoesNotExist


def role_of(*, user: User, campaign: Campaign) -> str:
    """The person's role in the campaign's team, or '' for none."""
    return campaign.memberships.filter(user=user).values_list("role", flat=True).first() or ""


def owners_of(campaign: Campaign) -> list[User]:
    """Who owns the campaign, the longest-standing first."""
    rows = campaign.memberships.filter(role=TeamRole.OWNER).select_related("user")
    return [row.user for row in rows.order_by("since", "pk")]


def abilities_in(role: str) -> frozenset[Ability]:
    """What a role of the team allows; nothing for ''."""
    return TEAM_ABILITIES.get(role, frozenset())


def campaigns_of(user: User) -> CampaignQuerySet:
    """All campaigns in whose team the person is, the newest first."""
    return Campaign.objects.filter(memberships__user=user).order_by("-created_at", "-pk")
