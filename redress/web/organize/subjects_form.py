"""Forms of the parts that are mostly choices: subjects and reach, agency and rule."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, IssueArea
from redress.campaigns.parts import Data
from redress.web.charts import state_names
from redress.web.organize.part_forms import PartForm


class SubjectsForm(PartForm):
    """Subjects, how far the rule reaches, and where."""

    areas = forms.MultipleChoiceField(
        label=_("Subjects"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where people will look for the campaign. One or two are enough."),
    )
    scope = forms.ChoiceField(
        label=_("How far does the rule reach?"),
        choices=Campaign.Scope.choices,
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(label=_("Which state?"), help_text=_("For a rule of one state."))
    town = forms.CharField(
        label=_("Which town or county?"),
        max_length=80,
        help_text=_("For a rule of one town or county."),
    )

    def build(self, values: Data) -> None:
        """The subjects that there are today."""
        areas = IssueArea.objects.order_by("position", "pk")
        self._choice("areas", [(area.slug, str(area.name)) for area in areas])
        self._choice("state", [("", _("Choose a state")), *state_names().items()])
        for name, field in self.fields.items():
            field.required = name == "base"

    def _choice(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The place is a state's code or a town's name."""
        place = values["place"]
        is_state = place in state_names()
        return {
            "areas": values["areas"],
            "scope": values["scope"],
            "state": place if is_state else "",
            "town": "" if is_state else place,
        }

    def to_data(self) -> Data:
        """The place that goes with the reach; while none is chosen, whichever was given."""
        cleaned = self.cleaned_data
        state, town = cleaned["state"], cleaned["town"]
        place = {
            Campaign.Scope.NATIONAL: "",
            Campaign.Scope.STATE: state,
            Campaign.Scope.LOCAL: town,
        }.get(cleaned["scope"], state or town)
        return {"areas": sorted(cleaned["areas"]), "scope": cleaned["scope"], "place": place}
