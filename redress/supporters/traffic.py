"""Visits and shares of a campaign: how many, by which channel and day, and never by whom.

A page that was looked at, and a link that was passed on, report themselves once. Nothing of
the visitor is kept: no cookie, no address, no time of day. So these numbers are what browsers
said, and a page that shows them says that too.
"""

from datetime import date

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.supporters.models import TrafficCount, TrafficDelta

Kind = TrafficCount.Kind


class Channel(models.TextChoices):
    """How somebody came, or passed the campaign on: the code in a link, and its name."""

    DIRECT = "", _("Direct, or not told")
    WHATSAPP = "wa", "WhatsApp"
    SMS = "sms", _("Text message")
    EMAIL = "em", _("E-mail")
    FACEBOOK = "fb", "Facebook"
    BLUESKY = "bs", "Bluesky"
    THREADS = "th", "Threads"
    TELEGRAM = "tg", "Telegram"
    X = "x", "X"
    LINKEDIN = "li", "LinkedIn"
    REDDIT = "rd", "Reddit"
    COPY = "cl", _("Copied link")
    SHEET = "sh", _("The device's share menu")
    OUR_MAIL = "m", _("Our own messages")


def channel_of(code: str) -> Channel:
    """The channel of a link's code; a code that is none of ours counts as direct."""
    return Channel(code) if code in Channel.values else Channel.DIRECT


def note(*, campaign: Campaign, kind: Kind, channel: Channel, day: date) -> None:
    """Count one visit or share; the worker folds it into the sums."""
    TrafficDelta.objects.create(campaign=campaign, kind=kind, channel=channel, day=day)


_LOCK = 7_301_002  # one folder at a time
_BATCH = 50_000
_FOLD = """
WITH taken AS (
    DELETE FROM supporters_trafficdelta
     WHERE id IN (SELECT id FROM supporters_trafficdelta LIMIT %s) RETURNING *),
summed AS (
    INSERT INTO supporters_trafficcount AS t (campaign_id, kind, channel, day, number)
    SELECT campaign_id, kind, channel, day, count(*) FROM taken
     GROUP BY campaign_id, kind, channel, day
    ON CONFLICT (campaign_id, kind, channel, day) DO UPDATE SET number = t.number + EXCLUDED.number)
SELECT count(*) FROM taken
"""


def fold() -> int:
    """Add what was noted to the sums by channel and day; returns how many rows there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_FOLD, [_BATCH])
        row: tuple[int] = cursor.fetchone()
    return row[0]


def visits_and_shares(campaign: Campaign) -> dict[tuple[str, str], int]:
    """The folded sums, by kind and channel."""
    rows = TrafficCount.objects.filter(campaign=campaign).values_list("kind", "channel")
    return {
        (kind, channel): number
        for kind, channel, number in rows.annotate(sum=models.Sum("number")).order_by()
    }
