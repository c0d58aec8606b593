"""What stands against deleting an account, and what ends with it."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from redress.accounts.leaving import StillNeeded, leave
from redress.accounts.models import Organization, OrganizationMembership, User
from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, Membership
from redress.core import clock


def _is_last_owner_of_a_campaign(user: User) -> list[str]:
    owned = Campaign.objects.filter(memberships__user=user, memberships__role=TeamRole.OWNER)
    others = Membership.objects.filter(role=TeamRole.OWNER).exclude(user=user)
    alone = owned.exclude(pk__in=others.values("campaign_id")).order_by("pk")
    return [
        _("You are the last owner of the campaign “%(title)s”. Give it to somebody else first.")
        % {"title": campaign.title}
        for campaign in alone
    ]


def _is_last_owner_of_an_organization(user: User) -> list[str]:
    role = OrganizationMembership.Role.OWNER
    owned = Organization.objects.filter(memberships__user=user, memberships__role=role)
    others = OrganizationMembership.objects.filter(role=role).exclude(user=user)
    alone = owned.exclude(pk__in=others.values("organization_id")).order_by("pk")
    return [
        _("You are the last owner of the organization “%(name)s”. Make somebody else owner first.")
        % {"name": organization.name}
        for organization in alone
    ]


def _holds_a_role(user: User) -> list[str]:
    return [
        _("You hold a role of the house: %(role)s. Ask an operator to take it from you first.")
        % {"role": role.get_role_display()}
        for role in user.house_roles.order_by("pk")
    ]


# each gives sentences in the active language; one sentence is enough to refuse
REASONS: tuple[Callable[[User], list[str]], ...] = (
    _is_last_owner_of_a_campaign,
    _is_last_owner_of_an_organization,
    _holds_a_role,
)


def reasons_against(user: User) -> list[str]:
    """Why the account cannot be deleted now; empty when it can."""
    return [sentence for reason in REASONS for sentence in reason(user)]


@transaction.atomic
def part(user: User) -> None:
    """End every membership and delete the account. Raises StillNeeded, and then changes nothing."""
    # two owners who leave at once must not both believe that the other one stays
    _lock(user)
    reasons = reasons_against(user)
    if reasons:
        raise StillNeeded(reasons)
    Membership.objects.filter(user=user).delete()
    OrganizationMembership.objects.filter(user=user).delete()
    leave(user=user, reasons=reasons, now=clock.now())


def _lock(user: User) -> None:
    mine = Membership.objects.filter(user=user).values("campaign_id")
    own = OrganizationMembership.objects.filter(user=user).values("organization_id")
    for rows in (Campaign.objects.filter(pk__in=mine), Organization.objects.filter(pk__in=own)):
        list(rows.order_by("pk").select_for_update().values_list("pk"))
