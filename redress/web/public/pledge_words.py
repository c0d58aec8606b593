"""A pledge's state in plain words: what it means for the person, and what happens next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.pledges.models import Pledge
from redress.pledges.states import Status
from redress.web.formatting import moment_text, money_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_CHARGING = _("Both conditions were met. %(total)s is being charged.")
_REFUNDED = _("Money was given back to your card.")
_DISPUTED = _("Your bank has asked about this charge; it is being looked at.")
# the color of the notice, and its words
WORDS: "dict[Status, tuple[str, StrPromise]]" = {
    Status.INTENT: ("warn", _("No card is saved yet, so this pledge does not count.")),
    Status.ACTIVE: (
        "",
        _(
            "%(total)s is charged once, only if the goal and the approval are both met by"
            " %(deadline)s. Until then you can change or cancel."
        ),
    ),
    Status.LOCKED: ("", _CHARGING),
    Status.CHARGING: ("", _CHARGING),
    Status.CHARGED: ("win", _("%(total)s was charged. Your receipt is in your e-mail.")),
    Status.ACTION_REQUIRED: (
        "warn",
        _(
            "Your bank wants to hear from you before it pays %(total)s. Please confirm by"
            " %(grace)s; otherwise the pledge is let go and you pay nothing."
        ),
    ),
    Status.DECLINED: (
        "bad",
        _(
            "Your bank declined %(total)s. You can give another card until %(grace)s; otherwise"
            " the pledge is let go and you pay nothing."
        ),
    ),
    Status.DROPPED: (
        "",
        _("The card could not be charged. The pledge was let go; you paid nothing."),
    ),
    Status.CANCELLED: (
        "",
        _("You cancelled this pledge. Nothing was charged; the card is deleted."),
    ),
    Status.RELEASED: (
        "",
        _("The conditions were not met. Nothing was charged; the card is deleted."),
    ),
    Status.EXPIRED: (
        "",
        _("No card was saved in time, so this pledge ended. Nothing was charged."),
    ),
    Status.PART_REFUNDED: ("", _REFUNDED),
    Status.REFUNDED: ("", _REFUNDED),
    Status.DISPUTED: ("warn", _DISPUTED),
    Status.LOST: ("warn", _DISPUTED),
}


@dataclass(frozen=True, slots=True)
class PledgeWords:
    """The state's name and meaning; `kind` is win, warn, bad or ''."""

    kind: str
    title: str
    text: str


def words_of(pledge: Pledge, campaign: Campaign) -> PledgeWords:
    """What the pledge's state means, with its sum and dates in the reader's language."""
    deadline, grace = campaign.deadline_shown, pledge.grace_ends_at
    kind, text = WORDS[Status(pledge.status)]
    facts = {
        "total": money_text(pledge.total, cents=True),
        "deadline": moment_text(deadline, campaign.deadline_tz) if deadline else "",
        "grace": moment_text(grace, campaign.deadline_tz) if grace else "",
    }
    return PledgeWords(kind, str(pledge.get_status_display()), str(text) % facts)
