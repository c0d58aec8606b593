"""The form of the beneficiary: one that is known, or a new one with its tax class."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.models import Beneficiary
from redress.campaigns.parts import Data
from redress.campaigns.parts.beneficiary import beneficiaries_near
from redress.web.organize.part_forms import PartForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_NOT_DEDUCTIBLE = gettext_lazy(
    "Pledges to it are not deductible as charitable contributions, and the pledge form says so."
)
# what supporters are told by each class; the words they agree to stand in pledges.mandates
MEANINGS: "Mapping[str, StrPromise]" = {
    Beneficiary.TaxClass.C3: gettext_lazy(
        "Pledges to it are deductible as far as the law allows, and the pledge form says so."
    ),
    Beneficiary.TaxClass.C4: _NOT_DEDUCTIBLE,
    Beneficiary.TaxClass.P527: _NOT_DEDUCTIBLE,
    Beneficiary.TaxClass.NONE: _NOT_DEDUCTIBLE,
}
NEW = "new"


class BeneficiaryForm(PartForm):
    """Who receives the money."""

    chosen = forms.ChoiceField(
        label=gettext_lazy("Who receives the money?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these, or a new one.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The full legal name, as it will stand on receipts."),
    )
    tax_class = forms.ChoiceField(
        label=gettext_lazy("What is it for the tax office?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the four.")},
    )

    def build(self, values: Data) -> None:
        """The beneficiaries that this campaign may share, and a new one."""
        chosen, tax_class = self.fields["chosen"], self.fields["tax_class"]
        assert isinstance(chosen, forms.ChoiceField)
        assert isinstance(tax_class, forms.ChoiceField)
        chosen.choices = [
            *(
                (str(row.pk), f"{row.name} · {row.get_tax_class_display()}")
                for row in self.known.values()
            ),
            (NEW, _("Another one, named below")),
        ]
        tax_class.choices = [
            (value, f"{label}. {MEANINGS[value]}") for value, label in Beneficiary.TaxClass.choices
        ]

    @cached_property
    def known(self) -> dict[str, Beneficiary]:
        """The ones to choose from, by what the radio sends."""
        return {str(row.pk): row for row in beneficiaries_near(self.campaign)}

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The one that stands is chosen; the boxes are for a new one."""
        standing = next(
            (
                key
                for key, row in self.known.items()
                if row.name == values["name"] and row.tax_class == values["tax_class"]
            ),
            NEW,
        )
        return {"chosen": standing}

    def clean_name(self) -> str:
        """One line, with single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """A new beneficiary has a name and a class, or there is none yet."""
        cleaned = super().clean() or {}
        if self.errors or cleaned.get("chosen") in self.known:
            return cleaned
        if cleaned["name"] and not cleaned["tax_class"]:
            self.add_error(
                "tax_class",
                _("Say what it is for the tax office. What supporters are told depends on it."),
            )
        elif cleaned["tax_class"] and not cleaned["name"]:
            self.add_error("name", _("Write the name of the one who receives the money."))
        return cleaned

    def bound_together(self, values: Data) -> Data:
        """A beneficiary is never half named."""
        if bool(values["name"]) != bool(values["tax_class"]):
            raise forms.ValidationError(
                _("Take the name and what it is for the tax office from the same text.")
            )
        return values

    def to_data(self) -> Data:
        """Name and class, of the one that was chosen or of the one that was named."""
        row = self.known.get(self.cleaned_data["chosen"])
        if row is not None:
            return {"name": row.name, "tax_class": row.tax_class}
        return {"name": self.cleaned_data["name"], "tax_class": self.cleaned_data["tax_class"]}
