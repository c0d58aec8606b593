"""The goal: what shall be so when the campaign has succeeded."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, Section
from redress.campaigns.parts.part import Data, Part
from redress.campaigns.parts.section import read_section, section_lacks, write_section


def _read(campaign: Campaign) -> Data:
    return read_section(campaign, Section.Kind.GOAL)


def _write(campaign: Campaign, data: Data) -> None:
    write_section(campaign, Section.Kind.GOAL, data)


GOAL = Part(
    key="goal",
    title=_("Goal"),
    read=_read,
    write=_write,
    lacks=section_lacks,
    loads=("sections",),
)
