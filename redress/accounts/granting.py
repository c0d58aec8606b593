"""Granting and taking roles of the house; every change is written down for good."""

from datetime import datetime

from django.db import transaction

from redress.accounts.models import HouseRole, HouseRoleEvent, User
from redress.core.mail import send_later

Role = HouseRole.Role


class LastOperator(Exception):
    """The house keeps somebody who can grant roles."""


class NoAccount(Exception):
    """A closed account takes no role."""


@transaction.atomic
def grant(*, user: User, role: str, by: User | None, now: datetime) -> bool:
    """Give the role; False when it is held already. Raises NoAccount.

    `by` is None for the command on the server.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not person.is_active:
        raise NoAccount
    _row, made = HouseRole.objects.get_or_create(
        user=person, role=Role(role), defaults={"granted_at": now}
    )
    if made:
        _write_down(person, role=role, granted=True, by=by, now=now)
    return made


@transaction.atomic
def revoke(*, user: User, role: str, by: User | None, now: datetime) -> bool:
    """Take the role; False when it is not held. Raises LastOperator."""
    rows = HouseRole.objects.select_for_update(of=("self",)).filter(role=Role(role))
    held = list(rows.select_related("user").order_by("pk"))
    row = next((row for row in held if row.user_id == user.pk), None)
    if row is None:
        return False
    others = [other for other in held if other.user_id != user.pk and other.user.is_active]
    if role == Role.OPERATOR and not others:
        raise LastOperator
    row.delete()
    _write_down(user, role=role, granted=False, by=by, now=now)
    return True


def _write_down(person: User, *, role: str, granted: bool, by: User | None, now: datetime) -> None:
    event = HouseRoleEvent.objects.create(user=person, role=role, granted=granted, by=by, at=now)
    send_later(
        kind="house_role",
        key=str(event.pk),
        to=person.email,
        language=person.language,
        context={"role": str(role), "granted": granted, "by": str(by) if by else ""},
    )
