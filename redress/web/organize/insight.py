"""The organizer's dashboard: the public numbers over time, by place, by step and by channel."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.models import Approval, Campaign
from redress.campaigns.parts import Progress
from redress.campaigns.permitting import abilities_in, role_of
from redress.campaigns.states import PUBLIC
from redress.core import clock
from redress.pledges.funnel import Funnel, channels_of, funnel_of
from redress.supporters.exporting import export
from redress.web import charts
from redress.web.account.recent import recently_signed_in
from redress.web.organize.next_steps import next_steps
from redress.web.organize.permitting import person_of, studio_page
from redress.web.public.campaign import progress_context
from redress.web.public.docket import docket

BAR = 400  # units of the drawing that the longest bar takes


@dataclass(frozen=True, slots=True)
class StepBar:
    """One step of the funnel as a bar."""

    name: str
    number: int
    width: int
    y: int
    rate: int | None  # percent of the step before; None where that would say nothing


def bars_of(funnel: Funnel) -> list[StepBar]:
    """The steps from visit to share; a rate only where a step is part of the one before."""
    steps = (
        (_("Visits"), funnel.visits, None),
        (_("Joined"), funnel.joined, funnel.visits),
        (_("Confirmed"), funnel.confirmed, funnel.joined),
        (_("Pledged"), funnel.pledged, funnel.confirmed),
        (_("Shared"), funnel.shares, None),
    )
    longest = max(number for _name, number, _before in steps)
    return [
        StepBar(
            name=name,
            number=number,
            width=number * BAR // longest if longest else 0,
            y=20 + index * 44,
            rate=charts.percent(number, before) if before and number <= before else None,
        )
        for index, (name, number, before) in enumerate(steps)
    ]


@require_safe
@studio_page(Ability.SEE_INSIGHT)
def insight(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What happened so far, and what to do next; the numbers are those of the public page."""
    now = clock.now()
    channels = channels_of(campaign)
    funnel = funnel_of(campaign, channels)
    approval = Approval.objects.filter(campaign=campaign, voided_at=None).first()
    is_public = campaign.status in PUBLIC and not campaign.is_record
    states = drafting.states_of(campaign)
    role = role_of(user=person_of(request), campaign=campaign)
    drawn = progress_context(campaign, now=now) if is_public else {}
    context = {
        "campaign": campaign,
        "is_public": is_public,
        "docket": docket(campaign, approval=approval, now=now) if is_public else None,
        "steps": next_steps(
            campaign,
            funnel=funnel,
            approved=approval is not None,
            unfinished=sum(state.progress != Progress.READY for state in states),
            now=now,
        ),
        "bars": bars_of(funnel),
        "channels": channels,
        "may_export": is_public and Ability.EXPORT_SUPPORTERS in abilities_in(role),
        "chart": drawn.get("chart"),
        "chart_rows": drawn.get("chart_rows"),
        "state_map": drawn.get("states"),  # the studio's frame has its own "states"
    }
    return render(request, "studio/insight.html", context)


@require_POST
@studio_page(Ability.EXPORT_SUPPORTERS)
@recently_signed_in
def supporters_csv(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The list of supporters, for whoever may take it, by a second factor and a fresh sign-in."""
    lines = export(campaign=campaign, by=person_of(request), now=clock.now())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{campaign.number}-supporters.csv"'
    )
    return cast("HttpResponse", response)  # guards pass on whatever they are given
