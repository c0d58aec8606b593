"""By when the goal and the approval are needed, and by how many people if that counts too."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from redress.campaigns.deadlines import LATEST, SOONEST, instant_after
from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Data, Lack, Part
from redress.core import clock


def _read(campaign: Campaign) -> Data:
    return {
        "people_goal": campaign.people_goal,
        "deadline_local": campaign.deadline_local,
        "deadline_tz": campaign.deadline_tz,
    }


def _write(campaign: Campaign, data: Data) -> None:
    local, zone = data["deadline_local"], data["deadline_tz"]
    campaign.people_goal = data["people_goal"]
    campaign.deadline_local, campaign.deadline_tz = local, zone
    campaign.deadline_at = instant_after(local=local, zone=zone) if local else None
    campaign.save(update_fields=["people_goal", "deadline_local", "deadline_tz", "deadline_at"])


def lacks_at(data: Data, now: datetime) -> list[Lack]:
    """What is missing at that moment: a deadline, and one neither too near nor too far."""
    if not data["deadline_local"]:
        return [Lack(field="day", sentence=_("There is no deadline yet."))]
    left = instant_after(local=data["deadline_local"], zone=data["deadline_tz"]) - now
    if left <= timedelta(0):
        return [Lack(field="day", sentence=_("This deadline is in the past."))]
    if left < SOONEST:
        return [
            Lack(
                field="day",
                sentence=_("This deadline is less than 14 days away. People need time to decide."),
            )
        ]
    if left > LATEST:
        return [
            Lack(
                field="day",
                sentence=_("This deadline is more than 90 days away. A pledge waits no longer."),
            )
        ]
    return []


def _lacks(data: Data) -> list[Lack]:
    # the list of what is missing is asked for without a moment, and a deadline passes by itself
    return lacks_at(data, clock.now())


CONDITIONS = Part(
    key="conditions",
    title=_("Conditions and deadline"),
    read=_read,
    write=_write,
    lacks=_lacks,
)
