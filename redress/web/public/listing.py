"""The list of campaigns with its filters: a plain GET form over stored rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import FETCH_RAISE
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from redress.campaigns import catalogue
from redress.campaigns.models import Campaign
from redress.core import clock
from redress.web.caching import public_page
from redress.web.public.presenting import card_of

PER_PAGE = 12
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a filter's list."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One list to choose from."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> str:
        """The value asked for, '' for all or for one that does not exist."""
        return next((choice.value for choice in self.choices if choice.selected), "")

    @property
    def chosen_label(self) -> str:
        """The label of what was asked for."""
        return next((choice.label for choice in self.choices if choice.selected), "")


@require_safe
@public_page
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns by issue area, type, agency and state."""
    now = clock.now()
    area, scope, agency, state = lists = _filters(request)
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    filters = catalogue.Filters(
        area=area.chosen,
        scope=scope.chosen,
        agency=agency.chosen,
        state=state.chosen,
        words=words,
    )
    pages = Paginator(catalogue.find(filters).fetch_mode(FETCH_RAISE), PER_PAGE)
    try:
        page = pages.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404 from None
    chosen = {one.name: one.chosen for one in lists if one.chosen}
    if words.strip():
        chosen["q"] = words
    return render(
        request,
        "public/campaigns.html",
        {
            "filters": lists,
            "words": words,
            "longest_search": LONGEST_SEARCH,
            "filtered": bool(filters),
            "cards": [card_of(campaign, now=now) for campaign in page],
            "page_of": page,
            "query": urlencode(chosen),
            "empty_title": _empty_title(lists, filters),
        },
    )


def _filters(request: HttpRequest) -> tuple[Filter, Filter, Filter, Filter]:
    areas = [(area.slug, str(area.name)) for area in catalogue.areas()]
    agencies = [(agency.code, agency.name) for agency in catalogue.agencies()]
    scopes = [(scope.value, str(scope.label)) for scope in Campaign.Scope]
    states = [(state.value, str(state.label)) for state in catalogue.Standing]
    return (
        _filter(request, "area", _("Issue area"), areas),
        _filter(request, "type", _("Type"), scopes),
        _filter(request, "agency", _("Agency"), agencies),
        _filter(request, "state", _("State of the campaign"), states),
    )


def _filter(
    request: HttpRequest, name: str, label: str, values: Sequence[tuple[str, str]]
) -> Filter:
    wanted = request.GET.get(name, "")
    return Filter(
        name=name,
        label=label,
        choices=tuple(Choice(value, text, value == wanted) for value, text in values),
    )


def _empty_title(lists: Sequence[Filter], filters: catalogue.Filters) -> str:
    """“None yet in health care.” when only the issue area was chosen."""
    chosen = [one for one in lists if one.chosen]
    if not filters:
        return _("No campaign is listed yet.")
    if [one.name for one in chosen] == ["area"] and not filters.words.strip():
        area = chosen[0].chosen_label
        return _("None yet in %(area)s.") % {"area": area[:1].lower() + area[1:]}
    return _("No campaign fits all of these.")
