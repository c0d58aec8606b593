"""The pledge's machine: one table of moves, and one function that makes a move."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.core.locks import require_transaction
from redress.core.states import MoveNotAllowed, allowed

if TYPE_CHECKING:
    from redress.pledges.models import Pledge


class Status(models.TextChoices):
    """Where a pledge is in its life."""

    INTENT = "intent", _("Started")
    ACTIVE = "active", _("Held, not charged")
    LOCKED = "locked", _("Waiting to be charged")
    CHARGING = "charging", _("Being charged")
    CHARGED = "charged", _("Charged")
    ACTION_REQUIRED = "action_required", _("Bank needs you")
    DECLINED = "declined", _("Declined")
    DROPPED = "dropped", _("Not charged, given up")
    CANCELLED = "cancelled", _("Cancelled by you")
    RELEASED = "released", _("Not charged")
    EXPIRED = "expired", _("Never finished")
    PART_REFUNDED = "part_refunded", _("Partly refunded")
    REFUNDED = "refunded", _("Refunded")
    DISPUTED = "disputed", _("Disputed")
    LOST = "lost", _("Dispute lost")


S = Status
MOVES: Mapping[Status, frozenset[Status]] = {
    S.INTENT: frozenset({S.ACTIVE, S.EXPIRED, S.CANCELLED}),
    S.ACTIVE: frozenset({S.LOCKED, S.RELEASED, S.CANCELLED}),
    # never tried until the mandate's last day: no call was made, none may be made any more
    S.LOCKED: frozenset({S.CHARGING, S.DROPPED}),
    S.CHARGING: frozenset({S.CHARGED, S.ACTION_REQUIRED, S.DECLINED}),
    S.ACTION_REQUIRED: frozenset({S.CHARGING, S.CHARGED, S.DECLINED, S.DROPPED}),
    S.DECLINED: frozenset({S.CHARGING, S.CHARGED, S.DROPPED}),
    S.CHARGED: frozenset({S.PART_REFUNDED, S.REFUNDED, S.DISPUTED}),
    S.PART_REFUNDED: frozenset({S.REFUNDED, S.DISPUTED}),
    S.DISPUTED: frozenset({S.CHARGED, S.LOST}),
}
SENTENCES: Mapping[Status, str] = {
    S.INTENT: "The amount is written down; no card is saved and nothing counts.",
    S.ACTIVE: "A card is saved, the pledge counts toward the goal, and nothing is charged.",
    S.LOCKED: "The campaign has succeeded; the pledge waits for its charge.",
    S.CHARGING: "An attempt is under way, or its answer is not known yet.",
    S.CHARGED: "The money was taken once and is in the ledger.",
    S.ACTION_REQUIRED: "The bank wants the person to confirm; nothing was taken.",
    S.DECLINED: "The bank said no; another card may be given, or the card is tried again.",
    S.DROPPED: "Given up after the grace; the payment was made impossible first.",
    S.CANCELLED: "The supporter took it back before the deadline; the card is deleted.",
    S.RELEASED: "The campaign was not reached; nothing was charged and the card is deleted.",
    S.EXPIRED: "No usable card was saved in time; it never counted.",
    S.PART_REFUNDED: "A part of the charge was given back.",
    S.REFUNDED: "The whole charge was given back.",
    S.DISPUTED: "The cardholder's bank takes the charge back for now.",
    S.LOST: "The dispute was lost; the money is gone for good.",
}
# a pledge in one of these may still become a charge
OPEN_AFTER_DECISION = frozenset({S.LOCKED, S.CHARGING, S.ACTION_REQUIRED, S.DECLINED})


def move(pledge: "Pledge", to: Status, *, at: datetime, note: str = "", **facts: Any) -> None:
    """Make one listed move, set its facts and write its event, in the caller's transaction.

    `facts` are columns that belong to the new state, such as `charged_at`. Raises
    MoveNotAllowed when the move is not listed or somebody was first.
    """
    require_transaction()
    before = Status(pledge.status)
    if not allowed(MOVES, before, to):
        raise MoveNotAllowed(f"{before} → {to}")
    rows = type(pledge).objects.filter(pk=pledge.pk, status=before)
    if not rows.update(status=to, **facts):
        raise MoveNotAllowed(f"{before} → {to}: somebody was first")
    pledge.status = to
    for name, value in facts.items():
        setattr(pledge, name, value)
    pledge.events.create(kind=to, at=at, note=note)
