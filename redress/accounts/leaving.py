"""Deleting an account: what can go goes, what has to stay says no more whose it was."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from redress.accounts import forgetting
from redress.accounts.models import HouseRole, User
from redress.accounts.sessions import end_sessions


class StillNeeded(Exception):
    """The person has something in hand that nobody else can take care of."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@transaction.atomic
def leave(*, user: User, reasons: Sequence[str], now: datetime) -> None:
    """Delete the account, or empty it where something refers to it that has to stay.

    `reasons` are what other packages hold against it. Raises StillNeeded when there is one.
    """
    if reasons:
        raise StillNeeded(reasons)
    person = User.objects.select_for_update().get(pk=user.pk)
    end_sessions(person)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    HouseRole.objects.filter(user=person).delete()
    if forgetting.unreferenced(User.objects.filter(pk=person.pk)).exists():
        person.delete()
        return
    person.email = f"left-{person.pk}@left.invalid"
    person.name = ""
    person.is_active = False
    person.left_at = now
    person.set_unusable_password()
    person.save()
