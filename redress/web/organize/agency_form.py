"""The form of the part that names the agency and the rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.agencies.citations import LONGEST, CitationRefused, clean_citation
from redress.agencies.models import Agency
from redress.web.organize.agency_picker import AgencyField
from redress.web.organize.part_forms import PartForm


class AgencyForm(PartForm):
    """The agency, and where its rule stands."""

    agency = AgencyField(
        label=_("Agency"),
        help_text=_("Who made the rule. Search by name, or by title such as 8 CFR."),
    )
    rule_citation = forms.CharField(
        label=_("Rule"),
        max_length=LONGEST,
        required=False,
        help_text=_(
            "Title, CFR, part and section, such as 8 CFR 236.3."
            " A state’s rule as it is cited there."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A citation in its one form where it has one; else as it was typed, and said so."""
        cleaned = {**(super().clean() or {})}
        chosen = Agency.objects.filter(code=cleaned.get("agency") or "").first()
        if cleaned.get("rule_citation"):
            try:
                cleaned["rule_citation"] = clean_citation(
                    cleaned["rule_citation"], jurisdiction=chosen.jurisdiction if chosen else ""
                )
            except CitationRefused:
                return cleaned  # a draft keeps it; the part says what is wrong
        return cleaned
