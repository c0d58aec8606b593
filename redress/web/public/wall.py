"""The names of those who stand with a campaign, as far as they agreed to be shown."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from redress.supporters import standing
from redress.web.addresses import page_path
from redress.web.caching import public_page
from redress.web.finding import campaign_or_404

PER_PAGE = 60


@require_safe
@public_page
def supporters(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of names, Champions first; there is no search, and robots are asked to stay away."""
    campaign = campaign_or_404(slug)
    if campaign.is_record:
        raise Http404
    if campaign.address != slug:
        return redirect(page_path("supporters", campaign.address))
    names = Paginator(standing.wall(campaign=campaign), PER_PAGE)
    try:
        page = names.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    response = render(
        request,
        "public/supporters.html",
        {"campaign": campaign, "names": page, "named": names.count},
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
