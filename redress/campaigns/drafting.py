"""Writing a draft: each save is a revision, nobody's words are lost, any state can come back.

Two people may have the same part open. A save names the revision that its writer had before
the eyes. When somebody else saved meanwhile, the words are kept aside and a person merges.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, CampaignEvent, Membership, Revision
from redress.campaigns.parts import PARTS, Data, Progress
from redress.campaigns.parts.part import Lack, has_words
from redress.core.translated import Translated

_NUMBERS_LOCK = 7_264_001  # of the transaction that hands out a number


class NotEditable(Exception):
    """The campaign is in review, was refused, or is public: its words are no draft any more."""


@dataclass(frozen=True, slots=True)
class PartState:
    """One part as the studio lists it."""

    key: str
    title: str
    number: int  # of the newest revision; 0 before the first
    progress: Progress
    lacks: list[Lack]


@transaction.atomic
def create(*, owner: User, title: Translated, language: str, now: datetime) -> Campaign:
    """A new draft with a number and an address of its own, and `owner` as its team."""
    number = _next_number(now)
    slug = _free_slug(title.within(language) or number)
    campaign = Campaign.objects.create(
        number=number,
        slug=slug,
        private_slug=f"{slug}-{secrets.token_hex(8)}",
        title=title,
        starter_name=owner.name,
    )
    Membership.objects.create(campaign=campaign, user=owner, role=TeamRole.OWNER, since=now)
    CampaignEvent.objects.create(campaign=campaign, kind="draft", at=now, actor=owner)
    return campaign


@transaction.atomic
def save(
    *, campaign_id: int, part: str, data: Data, base: int, author: User, now: datetime
) -> Revision:
    """Make `data` the part's text and keep it as a revision; returns that revision.

    `base` is the number that the writer had open. Saving what stands already adds nothing.
    When somebody else saved meanwhile the text does not change: the words are kept, and the
    answer is a revision that `is_aside`. Raises NotEditable.
    """
    campaign = _locked(campaign_id)
    standing = PARTS[part].read(campaign)
    newest = newest_of(campaign, part)
    if newest is None and has_words(standing):
        # what stood before the first save is a state to come back to as well
        newest = _keep(campaign, part, standing, number=1, base=0, author=None, at=now)
        base = base or 1
    current = (newest.number or 0) if newest else 0
    if newest is not None and data == standing:
        return newest
    if base != current:
        return _keep(campaign, part, data, number=None, base=base, author=author, at=now)
    PARTS[part].write(campaign, data)
    return _keep(campaign, part, data, number=current + 1, base=base, author=author, at=now)


def restore(*, campaign_id: int, part: str, number: int, author: User, now: datetime) -> Revision:
    """Make an older state the text again, as a new revision. Raises NotEditable, DoesNotExist."""
    with transaction.atomic():
        campaign = _locked(campaign_id)
        newest = newest_of(campaign, part)
        older = campaign.revisions.get(part=part, number=number)
        if newest is None or older.data == newest.data:
            return newest or older
        PARTS[part].write(campaign, older.data)
        current = newest.number or 0
        return _keep(
            campaign,
            part,
            older.data,
            number=current + 1,
            base=current,
            author=author,
            at=now,
            restored_from=number,
        )


def newest_of(campaign: Campaign, part: str) -> Revision | None:
    """The revision that is the text now, or None before the first save."""
    return campaign.revisions.filter(part=part, number__isnull=False).order_by("-number").first()


def read_part(campaign: Campaign, part: str) -> tuple[Data, int]:
    """What the part says now, and the number to name when saving it."""
    newest = newest_of(campaign, part)
    return PARTS[part].read(campaign), newest.number or 0 if newest else 0


def states_of(campaign: Campaign) -> list[PartState]:
    """Every part with what it still lacks, in the order of the studio."""
    numbers = dict(
        campaign.revisions.filter(number__isnull=False)
        .values_list("part")
        .annotate(Max("number"))
        .order_by()
    )
    found = []
    for key, part in PARTS.items():
        data = part.read(campaign)
        found.append(
            PartState(
                key=key,
                title=str(part.title),
                number=numbers.get(key, 0),
                progress=part.progress(data),
                lacks=part.lacks(data),
            )
        )
    return found


def _keep(
    campaign: Campaign,
    part: str,
    data: Data,
    *,
    number: int | None,
    base: int,
    author: User | None,
    at: datetime,
    restored_from: int | None = None,
) -> Revision:
    return Revision.objects.create(
        campaign=campaign,
        part=part,
        number=number,
        base=base,
        data=data,
        author=author,
        at=at,
        restored_from=restored_from,
    )


def _locked(campaign_id: int) -> Campaign:
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if not campaign.is_editable:
        raise NotEditable(campaign.status)
    return campaign


def _next_number(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    start = f"RDS-{now.year}-"
    newest = Campaign.objects.filter(number__startswith=start).aggregate(newest=Max("number"))
    last = int(newest["newest"].removeprefix(start)) if newest["newest"] else 0
    return f"{start}{last + 1:04}"


def _free_slug(text: str) -> str:
    base = slugify(text)[:60].strip("-") or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    free = base
    count = 1
    while free in taken:
        count += 1
        free = f"{base}-{count}"
    return free
