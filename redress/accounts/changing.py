"""Changing the address of an account, after the new one was proved."""

from django.db import IntegrityError, transaction

from redress.accounts import forgetting
from redress.accounts.models import User


class AddressTaken(Exception):
    """Another account has this address."""


def is_free(address: str) -> bool:
    """Whether an account may take this address: nobody ever signed in with it."""
    found = User.objects.filter(email=address)
    return not found.exclude(pk__in=forgetting.never_used().filter(email=address)).exists()


@transaction.atomic
def change_address(*, user: User, address: str) -> str:
    """Give the account its new address; returns the old one. Raises AddressTaken."""
    person = User.objects.select_for_update().get(pk=user.pk)
    old = person.email
    # somebody may have asked for a code with it once, which made an account that nobody used
    forgetting.forget(User.objects.filter(email=address))
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise AddressTaken from None
    user.email = address
    return old
