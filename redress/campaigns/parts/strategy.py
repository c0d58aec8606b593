"""The strategy: how the change will be brought about, step by step."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, Section, Stage
from redress.campaigns.parts.part import Data, Lack, Part, both_languages, both_or_none, text_of
from redress.campaigns.parts.section import read_section, section_lacks, write_section
from redress.core.translated import Translated


def _read(campaign: Campaign) -> Data:
    data = read_section(campaign, Section.Kind.STRATEGY)
    data["stages"] = [
        {"heading": text_of(row.heading), "body": text_of(row.body)}
        for row in campaign.strategy_stages.all()
    ]
    return data


def _write(campaign: Campaign, data: Data) -> None:
    write_section(campaign, Section.Kind.STRATEGY, data)
    campaign.strategy_stages.all().delete()
    Stage.objects.bulk_create(
        Stage(
            campaign=campaign,
            position=position,
            heading=Translated(row["heading"]),
            body=Translated(row["body"]),
        )
        for position, row in enumerate(data["stages"], start=1)
    )


def _lacks(data: Data) -> list[Lack]:
    lacks = section_lacks(data)
    if not data["stages"]:
        lacks.append(Lack(field="stages", sentence=_("No stage is written yet.")))
    for place, row in enumerate(data["stages"]):
        lacks += both_languages(f"stages-{place}-heading", row["heading"])
        lacks += both_or_none(f"stages-{place}-body", row["body"])
    return lacks


STRATEGY = Part(
    key="strategy",
    title=_("Strategy"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("sections", "strategy_stages"),
)
