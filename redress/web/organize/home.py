"""The person's campaigns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.campaigns.permitting import campaigns_of
from redress.web.organize.permitting import person_of, signed_in


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Every campaign in whose team the person is."""
    return render(
        request, "studio/home.html", {"campaigns": list(campaigns_of(person_of(request)))}
    )
