"""One part of a draft: write it, save it, and what happens when two people write at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.models import Campaign
from redress.campaigns.parts import PARTS
from redress.campaigns.permitting import abilities_in, role_of
from redress.core import clock
from redress.web.organize.hints import hints_for
from redress.web.organize.pages import PAGES, PartPage
from redress.web.organize.part_forms import PartForm
from redress.web.organize.permitting import person_of, studio_page
from redress.web.rich_text import studio_csp


@require_http_methods(["GET", "HEAD", "POST"])
@studio_csp
@studio_page(Ability.SEE_DRAFT)
def part(request: HttpRequest, campaign: Campaign, key: str) -> HttpResponse:
    """Read a part, or save what was typed; the script of the page saves the same way."""
    page = _page_or_404(key)
    may_edit = campaign.is_editable and _may(request, campaign, page)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        return _save(request, campaign, key, page)
    data, number = drafting.read_part(campaign, key)
    form = page.form(campaign=campaign, values=data, initial={"base": number})
    return _shown(request, campaign, key, form, may_edit=may_edit)


def _save(request: HttpRequest, campaign: Campaign, key: str, page: PartPage) -> HttpResponse:
    data, _number = drafting.read_part(campaign, key)
    form = page.form(request.POST, request.FILES, campaign=campaign, values=data)
    if form.is_arranging:
        return _shown(request, campaign, key, form, may_edit=True)
    by_script = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        if by_script:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
        return _shown(request, campaign, key, form, may_edit=True, status=422)
    try:
        revision = drafting.save(
            campaign_id=campaign.pk,
            part=key,
            data=form.to_data(),
            base=form.cleaned_data["base"],
            author=person_of(request),
            now=clock.now(),
        )
    except drafting.NotEditable:
        raise Http404 from None
    if revision.is_aside:
        merge = reverse("studio_merge", args=[campaign.number, key, revision.pk])
        if by_script:
            return JsonResponse({"merge": merge}, status=409)
        return HttpResponseRedirect(merge)
    if by_script:
        return JsonResponse({"number": revision.number})
    address = reverse("studio_part", args=[campaign.number, key])
    return HttpResponseRedirect(f"{address}?saved={revision.number}")


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    key: str,
    form: PartForm,
    *,
    may_edit: bool,
    status: int = 200,
) -> HttpResponse:
    states = drafting.states_of(campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "states": states,
        "state": next(state for state in states if state.key == key),
        "part": PARTS[key],
        "page": PAGES[key],
        "form": form,
        "may_edit": may_edit,
        "hints": hints_for(key),
        "saved": request.GET.get("saved", "").isdecimal(),
    }
    return render(request, "studio/part.html", context, status=status)


def _page_or_404(key: str) -> PartPage:
    if key not in PAGES:
        raise Http404
    return PAGES[key]


def _may(request: HttpRequest, campaign: Campaign, page: PartPage) -> bool:
    role = role_of(user=person_of(request), campaign=campaign)
    return page.ability in abilities_in(role)
