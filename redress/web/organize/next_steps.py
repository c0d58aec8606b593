"""What an organizer can do next, from the campaign's own numbers: a few plain sentences."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from redress.campaigns.models import Campaign
from redress.campaigns.states import EDITABLE, Status
from redress.pledges.funnel import Funnel
from redress.web.charts import SEED_PERCENT, percent

MOST = 4
LAST_HOURS = timedelta(hours=48)
APPROVAL_WARNING = timedelta(days=7)
ENOUGH_JOINED = 10  # fewer say nothing about a rate
FEW_CONFIRMED = 60  # percent of those who joined


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and why now."""

    title: str
    why: str


def next_steps(
    campaign: Campaign, *, funnel: Funnel, approved: bool, unfinished: int, now: datetime
) -> list[Step]:
    """At most four steps, the most pressing first."""
    if campaign.status in EDITABLE:
        return _while_drafting(unfinished)
    if campaign.status != Status.LIVE or campaign.deadline_at is None:
        return []
    left = campaign.deadline_at - now
    if left <= timedelta():
        return []
    found = [
        *_about_approval(approved=approved, left=left),
        *_about_the_end(campaign, left=left),
        *_about_the_start(campaign),
        *_about_confirming(funnel),
        *_about_sharing(funnel),
    ]
    return found[:MOST]


def _while_drafting(unfinished: int) -> list[Step]:
    if not unfinished:
        return [Step(_("Look at the preview"), _("Every part is ready. Read it as a visitor."))]
    title = ngettext("Finish %(count)d part", "Finish %(count)d parts", unfinished)
    return [
        Step(
            title % {"count": unfinished},
            _("Until then nobody but your team sees the campaign."),
        )
    ]


def _about_approval(*, approved: bool, left: timedelta) -> list[Step]:
    if approved or left > APPROVAL_WARNING:
        return []
    return [
        Step(
            _("Ask where the approval stands"),
            _("It is the second condition. Without it by the deadline, nobody is charged."),
        )
    ]


def _about_the_end(campaign: Campaign, *, left: timedelta) -> list[Step]:
    if campaign.pledged_minor >= campaign.goal.minor or left > LAST_HOURS:
        return []
    return [
        Step(
            _("Write to everybody who is undecided"),
            _("The last two days bring the most, when the missing sum is named."),
        )
    ]


def _about_the_start(campaign: Campaign) -> list[Step]:
    if percent(campaign.pledged_minor, campaign.goal.minor) >= SEED_PERCENT:
        return []
    if campaign.listed_at is None:
        return [
            Step(
                _("Invite the people you know first"),
                _("Strangers join a campaign that others have joined. Share the private link."),
            )
        ]
    return [
        Step(
            _("Ask ten people in person"),
            _("Below 30 % a bar discourages, so the page shows people in its place."),
        )
    ]


def _about_confirming(funnel: Funnel) -> list[Step]:
    if funnel.joined < ENOUGH_JOINED:
        return []
    if percent(funnel.confirmed, funnel.joined) >= FEW_CONFIRMED:
        return []
    return [
        Step(
            _("Remind people to open the message"),
            _("Many wrote their address and have not confirmed it. They do not count yet."),
        )
    ]


def _about_sharing(funnel: Funnel) -> list[Step]:
    if funnel.shares or not funnel.confirmed:
        return []
    return [
        Step(
            _("Ask your supporters to pass it on"),
            _("No share has been counted so far. One message to one person does more than a post."),
        )
    ]
