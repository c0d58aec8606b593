"""The parts of a campaign in the order of the studio."""

from collections.abc import Mapping

from redress.campaigns.parts.agency import AGENCY
from redress.campaigns.parts.beneficiary import BENEFICIARY
from redress.campaigns.parts.budget import BUDGET
from redress.campaigns.parts.conditions import CONDITIONS
from redress.campaigns.parts.facts import FACTS
from redress.campaigns.parts.goal import GOAL
from redress.campaigns.parts.part import Data, Lack, Part, Progress
from redress.campaigns.parts.picture import PICTURE
from redress.campaigns.parts.press import PRESS
from redress.campaigns.parts.problem import PROBLEM
from redress.campaigns.parts.solution import SOLUTION
from redress.campaigns.parts.starter import STARTER
from redress.campaigns.parts.strategy import STRATEGY
from redress.campaigns.parts.subjects import SUBJECTS
from redress.campaigns.parts.tiers import TIER_TERMS
from redress.campaigns.parts.title import TITLE

__all__ = ["PARTS", "Data", "Lack", "Part", "Progress"]

PARTS: Mapping[str, Part] = {
    part.key: part
    for part in (
        TITLE,
        STARTER,
        PICTURE,
        SUBJECTS,
        AGENCY,
        GOAL,
        PROBLEM,
        FACTS,
        SOLUTION,
        STRATEGY,
        BUDGET,
        TIER_TERMS,
        CONDITIONS,
        BENEFICIARY,
        PRESS,
    )
}
