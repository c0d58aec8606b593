"""Which agency can change the rule, and where the rule stands."""

from django.utils.translation import gettext_lazy as _

from redress.agencies.citations import CitationRefused, clean_citation
from redress.agencies.models import Agency, Jurisdiction
from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Data, Lack, Part


def _read(campaign: Campaign) -> Data:
    return {
        "agency": campaign.agency.code if campaign.agency else "",
        "rule_citation": campaign.rule_citation,
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.agency = Agency.objects.filter(code=data["agency"]).first()
    campaign.rule_citation = data["rule_citation"]
    campaign.save(update_fields=["agency", "rule_citation"])


def _is_cited_rightly(citation: str, *, agency: str) -> bool:
    # the codes of federal agencies begin so, and those of the states are the states'
    jurisdiction = Jurisdiction.FEDERAL if agency.startswith("us-") else ""
    try:
        return clean_citation(citation, jurisdiction=jurisdiction) == citation
    except CitationRefused:
        return False


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if not data["agency"]:
        lacks.append(
            Lack(field="agency", sentence=_("Choose the agency that can change the rule."))
        )
    citation = data["rule_citation"]
    if not citation:
        lacks.append(Lack(field="rule_citation", sentence=_("Say which rule it is.")))
    elif not _is_cited_rightly(citation, agency=data["agency"]):
        lacks.append(
            Lack(
                field="rule_citation",
                sentence=_("Write a federal rule as title, CFR, part and section: 8 CFR 236.3."),
            )
        )
    return lacks


AGENCY = Part(key="agency", title=_("Agency and rule"), read=_read, write=_write, lacks=_lacks)
