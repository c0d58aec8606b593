"""Small campaigns for journeys, on the running site's own clock."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from redress.agencies.models import Agency
from redress.campaigns.deadlines import instant_after
from redress.campaigns.models import Beneficiary, Campaign
from tests.factories.campaigns import (
    AgencyFactory,
    ApprovalFactory,
    BeneficiaryFactory,
    CampaignFactory,
)

_numbers = count(1)
ZONE = "America/Los_Angeles"


def open_campaign(
    *, now: datetime, ends_in: timedelta, goal_minor: int, approved: bool = True
) -> Campaign:
    """A campaign in its seed phase, reachable by its private link."""
    number = next(_numbers)
    local = (now + ends_in).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M")
    campaign = CampaignFactory(
        team__user__email=f"journey-owner-{number}@example.org",
        team__user__name="Rosa Delgado",
        number=f"JRN-2026-{number:04}",
        slug=f"journey-{number}",
        private_slug=f"journey-{number}-q7k2m9x4",
        title={"en": "Let them go home", "es": "Que vuelvan a casa"},
        standfirst={
            "en": "Children belong with their families.",
            "es": "Las niñas y los niños deben estar con sus familias.",
        },
        agency=Agency.objects.filter(code="us-dhs").first() or AgencyFactory(code="us-dhs"),
        beneficiary=Beneficiary.objects.order_by("pk").first() or BeneficiaryFactory(),
        goal_minor=goal_minor,
        deadline_local=local,
        deadline_tz=ZONE,
        deadline_at=instant_after(local=local, zone=ZONE),
        launched_at=now - timedelta(days=5),
        listed_at=None,
    )
    if approved:
        ApprovalFactory(
            campaign=campaign,
            counsel_signed_at=now - timedelta(days=3),
            approved_at=now - timedelta(days=2),
            approved_by__email=f"journey-approver-{number}@example.org",
        )
    return Campaign.objects.get(pk=campaign.pk)
