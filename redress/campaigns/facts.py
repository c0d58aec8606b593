"""The plain facts of a campaign that messages tell, as JSON."""

from typing import Any

from django.utils import translation

from redress.campaigns.models import Campaign


def message_facts(campaign: Campaign, language: str) -> dict[str, Any]:
    """Title, address, deadline with its zone, goal and beneficiary, for an outbox row."""
    with translation.override(language):
        return {
            "campaign_title": str(campaign.title),
            "campaign_address": campaign.address,
            "deadline_local": campaign.deadline_local,
            "deadline_tz": campaign.deadline_tz,
            "goal_minor": campaign.goal_minor,
            "currency": campaign.currency,
            "beneficiary": campaign.beneficiary.name if campaign.beneficiary else "",
            "tax_class": campaign.beneficiary.tax_class if campaign.beneficiary else "",
        }
