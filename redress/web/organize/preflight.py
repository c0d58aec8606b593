"""What keeps a campaign from going live, and what to look at again: the pre-flight, live."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from redress.accounts.permissions import Ability
from redress.campaigns.checks.check import Check, Finding
from redress.campaigns.models import Campaign
from redress.core import clock
from redress.publishing import links
from redress.publishing import preflight as judging
from redress.web.organize.pages import PAGES
from redress.web.organize.permitting import studio_page

# places of a part that are no single field of its form
_NO_FIELD = frozenset({"", "changes", "lines", "picture"})
_PAGES = {"coalition": "studio_coalition", "team": "studio_team"}


@dataclass(frozen=True, slots=True)
class Place:
    """One finding of a check, and where it is mended."""

    finding: Finding
    where: str
    path: str  # '' where nothing in the studio leads there


@dataclass(frozen=True, slots=True)
class Group:
    """A check with all that it found."""

    check: Check
    places: tuple[Place, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.SEE_DRAFT)
def preflight(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What blocks first, then what warns; POST has the links asked once more."""
    path = reverse("studio_preflight", args=[campaign.number])
    if request.method == "POST":
        wanted = links.want_asked(campaign)
        return HttpResponseRedirect(f"{path}?links=asked" if wanted else path)
    report = judging.run(campaign, now=clock.now())
    return render(
        request,
        "studio/preflight.html",
        {
            "campaign": campaign,
            "report": report,
            "blocking": _groups(report.blocking, campaign),
            "warnings": _groups(report.warnings, campaign),
            "asked": request.GET.get("links") == "asked",
            "asks_links": links.asks(),
        },
    )


def _groups(findings: Iterable[Finding], campaign: Campaign) -> list[Group]:
    found: dict[str, list[Place]] = {}
    for finding in findings:
        place = Place(finding, judging.where(finding), _path_to(finding, campaign))
        found.setdefault(finding.code, []).append(place)
    return [Group(judging.BY_CODE[code], tuple(places)) for code, places in found.items()]


def _path_to(finding: Finding, campaign: Campaign) -> str:
    if finding.part in PAGES:
        path = reverse("studio_part", args=[campaign.number, finding.part])
        return path if finding.field in _NO_FIELD else f"{path}#id_{finding.field}"
    name = _PAGES.get(finding.part)
    return reverse(name, args=[campaign.number]) if name else ""
