"""The demonstration's stand-in for a telephone: present codes of its invented accounts.

Their keys follow from their addresses, so they protect nothing. Only a site that shows its
mailbox has this page, and it shows no key that somebody set up.
"""

import base64
import time
from hashlib import sha256

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.accounts.models import User
from redress.core.sealing import NotSealedHere


def demonstration_key(email: str) -> str:
    """The key of an invented account's authenticator app; anybody can work it out."""
    digest = sha256(f"redress demonstration {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()


def give_app(user: User) -> None:
    """Set up the app of an invented account, unless it has one."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, demonstration_key(user.email))
        RecoveryCodes.activate(user)


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The code that each invented account's app would show now, and for how long."""
    # the real time: an app in a pocket does not travel with the site's clock
    step, into = divmod(int(time.time()), app_settings.TOTP_PERIOD)
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user")
    shown = [
        {"email": row.user.email, "name": row.user.name, "code": _code(row, step)}
        for row in rows.order_by("user__email")
        if _is_invented(row)
    ]
    facts = {"shown": shown, "seconds": app_settings.TOTP_PERIOD - into}
    return render(request, "dev/authenticator.html", facts)


def _is_invented(row: Authenticator) -> bool:
    try:
        return bool(get_adapter().decrypt(row.data["secret"]) == demonstration_key(row.user.email))
    except NotSealedHere:
        return False


def _code(row: Authenticator, step: int) -> str:
    value: str = format_hotp_value(hotp_value(demonstration_key(row.user.email), step))
    return value
