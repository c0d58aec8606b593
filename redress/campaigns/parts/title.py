"""The title and the summary under it."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Data, Lack, Part, both_languages, text_of
from redress.core.translated import Translated

SHORTEST, LONGEST = 20, 90


def _read(campaign: Campaign) -> Data:
    return {"title": text_of(campaign.title), "standfirst": text_of(campaign.standfirst)}


def _write(campaign: Campaign, data: Data) -> None:
    campaign.title = Translated(data["title"])
    campaign.standfirst = Translated(data["standfirst"])
    campaign.save(update_fields=["title", "standfirst"])


def _lacks(data: Data) -> list[Lack]:
    lacks = both_languages("title", data["title"]) + both_languages(
        "standfirst", data["standfirst"]
    )
    for code, text in data["title"].items():
        if text and not SHORTEST <= len(text) <= LONGEST:
            lacks.append(
                Lack(
                    field=f"title_{code}",
                    sentence=_("A title has 20 to 90 characters."),
                    language=code,
                )
            )
    return lacks


TITLE = Part(key="title", title=_("Title and summary"), read=_read, write=_write, lacks=_lacks)
