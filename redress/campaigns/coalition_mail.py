"""The messages about an invited organization: to its person, and to the campaign's owners."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from redress.campaigns.models import CoalitionMember
from redress.campaigns.permitting import owners_of
from redress.core.mail import send_later


def tell_contact(
    member: CoalitionMember, kind: str, *, now: datetime, once: str | None = None
) -> None:
    """Write to the invited person, unless they asked not to be written to.

    `once` replaces the instant in the key, so that telling again in the same hour is one message.
    """
    if not member.contact_email or member.refuses_mail:
        return
    send_later(
        kind=kind,
        key=f"{member.pk}.{member.issue}.{once or now.timestamp()}",
        to=member.contact_email,
        language=member.language,
        context=_facts(member, member.language) | {"to_team": False},
    )


def tell_team(member: CoalitionMember, kind: str, *, now: datetime) -> None:
    """Write to each owner of the campaign in their language."""
    for owner in owners_of(member.campaign):
        send_later(
            kind=kind,
            key=f"{member.pk}.{member.issue}.{now.timestamp()}.team{owner.pk}",
            to=owner.email,
            language=owner.language,
            context=_facts(member, owner.language) | {"to_team": True},
        )


def _facts(member: CoalitionMember, language: str) -> dict[str, Any]:
    campaign = member.campaign
    with translation.override(language):
        return {
            "member": member.pk,
            "issue": member.issue,
            "organization": member.name,
            "contact_name": member.contact_name,
            "note": member.note,
            "inviter": _inviter(member),
            "phone": member.phone,
            "ending": member.ending,
            "expires_at": member.expires_at.isoformat() if member.expires_at else None,
            "campaign_title": str(campaign.title) or campaign.number,
            "campaign_number": campaign.number,
            "campaign_address": campaign.address if campaign.listed_at else "",
            "starter": campaign.starter_name,
        }


def _inviter(member: CoalitionMember) -> str:
    person = member.invited_by
    known = (person.name if person else "") or member.campaign.starter_name
    return known or gettext("The campaign’s team")
