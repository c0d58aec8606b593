"""Which agency can change the rule, and where the rule stands."""

import re

from django.utils.translation import gettext_lazy as _

from redress.agencies.models import Agency
from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Data, Lack, Part

# 8 CFR 236.3, 8 CFR part 236, 45 CFR 410.1201(b)(2)
CFR = re.compile(
    r"\A(?P<title>[1-9]\d?) CFR (?:part )?(?P<part>[1-9]\d{0,4})"
    r"(?:\.\d{1,5}[a-z]{0,2}(?:-\d{1,4}[A-Z]?)?(?:\([0-9A-Za-z]{1,5}\))*)?\Z"
)
_TITLES = 50


def is_cfr(citation: str) -> bool:
    """Whether this names a part or a section of the Code of Federal Regulations."""
    match = CFR.match(citation)
    return match is not None and int(match["title"]) <= _TITLES


def _read(campaign: Campaign) -> Data:
    return {
        "agency": campaign.agency.code if campaign.agency else "",
        "rule_citation": campaign.rule_citation,
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.agency = Agency.objects.filter(code=data["agency"]).first()
    campaign.rule_citation = data["rule_citation"]
    campaign.save(update_fields=["agency", "rule_citation"])


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if not data["agency"]:
        lacks.append(
            Lack(field="agency", sentence=_("Choose the agency that can change the rule."))
        )
    citation = data["rule_citation"]
    if not citation:
        lacks.append(Lack(field="rule_citation", sentence=_("Say which rule it is.")))
    elif "CFR" in citation.upper().replace(".", "") and not is_cfr(citation):
        lacks.append(
            Lack(
                field="rule_citation",
                sentence=_("Write a federal rule as title, CFR, part and section: 8 CFR 236.3."),
            )
        )
    return lacks


AGENCY = Part(key="agency", title=_("Agency and rule"), read=_read, write=_write, lacks=_lacks)
