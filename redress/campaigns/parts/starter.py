"""Who starts the campaign, as its page names them."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Data, Lack, Part, both_or_none, text_of
from redress.core.translated import Translated

LONGEST = 120


def _read(campaign: Campaign) -> Data:
    return {
        "starter_name": campaign.starter_name,
        "starter_title": text_of(campaign.starter_title),
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.starter_name = data["starter_name"]
    campaign.starter_title = Translated(data["starter_title"])
    campaign.save(update_fields=["starter_name", "starter_title"])


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if not data["starter_name"]:
        lacks.append(
            Lack(
                field="starter_name",
                sentence=_("Say who starts it, as the page shall name them."),
            )
        )
    return lacks + both_or_none("starter_title", data["starter_title"])


STARTER = Part(key="starter", title=_("Who starts it"), read=_read, write=_write, lacks=_lacks)
