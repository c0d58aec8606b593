"""What supporters are told about their pledge: one message per fact, beside the fact."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from redress.campaigns.facts import message_facts
from redress.campaigns.models import Campaign
from redress.core.locks import require_transaction
from redress.core.mail import send_later
from redress.pledges.models import Pledge
from redress.pledges.states import Status

# our words for the bank's: which of our own sentences explains the decline
_REASONS = {
    "insufficient_funds": "funds",
    "expired_card": "expired",
    "incorrect_cvc": "details",
    "incorrect_number": "details",
    "lost_card": "card_unusable",
    "stolen_card": "card_unusable",
    "pickup_card": "card_unusable",
    "authentication_required": "confirm",
}


def reason_key(decline_code: str) -> str:
    """Which of our sentences explains the decline; the bank's own words are never shown."""
    return _REASONS.get(decline_code, "bank")


def facts_of(pledge: Pledge, campaign: Campaign) -> dict[str, Any]:
    """The plain facts that every message about a pledge may tell."""
    return message_facts(campaign, pledge.language) | {
        "pledge": pledge.pk,
        "supporter": pledge.supporter_id,
        "name": pledge.supporter.name,
        "amount_minor": pledge.amount_minor,
        "fee_cover_minor": pledge.fee_cover_minor,
        "total_minor": pledge.total.minor,
        "currency": pledge.currency,
        "tier": pledge.tier,
    }


def tell(*, pledge: Pledge, kind: str, key: str, **more: Any) -> None:
    """Put one message into the outbox, in the caller's transaction; once per `key`."""
    require_transaction()
    send_later(
        kind=kind,
        key=f"{pledge.pk}:{key}",
        to=pledge.supporter.email,
        language=pledge.language,
        context=facts_of(pledge, pledge.campaign) | more,
    )


def tell_all(*, campaign: Campaign, status: Status, kind: str, **more: Any) -> int:
    """Tell everybody whose pledge is in that state, in one statement; returns how many."""
    require_transaction()
    facts = {code: message_facts(campaign, code) | more for code, _language in settings.LANGUAGES}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_outboxmessage (kind, dedupe_key, to_address, language, context)
            SELECT %(kind)s, %(kind)s || ':' || p.id || ':decided', s.email, p.language,
                   (%(facts)s::jsonb -> p.language) || jsonb_build_object(
                       'pledge', p.id, 'supporter', s.id, 'name', s.name,
                       'amount_minor', p.amount_minor, 'fee_cover_minor', p.fee_cover_minor,
                       'total_minor', p.amount_minor + p.fee_cover_minor,
                       'currency', p.currency, 'tier', p.tier)
              FROM pledges_pledge p JOIN supporters_supporter s ON s.id = p.supporter_id
             WHERE p.campaign_id = %(campaign)s AND p.status = %(status)s
                ON CONFLICT (dedupe_key) DO NOTHING
            """,
            {
                "kind": kind,
                "facts": json.dumps(facts),
                "campaign": campaign.pk,
                "status": status.value,
            },
        )
        return int(cursor.rowcount)


def iso(at: datetime | None) -> str | None:
    """An instant as it is kept in a message's facts."""
    return at.isoformat() if at else None
