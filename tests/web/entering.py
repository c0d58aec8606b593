"""Putting a browser of the tests into a signed-in state, with or without a second factor."""

from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from redress.accounts.models import User
from redress.core import clock
from redress.web.account import recent

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: User, key: str = KEY) -> Authenticator:
    """An authenticator app for the person."""
    return TOTP.activate(user, key).instance


def enter(client: Client, user: User, *, factor: bool = True, is_recent: bool = True) -> Client:
    """Sign the person in with this browser; `factor`: by an authenticator app, made if missing."""
    client.force_login(user)
    session: Any = client.session
    if is_recent:
        session[recent._SESSION] = clock.now().timestamp()
    if factor:
        rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        app = rows.first() or give_app(user)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "mfa", "at": 0.0, "id": app.pk, "type": app.type}
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
