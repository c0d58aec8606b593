"""The rule of the deadline, as a pure function: support and approval, both before it."""

from dataclasses import dataclass

from redress.core.money import Money
from redress.pledges.models import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stood behind a campaign when its deadline passed."""

    goal: Money
    people_goal: int | None
    pledged: Money
    pledges: int
    supporters: int
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from it."""

    outcome: Decision.Outcome
    reason: Decision.Reason


def judge(standing: Standing) -> Verdict:
    """Succeeded if the goal in money, the goal in people if there is one, and the approval hold."""
    enough_people = standing.people_goal is None or standing.supporters >= standing.people_goal
    supported = standing.pledged >= standing.goal and enough_people
    if supported and standing.approved:
        return Verdict(outcome=Decision.Outcome.SUCCEEDED, reason=Decision.Reason.NONE)
    if supported:
        return Verdict(outcome=Decision.Outcome.FAILED, reason=Decision.Reason.APPROVAL)
    if standing.approved:
        return Verdict(outcome=Decision.Outcome.FAILED, reason=Decision.Reason.SUPPORT)
    return Verdict(outcome=Decision.Outcome.FAILED, reason=Decision.Reason.BOTH)
