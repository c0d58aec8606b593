"""The organizations on a campaign's page: those that confirmed, within what each allows."""

from collections.abc import Iterable
from dataclasses import dataclass

from redress.campaigns.models import Campaign, CoalitionMember
from redress.campaigns.models.coalition import CoalitionQuerySet
from redress.web.picture_form import Whole, whole_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One organization, and its logo where it allows it."""

    member: CoalitionMember
    logo: Whole | None


def rows() -> CoalitionQuerySet:
    """What a page loads: who stands, with logos, in few queries."""
    standing = CoalitionMember.objects.standing()
    return standing.select_related("logo").prefetch_related("logo__cuts")


def context_of(campaign: Campaign) -> dict[str, object]:
    """Supporting organizations, the coalition, and how many keep their name private.

    Wants `members` prefetched by `rows()`; what does not stand is left out here once more.
    """
    standing = [member for member in campaign.members.all() if member.is_standing]
    named = [member for member in standing if member.shows_name]
    kinds = CoalitionMember.Kind
    return {
        "organizations": _shown(one for one in named if one.kind == kinds.SUPPORTER),
        "coalition": _shown(one for one in named if one.kind == kinds.COALITION),
        "unnamed_organizations": len(standing) - len(named),
    }


def _shown(members: Iterable[CoalitionMember]) -> list[Shown]:
    return [
        Shown(member, whole_of(member.logo) if member.shows_logo else None) for member in members
    ]
