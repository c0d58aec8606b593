"""How a part came to be: who saved what and when, two states side by side, and going back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from redress.accounts.models import User
from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import PARTS, Data
from redress.core import clock
from redress.web.organize.part import may_write, page_or_404
from redress.web.organize.part_forms import PartForm
from redress.web.organize.permitting import person_of, studio_page
from redress.web.organize.wording import Change, changes_between, form_of, name_of

TOGETHER = timedelta(minutes=30)  # saves of one person this close are one line
SHOWN = 60  # revisions on one page


@dataclass(frozen=True, slots=True)
class Entry:
    """One saved state."""

    revision: Revision
    author: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one person did in one go: its states, newest first, and what they changed together."""

    entries: list[Entry]
    changes: list[Change]

    @property
    def last(self) -> Entry:
        """The state that the line ended with."""
        return self.entries[0]

    @property
    def since(self) -> datetime:
        """When the line began."""
        return self.entries[-1].revision.at


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.SEE_DRAFT)
def history(request: HttpRequest, campaign: Campaign, key: str) -> HttpResponse:
    """Every saved state of a part, newest first; POST makes an older one the text again."""
    page = page_or_404(key)
    may_edit = may_write(request, campaign, page)
    if request.method == "POST":
        return _restored(request, campaign, key, may_edit=may_edit)
    asked = request.GET.get("before", "")
    rows = campaign.revisions.filter(part=key).select_related("author").order_by("-pk")
    if asked.isdecimal() and len(asked) < 19:
        rows = rows.filter(pk__lt=int(asked))
    shown = list(rows.prefetch_related("merged_by")[: SHOWN + 1])
    more = len(shown) > SHOWN
    newest = drafting.newest_of(campaign, key)
    form = form_of(campaign, key, PARTS[key].read(campaign))
    lines = _lines(shown[:SHOWN], _before(campaign, key, shown), newest=newest, form=form)
    return render(
        request,
        "studio/history.html",
        {
            "campaign": campaign,
            "part": PARTS[key],
            "lines": lines,
            "entries": [entry for line in lines for entry in line.entries],
            "newest": newest,
            "may_edit": may_edit,
            "older": shown[SHOWN - 1].pk if more else None,
        },
    )


def _restored(
    request: HttpRequest, campaign: Campaign, key: str, *, may_edit: bool
) -> HttpResponse:
    number = request.POST.get("number", "")
    if not may_edit:
        raise Http404
    if not number.isdecimal() or len(number) > 9:
        return HttpResponseRedirect(request.path)
    try:
        revision = drafting.restore(
            campaign_id=campaign.pk,
            part=key,
            number=int(number),
            author=person_of(request),
            now=clock.now(),
        )
    except (drafting.NotEditable, Revision.DoesNotExist):
        raise Http404 from None
    address = reverse("studio_part", args=[campaign.number, key])
    return HttpResponseRedirect(f"{address}?saved={revision.number}")


@require_safe
@studio_page(Ability.SEE_DRAFT)
def compare(request: HttpRequest, campaign: Campaign, key: str) -> HttpResponse:
    """Two saved states of a part, word by word: `from` and `to` name them."""
    page = page_or_404(key)
    rows = campaign.revisions.filter(part=key).select_related("author")
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not any(asked):
        return HttpResponseRedirect(reverse("studio_history", args=[campaign.number, key]))
    if not all(number.isdecimal() and len(number) < 19 for number in asked):
        raise Http404
    found = rows.in_bulk([int(number) for number in asked])
    try:
        older, newer = sorted((found[int(number)] for number in asked), key=lambda row: row.pk)
    except KeyError:
        raise Http404 from None
    form = form_of(campaign, key, newer.data)
    newest = drafting.newest_of(campaign, key)
    return render(
        request,
        "studio/compare.html",
        {
            "campaign": campaign,
            "part": PARTS[key],
            "older": _entry(older, newest),
            "newer": _entry(newer, newest),
            "changes": changes_between(form, older.data, newer.data),
            "may_edit": may_write(request, campaign, page),
        },
    )


def _entry(revision: Revision, newest: Revision | None) -> Entry:
    return Entry(
        revision=revision,
        author=name_of(revision),
        is_newest=newest is not None and revision.pk == newest.pk,
    )


def _before(campaign: Campaign, key: str, shown: Iterable[Revision]) -> dict[int, Data]:
    """The words by their number: of every state shown, and of those that they came from."""
    known: dict[int, Data] = {row.number: row.data for row in shown if row.number}
    wanted = {row.number - 1 if row.number else row.base for row in shown} - {0}
    missing = wanted - set(known)
    rows = campaign.revisions.filter(part=key, number__in=missing)
    return known | {row.number: row.data for row in rows if row.number}


def _lines(
    shown: list[Revision], words: dict[int, Data], *, newest: Revision | None, form: PartForm
) -> list[Line]:
    groups: list[list[Revision]] = []
    for row in shown:
        if groups and _belongs(row, groups[-1][-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [
        Line(
            entries=[_entry(row, newest) for row in group],
            changes=changes_between(form, words.get(_came_from(group[-1]), {}), group[0].data),
        )
        for group in groups
    ]


def _came_from(row: Revision) -> int:
    return row.number - 1 if row.number else row.base


def _belongs(older: Revision, newer: Revision) -> bool:
    """Whether two neighboring states are one go of one person."""
    plain = all(
        row.number and row.restored_from is None and row.merges_id is None for row in (older, newer)
    )
    same = isinstance(newer.author, User) and newer.author_id == older.author_id
    return plain and same and newer.at - older.at <= TOGETHER
