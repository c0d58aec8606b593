"""Writing a draft: each save is a revision, nobody's words are lost, any state can come back.

Two people may have the same part open. A save names the revision that its writer had before
the eyes. When somebody else saved meanwhile, the words are kept aside and a person merges.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, QuerySet, prefetch_related_objects
from django.db.models.functions import Length
from django.utils.text import slugify

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, CampaignEvent, Membership, Revision
from redress.campaigns.parts import PARTS, Data, Progress
from redress.campaigns.parts.part import Lack
from redress.core.translated import Translated

STANDING = "standing"  # the window of words that stood there without a save
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

    @property
    def sentences(self) -> list[str]:
        """What is missing, each sentence once: two fields may lack the same."""
        return list(dict.fromkeys(str(lack.sentence) for lack in self.lacks))


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
    *,
    campaign_id: int,
    part: str,
    data: Data,
    base: int,
    author: User,
    now: datetime,
    window: str = "",
    aside_id: int | None = None,
) -> Revision:
    """Make `data` the part's text and keep it as a revision; returns that revision.

    `base` is the number that the writer had open. Saving what stands already adds nothing.
    When somebody else saved meanwhile the text does not change: the words are kept, and the
    answer is a revision that `is_aside`. A page that saves by itself says which `window` it is:
    what came since `base` from that window alone is no somebody else. Once such a page has
    words aside it names them by `aside_id`, and its newer words take their place.
    Raises NotEditable.
    """
    campaign = _locked(campaign_id)
    newest, base = _newest_and_base(campaign, part, base, now)
    current = (newest.number or 0) if newest else 0
    aside = _open_aside(campaign, part, author, aside_id) if aside_id else None
    if newest is not None and data == newest.data and aside is None:
        return newest
    kept = _Kept(campaign, part, data, author=author, at=now, window=window)
    if base != current and not _own_window(campaign, part, base=base, author=author, window=window):
        return _kept_aside(kept, base=base, aside=aside)
    PARTS[part].write(campaign, data)
    return kept.row(number=current + 1, base=current, merges=aside)


@transaction.atomic
def merge(
    *,
    campaign_id: int,
    part: str,
    data: Data,
    base: int,
    aside_id: int,
    author: User,
    now: datetime,
) -> Revision:
    """Make `data`, written out of the text and of the words kept aside, the text.

    `base` is the number that the person who merged had open; when somebody saved meanwhile,
    the merged words are kept aside in their turn. Either way the words `aside_id` are done.
    Saving the same merge again adds nothing. Raises NotEditable, Revision.DoesNotExist.
    """
    campaign = _locked(campaign_id)
    aside = campaign.revisions.get(pk=aside_id, part=part, number__isnull=True)
    again = aside.merged_by.order_by("pk").first()
    if again is not None and again.data == data:
        return again
    newest, base = _newest_and_base(campaign, part, base, now)
    current = (newest.number or 0) if newest else 0
    kept = _Kept(campaign, part, data, author=author, at=now)
    if base != current:
        return _kept_aside(kept, base=base, aside=aside)
    PARTS[part].write(campaign, data)
    return kept.row(number=current + 1, base=current, merges=aside)


@transaction.atomic
def restore(*, campaign_id: int, part: str, number: int, author: User, now: datetime) -> Revision:
    """Make an older state the text again, as a new revision. Raises NotEditable, DoesNotExist."""
    campaign = _locked(campaign_id)
    older = campaign.revisions.get(part=part, number=number)
    newest, _base = _newest_and_base(campaign, part, 0, now)
    if newest is None or older.data == newest.data:
        return newest or older
    PARTS[part].write(campaign, older.data)
    current = newest.number or 0
    kept = _Kept(campaign, part, older.data, author=author, at=now)
    return kept.row(number=current + 1, base=current, restored_from=number)


def newest_of(campaign: Campaign, part: str) -> Revision | None:
    """The revision that is the text now, or None before the first save."""
    return campaign.revisions.filter(part=part, number__isnull=False).order_by("-number").first()


def asides_of(campaign: Campaign) -> QuerySet[Revision]:
    """Words that stand aside in any part and wait for a person to merge them, oldest first."""
    return (
        campaign.revisions.filter(number__isnull=True, merged_by__isnull=True)
        .select_related("author")
        .order_by("pk")
    )


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
    prefetch_related_objects([campaign], *{name for part in PARTS.values() for name in part.loads})
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


@dataclass(frozen=True, slots=True)
class _Kept:
    """Words about to be kept."""

    campaign: Campaign
    part: str
    data: Data
    author: User | None
    at: datetime
    window: str = ""

    def row(
        self,
        *,
        number: int | None,
        base: int,
        merges: Revision | None = None,
        restored_from: int | None = None,
    ) -> Revision:
        """Keep them; without a number they stand aside."""
        return Revision.objects.create(
            campaign=self.campaign,
            part=self.part,
            number=number,
            base=base,
            data=self.data,
            author=self.author,
            at=self.at,
            window=self.window,
            merges=merges,
            restored_from=restored_from,
        )


def _newest_and_base(
    campaign: Campaign, part: str, base: int, now: datetime
) -> tuple[Revision | None, int]:
    """The newest state; what stood in the rows without one becomes a state to come back to."""
    newest = newest_of(campaign, part)
    standing = PARTS[part].read(campaign)
    if newest is None and PARTS[part].begun(standing):
        first = _Kept(campaign, part, standing, author=None, at=now, window=STANDING)
        return first.row(number=1, base=0), base or 1
    if newest is not None and standing != newest.data:
        # written past the studio, such as by an import: not lost either
        number = newest.number or 0
        past = _Kept(campaign, part, standing, author=None, at=now, window=STANDING)
        row = past.row(number=number + 1, base=number)
        return row, row.number or 0 if base == number else base
    return newest, base


def _own_window(campaign: Campaign, part: str, *, base: int, author: User, window: str) -> bool:
    """Whether all that came since `base` was saved by this very page."""
    if not window:
        return False
    since = campaign.revisions.filter(part=part, number__gt=base)
    return not since.exclude(window=window, author=author).exists()


def _open_aside(campaign: Campaign, part: str, author: User, aside_id: int) -> Revision | None:
    return (
        asides_of(campaign)
        .select_related(None)
        .filter(pk=aside_id, part=part, author=author)
        .first()
    )


def _kept_aside(kept: _Kept, *, base: int, aside: Revision | None) -> Revision:
    """Words that came too late; the very same words of the same person are kept once."""
    same = asides_of(kept.campaign).filter(
        part=kept.part, base=base, author=kept.author, data=kept.data
    )
    return same.first() or kept.row(number=None, base=base, merges=aside)


def _locked(campaign_id: int) -> Campaign:
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if not campaign.is_editable:
        raise NotEditable(campaign.status)
    return campaign


def _next_number(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    start = f"RDS-{now.year}-"
    numbers = Campaign.objects.filter(number__startswith=start).values_list("number", flat=True)
    # as text, 9999 would come after 10000
    newest = numbers.order_by(Length("number").desc(), "-number").first()
    last = int(newest.removeprefix(start)) if newest else 0
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
