"""The overview of one campaign in the studio: how far it is, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.drafting import PartState
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import PARTS, Progress
from redress.campaigns.permitting import abilities_in, role_of
from redress.campaigns.states import Status
from redress.core import clock
from redress.publishing import preflight
from redress.web.organize.pages import PAGES
from redress.web.organize.part import closed_sentence
from redress.web.organize.permitting import person_of, studio_page
from redress.web.organize.wording import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_NEXT = 3  # parts that "what to do next" names
_LEFT, _WIDE = 4, 336  # of the ruler's drawing, which is 344 wide
STANDING: "Mapping[str, str | StrPromise]" = {
    Status.DRAFT: _("This is a draft. Nobody but the team sees it."),
    Status.CHANGES_REQUESTED: _(
        "The review asked for changes. Work on them, then hand the campaign in again."
    ),
}


@dataclass(frozen=True, slots=True)
class Ruler:
    """How many parts are ready, as a ruler in a box of 344 by 44."""

    ready: int
    all: int
    filled: int
    ticks: tuple[int, ...]

    @property
    def end(self) -> int:
        """Where the filled piece ends."""
        return _LEFT + self.filled


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that stand aside until somebody merges them."""

    revision: Revision
    part: str
    author: str


@require_safe
@studio_page(Ability.SEE_DRAFT)
def overview(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The campaign's parts with how far each has come, and what to do next."""
    states = [state for state in drafting.states_of(campaign) if state.key in PAGES]
    unready = [state for state in states if state.progress != Progress.READY]
    abilities = abilities_in(role_of(user=person_of(request), campaign=campaign))
    return render(
        request,
        "studio/overview.html",
        {
            "campaign": campaign,
            "states": states,
            "report": preflight.run(campaign, now=clock.now()),
            "ruler": ruler_of(states),
            "next": unready[:_NEXT],
            "rest": len(unready[_NEXT:]),
            "standing": STANDING.get(campaign.status) or closed_sentence(campaign),
            "waiting": [
                Waiting(row, str(PARTS[row.part].title), name_of(row))
                for row in drafting.asides_of(campaign)
                if row.part in PAGES and PAGES[row.part].ability in abilities
            ]
            if campaign.is_editable
            else [],
        },
    )


def ruler_of(states: list[PartState]) -> Ruler:
    """The meter of the overview."""
    ready = sum(state.progress == Progress.READY for state in states)
    count = max(len(states), 1)
    return Ruler(
        ready=ready,
        all=len(states),
        filled=_WIDE * ready // count,
        ticks=tuple(_LEFT + _WIDE * place // count for place in range(count + 1)),
    )
