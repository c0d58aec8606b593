"""A draft as the public will see it, drawn by the public page's own template."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.models import Campaign
from redress.campaigns.parts import Progress
from redress.campaigns.states import PUBLIC, Status
from redress.core import clock
from redress.web.addresses import page_path
from redress.web.organize.permitting import studio_page
from redress.web.public.campaign import page_context, with_rows


@require_safe
@studio_page(Ability.SEE_DRAFT)
def preview(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The page with all its parts and no form that sends; a public campaign has the real one."""
    if campaign.status in PUBLIC:
        return HttpResponseRedirect(page_path("campaign", campaign.address))
    states = drafting.states_of(campaign)
    found = with_rows(Campaign.objects.filter(pk=campaign.pk)).get()
    found.status = Status.LIVE  # in this page alone: the row is never saved
    context = page_context(found, now=clock.now(), preview=True)
    context |= {
        "preview": True,
        "banners": (),
        "unready": [state for state in states if state.progress != Progress.READY],
        "draft": campaign,
    }
    return render(request, "studio/preview.html", context)
