"""My campaigns: what the person works on, what was offered to them, and the way to a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.campaigns import drafting
from redress.campaigns.models import Beginning, Campaign, Invitation
from redress.campaigns.parts import Progress
from redress.campaigns.permitting import campaigns_of
from redress.core import clock
from redress.core.tokens import make_token
from redress.web.organize.permitting import person_of, signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One campaign in the list."""

    campaign: Campaign
    role: str
    ready: int
    parts: int
    changed_at: datetime
    has_answers: bool  # it began with the six questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A role that was offered and not yet taken."""

    invitation: Invitation
    role: str
    token: str


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign in whose team the person is, and open invitations."""
    person = person_of(request)
    facts = {
        "campaigns": [_mine(campaign, person) for campaign in campaigns_of(person)],
        "offers": offers_to(person, now=clock.now()),
    }
    return render(request, "studio/home.html", facts)


def offers_to(person: User, *, now: datetime) -> list[Offer]:
    """The invitations to the person's address that still hold."""
    rows = Invitation.objects.filter(
        email=person.email,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    ).select_related("campaign", "invited_by")
    return [
        Offer(
            invitation=row,
            role=str(TeamRole(row.role).label),
            token=make_token("invitation", row.pk),
        )
        for row in rows.order_by("-invited_at", "-pk")
    ]


def _mine(campaign: Campaign, person: User) -> Mine:
    states = drafting.states_of(campaign)
    newest = campaign.revisions.order_by("-pk").values_list("at", flat=True).first()
    role = campaign.memberships.get(user=person).role
    return Mine(
        campaign=campaign,
        role=str(TeamRole(role).label),
        ready=sum(state.progress == Progress.READY for state in states),
        parts=len(states),
        changed_at=newest or campaign.created_at,
        has_answers=Beginning.objects.filter(campaign=campaign).exists(),
    )
