"""The list of those who stand behind a campaign, as CSV for its owner.

Who joins agrees that the organizer may see name and address; only confirmed people are in it,
and nobody who left. What a spreadsheet could take for a formula is made plain text.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from redress.accounts.models import User
from redress.campaigns.models import Campaign, CampaignEvent
from redress.supporters.models import Supporter

COLUMNS = ("name", "email", "language", "tier", "postcode", "milestones", "confirmed_on")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 2_000


def plain(value: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    return f"'{value}" if value.startswith(_FORMULA) else value


@transaction.atomic
def export(*, campaign: Campaign, by: User, now: datetime) -> Iterator[str]:
    """Lines of CSV with a head; that the list was taken is kept for good, with who and when."""
    people = Supporter.objects.standing().filter(campaign=campaign).order_by("pk")
    CampaignEvent.objects.create(
        campaign=campaign, kind="supporters_exported", at=now, actor=by, note=str(people.count())
    )
    return _lines(campaign.pk)


def _lines(campaign_id: int) -> Iterator[str]:
    yield _line(COLUMNS)
    people = Supporter.objects.standing().filter(campaign_id=campaign_id).order_by("pk")
    for person in people.iterator(chunk_size=_BATCH):
        yield _line(
            (
                plain(person.name),
                plain(person.email),
                person.language,
                person.tier,
                plain(person.postcode),
                "yes" if person.wants_milestones else "no",
                person.confirmed_at.date().isoformat() if person.confirmed_at else "",
            )
        )


def _line(values: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(values)
    return out.getvalue()
