"""What studies and other platforms found, said where it helps while writing.

The numbers of the studies are left out where nobody has read them again at their source; a hint
says what was found and by whom, so that a writer can look it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of advice, and in short words where it comes from."""

    sentence: "str | StrPromise"
    source: "str | StrPromise"


HINTS: Mapping[str, tuple[Hint, ...]] = {
    "title": (
        Hint(
            _("Ask for one narrow change, as near to home as you can. Such campaigns win more."),
            _("Change.org, from its petitions in the United States"),
        ),
        Hint(
            _("Say what shall change, not how bad things are. The picture and the facts do that."),
            _("Our own rule"),
        ),
    ),
    "picture": (
        Hint(
            _(
                "A child's face is never needed. Studies disagree on whether faces bring more"
                " support, and dignity is certain."
            ),
            _("Genevsky 2013 and Hart 2018"),
        ),
    ),
    "goal": (
        Hint(
            _("One agency that can say yes, and one change: a reader should be able to retell it."),
            _("Our own rule"),
        ),
    ),
    "problem": (
        Hint(
            _("Tell it with the people concerned, in their dignity. Pity is not needed to move."),
            _("Genevsky 2013 and Hart 2018, with mixed results"),
        ),
        Hint(
            _("A number or a date that a reader cannot check weighs against you. Source each one."),
            _("Our own rule"),
        ),
    ),
    "facts": (
        Hint(
            _("Full words convince more than rows of logos: name who found the figure, and when."),
            _("GlobalGiving, from tests of its pages"),
        ),
    ),
    "solution": (
        Hint(
            _(
                "Agencies put identical letters together and count them once. One exact text with"
                " many names weighs more."
            ),
            _("ACUS Recommendation 2021-1"),
        ),
    ),
    "strategy": (
        Hint(
            _("Letters in people's own words and meetings weigh more than form mail. Plan them."),
            _("Congressional Management Foundation 2017"),
        ),
    ),
    "budget": (
        Hint(
            _(
                "Choose a goal that you can reach. The calculator below says how many visitors it"
                " takes."
            ),
            _("CrowdJustice shows its organizers the same sum"),
        ),
        Hint(
            _(
                "Find the first pledges among people you know, before the page is public. Gifts"
                " that stood there at the start brought many more."
            ),
            _("List and Lucking-Reiley, a field experiment"),
        ),
        Hint(
            _(
                "A bar that shows less than a third of the way holds people back. Until then the"
                " page shows people and the next milestone instead."
            ),
            _("Bakhareva, an experiment on shown progress"),
        ),
        Hint(
            _("Near the goal, say what is missing. Pledges come fastest just before it."),
            _("Kuppuswamy and Bayus; Dai and Zhang, on Kickstarter projects"),
        ),
    ),
    "tiers": (
        Hint(
            _(
                "The page never chooses more for people than the least of a tier. A low first"
                " amount brought more givers, each with a little less."
            ),
            _("Goswami and Urminsky"),
        ),
        Hint(
            _("Few amounts and an open field: the page shows four at most."),
            _("CaringBridge, from a test of its own form"),
        ),
        Hint(
            _("Raising defaults changed what single people gave, but not the mean. Keep them low."),
            _("“Defaults and Donations”, a field experiment"),
        ),
    ),
    "conditions": (
        Hint(
            _("Saying that nobody is charged unless the goal is met brought more gifts."),
            _("List and Lucking-Reiley, on the promise of a refund"),
        ),
        Hint(
            _(
                "The last two days bring many pledges. Choose a day and an hour at which people"
                " are awake and you are there."
            ),
            _("Kuppuswamy and Bayus; Dai and Zhang, on Kickstarter projects"),
        ),
    ),
    "beneficiary": (
        Hint(
            _("Say in full words who gets the money and for what. That weighs more than a badge."),
            _("GlobalGiving, from tests of its pages"),
        ),
    ),
    "press": (
        Hint(
            _("Link what was written about the matter, also when it does not praise you."),
            _("Our own rule"),
        ),
    ),
}


def hints_for(key: str) -> tuple[Hint, ...]:
    """What helps while writing this part; nothing for a part without hints."""
    return HINTS.get(key, ())
