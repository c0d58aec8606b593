"""The campaign's machine: one table of moves, and one function that makes a move."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.core.locks import require_transaction
from redress.core.states import MoveNotAllowed, allowed

if TYPE_CHECKING:
    from redress.accounts.models import User
    from redress.campaigns.models import Campaign


class Status(models.TextChoices):
    """Where a campaign is in its life."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REFUSED = "refused", _("Refused")
    LIVE = "live", _("Open")
    PAUSED = "paused", _("Paused")
    DECIDING = "deciding", _("Deciding")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Not reached")
    COLLECTING = "collecting", _("Collecting")
    SETTLED = "settled", _("Settled")
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDING = "refunding", _("Refunding")
    REFUNDED = "refunded", _("Refunded")


S = Status
MOVES: Mapping[Status, frozenset[Status]] = {
    S.DRAFT: frozenset({S.IN_REVIEW}),
    S.IN_REVIEW: frozenset({S.LIVE, S.CHANGES_REQUESTED, S.REFUSED}),
    S.CHANGES_REQUESTED: frozenset({S.IN_REVIEW}),
    S.LIVE: frozenset({S.PAUSED, S.DECIDING, S.CANCELLED}),
    S.PAUSED: frozenset({S.LIVE, S.DECIDING, S.CANCELLED}),
    S.DECIDING: frozenset({S.SUCCEEDED, S.FAILED}),
    S.SUCCEEDED: frozenset({S.COLLECTING, S.REFUNDING}),
    S.COLLECTING: frozenset({S.SETTLED, S.REFUNDING}),
    S.SETTLED: frozenset({S.REFUNDING}),
    S.REFUNDING: frozenset({S.REFUNDED}),
}
SENTENCES: Mapping[Status, str] = {
    S.DRAFT: "The organizer writes; nobody else sees it.",
    S.IN_REVIEW: "Staff look at it before it may go live.",
    S.CHANGES_REQUESTED: "Staff have asked for changes; the organizer works on them.",
    S.REFUSED: "Staff have refused it, with a reason.",
    S.LIVE: "Open: people join and pledge until the deadline.",
    S.PAUSED: "No new pledges for now; the deadline does not move.",
    S.DECIDING: "The deadline has passed and the decision is being written.",
    S.SUCCEEDED: "Support and approval were there before the deadline; charging begins.",
    S.FAILED: "Support or approval was missing at the deadline; every pledge is released.",
    S.COLLECTING: "Pledges are being charged, or may still be mended.",
    S.SETTLED: "No pledge is open any more; the numbers are final.",
    S.CANCELLED: "Called off before the deadline; every pledge is released.",
    S.REFUNDING: "The charges are being given back.",
    S.REFUNDED: "Every charge was given back.",
}
# what the public may see: everything that was ever live
PUBLIC = frozenset(
    {
        S.LIVE,
        S.PAUSED,
        S.DECIDING,
        S.SUCCEEDED,
        S.FAILED,
        S.COLLECTING,
        S.SETTLED,
        S.CANCELLED,
        S.REFUNDING,
        S.REFUNDED,
    }
)
# while the words are the team's alone
EDITABLE = frozenset({S.DRAFT, S.CHANGES_REQUESTED})
CHARGING = frozenset({S.SUCCEEDED, S.COLLECTING})


def move(
    campaign: "Campaign", to: Status, *, at: datetime, by: "User | None" = None, note: str = ""
) -> None:
    """Make one listed move and write its event, in the caller's transaction.

    Raises MoveNotAllowed when the move is not listed or somebody was first.
    """
    require_transaction()
    before = Status(campaign.status)
    if not allowed(MOVES, before, to):
        raise MoveNotAllowed(f"{before} → {to}")
    rows = type(campaign).objects.filter(pk=campaign.pk, status=before)
    if not rows.update(status=to):
        raise MoveNotAllowed(f"{before} → {to}: somebody was first")
    campaign.status = to
    campaign.events.create(kind=to, at=at, actor=by, note=note)
