"""Choosing an agency: a search box with radios under it, with or without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from redress.agencies.citations import (
    CitationFault,
    CitationRefused,
    clean_citation,
)
from redress.agencies.clocks import clock_sentence
from redress.agencies.finding import (
    LONGEST_QUERY,
    MOST,
    Found,
    find_agencies,
    found_agency,
    read_query,
    titles_of,
)
from redress.agencies.models import Agency, CfrChapter, Jurisdiction
from redress.web.caching import public_page

FOUND = "found"  # the code of the error that only says: now choose
MOST_OF_ALL = 400  # when everything is asked for
_SHOWN_PLACES = 4

CITATION_SENTENCES: Mapping[CitationFault, Any] = {
    CitationFault.TOO_LONG: gettext_lazy("80 letters are the most we can keep here."),
    CitationFault.STATUTE: gettext_lazy(
        "This is a statute. An agency can change its own rules only, such as 8 CFR 236.3."
    ),
    CitationFault.FORM: gettext_lazy(
        "Write a federal rule as title, CFR, part and section, such as 8 CFR 236.3 or 45 CFR"
        " part 410. If you do not know it yet, leave this empty."
    ),
    CitationFault.TITLE: gettext_lazy(
        "The Code of Federal Regulations has 50 titles. Look at the first number once more."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One agency in the list, in words."""

    code: str
    name: str
    short: str  # "" where the name says it
    within: str  # the department, or ""
    places: str
    clock: str
    checked: str  # whether anybody read that rule


def row_of(found: Found) -> Row:
    """What the list says of an agency: name, department, chapters, and its clock."""
    agency = found.agency
    return Row(
        code=agency.code,
        name=agency.name,
        short="" if agency.short_name == agency.name else agency.short_name,
        within=agency.parent.name if agency.parent else "",
        places=_places_text(found.places),
        clock=_clock_text(found),
        checked=_checked_text(found),
    )


def _places_text(places: Sequence[CfrChapter]) -> str:
    texts = [_place_text(place) for place in places[:_SHOWN_PLACES]]
    if len(places) > _SHOWN_PLACES:
        more = len(places) - _SHOWN_PLACES
        texts.append(ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more})
    return "; ".join(texts)


def _place_text(place: CfrChapter) -> str:
    words = {"title": place.title, "chapter": place.chapter, "subtitle": place.subtitle}
    text = (
        _("%(title)d CFR chapter %(chapter)s")
        if place.chapter
        else _("%(title)d CFR subtitle %(subtitle)s")
    ) % words
    return f"{text} ({place.component})" if place.component else text


def _clock_text(found: Found) -> str:
    if found.rule is None:
        return _("We hold no rule of this agency on petitions yet.")
    return clock_sentence(found.rule)


def _checked_text(found: Found) -> str:
    if found.rule is None:
        return ""
    if found.rule.verified:
        return _("Read in a public copy of the rule; counsel confirms it before filing.")
    return _("Nobody has checked this against the rule itself yet.")


class AgencyPicker(forms.Widget):
    """The search box, the button that finds without a script, and the radios."""

    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.query = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, bool]:
        """The chosen code, what was searched for, and whether it is still to be searched."""
        typed = str(data.get(f"{name}_q") or "")[:LONGEST_QUERY]
        # the Enter key presses the form's first button: it finds only what is new in the box
        finds = f"{name}_find" in data and typed != data.get(f"{name}_seen")
        self.query = typed
        # PostgreSQL knows no text with a zero byte, and no code of an agency has one
        return str(data.get(name) or "").replace("\0", ""), typed, finds

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The list with what was searched for, or with what is chosen alone."""
        code, query, finds = value if isinstance(value, tuple) else (value or "", "", False)
        searched = finds or bool(query)
        limit = MOST if query.strip() else MOST_OF_ALL
        rows = [row_of(one) for one in find_agencies(query, limit=limit)] if searched else []
        if code and code not in {row.code for row in rows} and (chosen := found_agency(code)):
            rows.insert(0, row_of(chosen))
        facts = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "query": query,
            "chosen": code,
            "rows": rows,
            "said": found_text(len(rows)) if searched else "",
            "longest": LONGEST_QUERY,
        }
        return SafeString(render_to_string("components/agency_search.html", facts))

    def id_for_label(self, id_: str | None) -> str:
        """The search box is what a label or an error leads to."""
        return f"{id_}_q" if id_ else ""


class AgencyField(forms.CharField):
    """The code of an agency, '' for "I am not sure"."""

    widget = AgencyPicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "strip": True, **kwargs})

    def clean(self, value: Any) -> str:
        """Refuse an agency that is not there; ask to choose when there was only a search."""
        code, _query, finds = value if isinstance(value, tuple) else (value or "", "", False)
        if finds:
            raise ValidationError(_("Choose from the list, then go on."), code=FOUND)
        code = str(super().clean(code))
        if code and found_agency(code) is None:
            raise ValidationError(_("We do not know this agency. Please choose from the list."))
        return code

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another agency was chosen."""
        return (initial or "") != (data[0] if isinstance(data, tuple) else data or "")


def clean_rule_citation(
    form: forms.Form, *, agency: str = "agency", citation: str = "rule_citation"
) -> None:
    """Bring the citation into its form, or put a kind sentence beside it; call it in `clean`."""
    cleaned = form.cleaned_data
    if not cleaned.get(citation):
        return
    chosen = Agency.objects.filter(code=cleaned.get(agency) or "").first()
    try:
        cleaned[citation] = clean_citation(
            cleaned[citation], jurisdiction=chosen.jurisdiction if chosen else ""
        )
    except CitationRefused as refused:
        form.add_error(citation, CITATION_SENTENCES[refused.fault])


def elsewhere_text(*, agency: Agency, citation: str) -> str:
    """A hint where the rule's title is none of the agency's; '' where all is well."""
    title, is_cfr, _rest = citation.partition(" CFR ")
    titles = titles_of(agency)
    if (
        not is_cfr
        or not titles
        or agency.jurisdiction != Jurisdiction.FEDERAL
        or int(title) in titles
    ):
        return ""
    return _("As far as we know, %(agency)s has no rules in title %(title)s. Look once more.") % {
        "agency": agency.short_name,
        "title": title,
    }


def found_text(count: int) -> str:
    """How many were found, for the eye and for a screen reader."""
    if not count:
        return _("Nothing found. Try another word, or a title such as 8 CFR.")
    return ngettext("%(count)d agency", "%(count)d agencies", count) % {"count": count}


@require_safe
@public_page
def agencies(request: HttpRequest) -> HttpResponse:
    """The list for the script of the picker."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    asked = bool(query.strip())
    rows = [row_of(one) for one in find_agencies(query)] if read_query(query) else []
    said = found_text(len(rows)) if asked else ""
    return JsonResponse({"rows": [asdict(row) for row in rows], "said": said})
