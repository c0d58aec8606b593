"""Messages about the account itself, so that a stranger's hand in it is noticed."""

import secrets
from datetime import datetime
from typing import Any

from redress.accounts.devices import Device
from redress.accounts.models import User
from redress.core.mail import send_later


def _tell(user: User, kind: str, to: str = "", **facts: Any) -> None:
    send_later(
        kind=kind,
        key=secrets.token_hex(12),
        to=to or user.email,
        language=user.language,
        context=facts,
    )


def tell_of_new_browser(user: User, *, device: Device, now: datetime) -> None:
    """Somebody signed in with a browser that was not used before."""
    _tell(
        user,
        "account_new_browser",
        browser=device.browser,
        system=device.system,
        at=now.isoformat(),
    )


def tell_of_factor_added(user: User, *, kind: str, now: datetime) -> None:
    """A passkey or an authenticator app was added; `kind` as allauth names it."""
    _tell(user, "account_factor_added", factor=kind, at=now.isoformat())


def tell_of_factor_removed(user: User, *, kind: str, now: datetime) -> None:
    """A passkey or an authenticator app was removed."""
    _tell(user, "account_factor_removed", factor=kind, at=now.isoformat())


def tell_of_address_changed(user: User, *, old: str, now: datetime) -> None:
    """To the old address: the account belongs to another one now."""
    _tell(user, "account_address_changed", to=old, at=now.isoformat())
