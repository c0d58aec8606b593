"""The parts of a campaign in the order of the studio."""

from collections.abc import Mapping

from redress.campaigns.parts.part import Data, Lack, Part, Progress
from redress.campaigns.parts.title import TITLE

__all__ = ["PARTS", "Data", "Lack", "Part", "Progress"]

PARTS: Mapping[str, Part] = {part.key: part for part in (TITLE,)}
