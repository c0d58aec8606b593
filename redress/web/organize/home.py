"""The person's campaigns, and the overview of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.models import Campaign
from redress.campaigns.permitting import campaigns_of
from redress.web.organize.permitting import person_of, signed_in, studio_page


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign in whose team the person is."""
    return render(
        request, "studio/home.html", {"campaigns": list(campaigns_of(person_of(request)))}
    )


@require_safe
@studio_page(Ability.SEE_DRAFT)
def overview(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The campaign's parts with how far each has come, and what to do next."""
    return render(
        request,
        "studio/overview.html",
        {"campaign": campaign, "states": drafting.states_of(campaign)},
    )
