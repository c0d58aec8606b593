"""The form of the part that names the agency and the rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.agencies.models import Agency
from redress.campaigns.parts import Data
from redress.web.organize.part_forms import PartForm


class AgencyForm(PartForm):
    """The agency, and where its rule stands."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    rule_citation = forms.CharField(
        label=_("Rule"),
        max_length=80,
        required=False,
        help_text=_(
            "Title, CFR, part and section, such as 8 CFR 236.3."
            " A state’s rule as it is cited there."
        ),
    )

    def build(self, values: Data) -> None:
        """Every agency that we know."""
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        known = Agency.objects.order_by("name").values_list("code", "name")
        field.choices = [("", _("Not chosen yet")), *known]
