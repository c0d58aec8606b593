"""Bringing two people's words together: what each of them wrote, and one text out of both."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.merging import Difference, Touched, differences, with_choices
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import PARTS, Data
from redress.core import clock
from redress.petitions import redline
from redress.web.organize.part import may_write, page_or_404
from redress.web.organize.part_forms import PartForm
from redress.web.organize.permitting import person_of, studio_page
from redress.web.organize.wording import field_of, form_of, label_of, language_of, name_of, words_at
from redress.web.rich_text import studio_csp

_TEXT_WIDGETS = (forms.TextInput, forms.Textarea)


class MergeForm(forms.Form):
    """For each place where the two differ: whose words, or other words."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        found: list[Difference],
        theirs: Data,
        part_form: PartForm,
        names: "Names",
        **kwargs: Any,
    ) -> None:
        """`part_form` is the part's own, for the kinds of its fields; `theirs` is loosened."""
        super().__init__(*args, **kwargs)
        self.found, self.theirs = found, theirs
        self.part_form = part_form
        for number, one in enumerate(found):
            own = _text_field(part_form, one)
            self.fields[f"choice_{number}"] = forms.ChoiceField(
                label=_("Which words shall stand?"),
                choices=_choices(one, own, names),
                initial=_preset(one, own),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose which words shall stand.")},
            )
            if own is not None:
                own.initial = _prefilled(one, own)
                self.fields[f"text_{number}"] = own

    def clean(self) -> dict[str, Any]:
        """Other words are judged only where they were chosen; then all of it together."""
        cleaned = {**(super().clean() or {})}
        for number in range(len(self.found)):
            if cleaned.get(f"choice_{number}") != "edit":
                self.errors.pop(f"text_{number}", None)
        if not self.errors:
            self.merged = self.part_form.bound_together(self._chosen())
        return cleaned

    def _chosen(self) -> Data:
        """The part with everything that was chosen."""
        chosen = {}
        for number, one in enumerate(self.found):
            match self.cleaned_data[f"choice_{number}"]:
                case "theirs":
                    chosen[one.path] = one.theirs
                case "mine":
                    chosen[one.path] = one.mine
                case "rows":
                    chosen[one.path] = _all_rows(one)
                case _:
                    chosen[one.path] = self.cleaned_data[f"text_{number}"]
        return with_choices(self.theirs, chosen)

    @property
    def places(self) -> Iterator["Place"]:
        """Each difference with its fields, for the template."""
        for number, one in enumerate(self.found):
            base, theirs, mine = (
                words_at(self.part_form, one.path, value)
                for value in (one.base, one.theirs, one.mine)
            )
            text = f"text_{number}"
            yield Place(
                label=label_of(self.part_form, one.path),
                language=language_of(one.path),
                touched=one.touched,
                base=base,
                theirs=redline.as_rows(redline.compare(base=base, proposed=theirs)),
                mine=redline.as_rows(redline.compare(base=base, proposed=mine)),
                choice=self[f"choice_{number}"],
                text=self[text] if text in self.fields else None,
            )


@dataclass(frozen=True, slots=True)
class Place:
    """One place where the two differ, as the page draws it."""

    label: str
    language: str
    touched: Touched
    base: str
    theirs: list[list[dict[str, str]]]
    mine: list[list[dict[str, str]]]
    choice: forms.BoundField
    text: forms.BoundField | None


@dataclass(frozen=True, slots=True)
class Names:
    """Who wrote the two texts."""

    theirs: str
    mine: str  # '' for the person who reads the page


@require_http_methods(["GET", "HEAD", "POST"])
@studio_csp
@studio_page(Ability.SEE_DRAFT)
def merge(request: HttpRequest, campaign: Campaign, key: str, pk: int) -> HttpResponse:
    """The text, the words kept aside, and the form that makes one out of both."""
    may_edit = may_write(request, campaign, page_or_404(key))
    if request.method == "POST" and not may_edit:
        raise Http404
    aside = (
        campaign.revisions.filter(part=key, pk=pk, number__isnull=True)
        .select_related("author")
        .first()
    )
    if aside is None:
        raise Http404
    if request.method != "POST" and aside.merged_by.exists():
        return _page(request, campaign, aside, {"is_done": True})
    newest = _state_before_the_eyes(request, campaign, key)
    theirs = newest.data if newest else PARTS[key].read(campaign)
    began = campaign.revisions.filter(part=key, number=aside.base).first()
    base = began.data if began else {}
    part_form = form_of(campaign, key, theirs)
    base, theirs, mine = (part_form.loosened(data) for data in (base, theirs, aside.data))
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        found=differences(base=base, theirs=theirs, mine=mine),
        theirs=theirs,
        part_form=part_form,
        names=_names(request, newest, aside),
        initial={"base": (newest.number or 0) if newest else 0},
    )
    if request.method == "POST" and form.is_valid():
        return _merged(request, campaign, aside, form)
    return _page(
        request,
        campaign,
        aside,
        {
            "form": form,
            "newest": newest,
            "names": _names(request, newest, aside),
            "may_edit": may_edit,
        },
        status=422 if form.errors else 200,
    )


def _state_before_the_eyes(request: HttpRequest, campaign: Campaign, key: str) -> Revision | None:
    """The newest state; on a POST the one that the page showed."""
    shown = request.POST.get("base", "")
    if request.method == "POST" and shown.isdecimal() and len(shown) < 9:
        rows = campaign.revisions.filter(part=key, number=int(shown))
        return rows.select_related("author").first()
    return (
        campaign.revisions.filter(part=key, number__isnull=False)
        .select_related("author")
        .order_by("-number")
        .first()
    )


def _names(request: HttpRequest, newest: Revision | None, aside: Revision) -> Names:
    own = aside.author_id == person_of(request).pk
    return Names(
        theirs=name_of(newest),
        mine="" if own else name_of(aside),
    )


def _merged(
    request: HttpRequest, campaign: Campaign, aside: Revision, form: MergeForm
) -> HttpResponse:
    try:
        revision = drafting.merge(
            campaign_id=campaign.pk,
            part=aside.part,
            data=form.merged,
            base=form.cleaned_data["base"],
            aside_id=aside.pk,
            author=person_of(request),
            now=clock.now(),
        )
    except drafting.NotEditable:
        raise Http404 from None
    if revision.is_aside:
        again = reverse("studio_merge", args=[campaign.number, aside.part, revision.pk])
        return HttpResponseRedirect(again)
    address = reverse("studio_part", args=[campaign.number, aside.part])
    return HttpResponseRedirect(f"{address}?saved={revision.number}")


def _page(
    request: HttpRequest,
    campaign: Campaign,
    aside: Revision,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    common = {"campaign": campaign, "part": PARTS[aside.part], "aside": aside}
    return render(request, "studio/merge.html", common | context, status=status)


# --- whose words ----------------------------------------------------------------------------


def _text_field(form: PartForm, one: Difference) -> forms.Field | None:
    """A field in which other words can be written, of the same kind as the part's own."""
    field = deepcopy(field_of(form, one.path))
    # an amount is typed as text, and kept as a number
    if not all(isinstance(value, str) for value in (one.theirs, one.mine)):
        return None
    if not isinstance(field, forms.CharField) or not isinstance(field.widget, _TEXT_WIDGETS):
        return None
    field.required = False
    field.label = _("Other words")
    field.help_text = ""
    code = language_of(one.path)
    if code:
        field.widget.attrs["lang"] = code
    return field


def _choices(one: Difference, own: forms.Field | None, names: Names) -> list[tuple[str, str]]:
    found = [
        ("theirs", _("What %(name)s saved") % {"name": names.theirs}),
        (
            "mine",
            _("What %(name)s wrote") % {"name": names.mine} if names.mine else _("What you wrote"),
        ),
    ]
    if own is not None:
        found.append(("edit", _("The words below")))
    elif _all_rows(one):
        found.append(("rows", _("Both, one after the other")))
    return found


def _preset(one: Difference, own: forms.Field | None) -> str | None:
    """What is chosen beforehand; nothing where a person has to look."""
    if one.touched in {Touched.THEIRS, Touched.MINE}:
        return one.touched.value
    return "edit" if one.touched == Touched.APART and own is not None else None


def _prefilled(one: Difference, field: forms.Field) -> str:
    """The two changes in one text, else the two texts one under the other."""
    if one.touched == Touched.APART:
        return one.merged
    if one.touched in {Touched.THEIRS, Touched.MINE}:
        return str(one.theirs if one.touched == Touched.THEIRS else one.mine)
    between = "\n\n" if isinstance(field.widget, forms.Textarea) else " "
    return between.join(str(text) for text in (one.theirs, one.mine) if text)


def _all_rows(one: Difference) -> list[object]:
    """The rows of both, each once; nothing where these are no rows."""
    if not isinstance(one.theirs, list) or not isinstance(one.mine, list):
        return []
    both = [*one.theirs, *(row for row in one.mine if row not in one.theirs)]
    return sorted(both) if all(isinstance(row, str) for row in both) else both
