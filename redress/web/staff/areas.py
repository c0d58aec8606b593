"""The operator's page of subjects: add one, rename one, in every language."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from redress.accounts.permissions import Ability
from redress.campaigns import areas as subjects
from redress.campaigns.models import IssueArea
from redress.core.translated import Translated
from redress.web.staff.permitting import staff_page


class AreaForm(forms.Form):
    """The name of a subject in each language; `area` is empty for a new one."""

    area = forms.ModelChoiceField(IssueArea.objects.all(), required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One field for each language."""
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=get_language_info(code)["name_translated"],
                max_length=subjects.LONGEST,
                widget=forms.TextInput(attrs={"lang": code}),
                error_messages={"required": _("Write the name in this language too.")},
            )

    @property
    def name(self) -> Translated:
        """What was typed. Call it on a valid form."""
        codes = [code for code, _name in settings.LANGUAGES]
        return Translated({code: self.cleaned_data[f"name_{code}"] for code in codes})

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of the name."""
        return [self[f"name_{code}"] for code, _name in settings.LANGUAGES]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Ability.MANAGE_ISSUE_AREAS)
def areas(request: HttpRequest) -> HttpResponse:
    """Every subject with its names; POST adds or renames one."""
    if request.method != "POST":
        return _page(request, None)
    asked = request.POST.get("area", "")
    if asked and not (asked.isdecimal() and IssueArea.objects.filter(pk=asked[:9]).exists()):
        raise Http404
    form = AreaForm(request.POST, auto_id=f"id_%s_{asked or 'new'}")
    if form.is_valid():
        area: IssueArea | None = form.cleaned_data["area"]
        try:
            if area is None:
                subjects.add(name=form.name)
            else:
                subjects.rename(area_id=area.pk, name=form.name)
        except subjects.AreaStandsAlready:
            form.add_error(None, str(_("Another subject has this name already.")))
        else:
            return HttpResponseRedirect(reverse("staff_areas"))
    return _page(request, form)


def _page(request: HttpRequest, refused: AreaForm | None) -> HttpResponse:
    forms_shown = []
    for area in IssueArea.objects.order_by("position", "pk"):
        own = refused if refused and refused.data.get("area") == str(area.pk) else None
        forms_shown.append((area, own or _form_of(area)))
    new = refused if refused and not refused.data.get("area") else AreaForm(auto_id="id_%s_new")
    context = {"areas": forms_shown, "new": new}
    return render(request, "staff/areas.html", context, status=422 if refused else 200)


def _form_of(area: IssueArea) -> AreaForm:
    names = {f"name_{code}": area.name.get(code, "") for code, _name in settings.LANGUAGES}
    return AreaForm(initial={"area": area.pk, **names}, auto_id=f"id_%s_{area.pk}")
