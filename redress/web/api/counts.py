"""The live count of a campaign, small and the same for everyone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from redress.web.caching import public_page
from redress.web.finding import campaign_or_404


@require_safe
@public_page
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Supporters, pledged and goal in whole minor units, and the state."""
    campaign = campaign_or_404(slug)
    response = JsonResponse(
        {
            "supporters": campaign.supporter_count,
            "pledged_minor": campaign.pledged_minor,
            "pledges": campaign.pledge_count,
            "goal_minor": campaign.goal_minor,
            "currency": campaign.currency,
            "state": campaign.status,
        }
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
