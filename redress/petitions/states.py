"""The life of a petition: which moves there are, and the one way to make one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction

from redress.core.states import MoveNotAllowed, allowed
from redress.petitions.models import DECIDED, Petition, PetitionEvent, Status

if TYPE_CHECKING:
    from datetime import date, datetime

    from redress.accounts.models import User

_ANSWERS = DECIDED | {Status.TENTATIVE_RESPONSE}

MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.COUNSEL_REVIEW, Status.WITHDRAWN}),
    Status.COUNSEL_REVIEW: frozenset({Status.DRAFT, Status.SIGN_ON_OPEN, Status.WITHDRAWN}),
    Status.SIGN_ON_OPEN: frozenset({Status.DRAFT, Status.SIGN_ON_CLOSED, Status.WITHDRAWN}),
    Status.SIGN_ON_CLOSED: frozenset({Status.DRAFT, Status.FINAL, Status.WITHDRAWN}),
    Status.FINAL: frozenset({Status.DRAFT, Status.FILED, Status.WITHDRAWN}),
    Status.FILED: frozenset({Status.RECEIVED, Status.RETURNED_UNDELIVERED, Status.WITHDRAWN}),
    Status.RETURNED_UNDELIVERED: frozenset({Status.FILED, Status.WITHDRAWN}),
    # an agency may answer without ever acknowledging or docketing
    Status.RECEIVED: _ANSWERS
    | {
        Status.ACKNOWLEDGED,
        Status.DOCKETED,
        Status.COMMENT_OPEN,
        Status.DEFICIENT,
        Status.WITHDRAWN,
    },
    Status.ACKNOWLEDGED: _ANSWERS
    | {Status.DOCKETED, Status.COMMENT_OPEN, Status.DEFICIENT, Status.WITHDRAWN},
    Status.DOCKETED: _ANSWERS | {Status.COMMENT_OPEN, Status.DEFICIENT, Status.WITHDRAWN},
    Status.COMMENT_OPEN: frozenset({Status.COMMENT_CLOSED, Status.WITHDRAWN}),
    Status.COMMENT_CLOSED: _ANSWERS | {Status.WITHDRAWN},
    Status.TENTATIVE_RESPONSE: DECIDED | {Status.COMMENT_OPEN, Status.WITHDRAWN},
    Status.DEFICIENT: frozenset({Status.DRAFT, Status.WITHDRAWN}),
    # a grant opens a rulemaking; a grant without a rule stays open
    Status.GRANTED: frozenset({Status.ANPRM, Status.NPRM, Status.FINAL_RULE}),
    Status.PARTLY_GRANTED: frozenset({Status.ANPRM, Status.NPRM, Status.FINAL_RULE}),
    Status.ANPRM: frozenset({Status.NPRM, Status.RULE_WITHDRAWN}),
    Status.NPRM: frozenset({Status.FINAL_RULE, Status.RULE_WITHDRAWN}),
    Status.FINAL_RULE: frozenset({Status.EFFECTIVE, Status.RULE_WITHDRAWN}),
    Status.DENIED: frozenset(),
    Status.DEEMED_DENIED: frozenset(),
    Status.DISMISSED_MOOT: frozenset(),
    Status.MERGED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.EFFECTIVE: frozenset(),
    Status.RULE_WITHDRAWN: frozenset(),
}


class Facts(TypedDict, total=False):
    """What becomes known together with a move."""

    filed_on: date
    received_on: date
    answered_on: date
    docket_number: str


def move(
    petition: Petition,
    to: Status,
    *,
    at: datetime,
    by: User | None = None,
    note: str = "",
    **facts: Unpack[Facts],
) -> None:
    """Make one listed move and write its event, or raise MoveNotAllowed and change nothing.

    A decision sets the outcome of the same name; the database refuses a decision without its
    day, a receipt without its day, and so on.
    """
    before = Status(petition.status)
    if not allowed(MOVES, before, to):
        raise MoveNotAllowed(f"A petition that is {before.value} cannot become {to.value}.")
    values: dict[str, object] = {"status": to, **facts}
    if to in DECIDED:
        values["outcome"] = to.value
    with transaction.atomic():
        moved = Petition.objects.filter(pk=petition.pk, status=before).update(**values)
        if not moved:
            raise MoveNotAllowed(f"Somebody else moved the petition from {before.value} first.")
        PetitionEvent.objects.create(
            petition=petition, before=before, after=to, at=at, by=by, note=note
        )
    for name, value in values.items():
        setattr(petition, name, value)
