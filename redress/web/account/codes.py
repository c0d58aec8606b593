"""A code by e-mail for a signed-in person: to confirm who it is, or to prove a new address."""

import hmac
import secrets
from datetime import timedelta
from enum import StrEnum

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from redress.core import clock
from redress.core.mail import send_later
from redress.supporters.mailboxes import canonical
from redress.web.formatting import language

GOOD_FOR = timedelta(minutes=5)
TRIES = 3
_SESSION = "account_code"


class Purpose(StrEnum):
    """What a code is for; one for another purpose opens nothing."""

    CONFIRM = "confirm"
    ADDRESS = "address"


class CodeRefused(Exception):
    """The code is wrong; `is_over` when a new one has to be asked for."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__()
        self.is_over = is_over


class TooManyCodes(Exception):
    """This address or this network has been sent enough for now."""


def send(request: HttpRequest, *, purpose: Purpose, to: str, silently: bool = False) -> None:
    """Send a code to an address; `silently` does all but the sending. Raises TooManyCodes."""
    if not ratelimit.consume(request, action="request_login_code", key=canonical(to)):
        raise TooManyCodes
    code = get_adapter().generate_login_code()
    with transaction.atomic():
        send_later(
            kind="account_code",
            key=secrets.token_hex(12),
            to=to,
            language=language(),
            context={"code": code, "minutes": int(GOOD_FOR.total_seconds() // 60)},
        )
        # written for everyone and taken back here, so that time tells nothing
        if silently:
            transaction.set_rollback(True)
    request.session[_SESSION] = {
        "purpose": purpose.value,
        "to": to,
        "mac": _mac(purpose, to, code),
        "until": (clock.now() + GOOD_FOR).timestamp(),
        "tries": 0,
    }


def waiting_for(request: HttpRequest, purpose: Purpose) -> str:
    """The address to which a code of this purpose is on its way; '' for none."""
    found = request.session.get(_SESSION)
    if not found or found["purpose"] != purpose or clock.now().timestamp() > found["until"]:
        return ""
    return str(found["to"])


def check(request: HttpRequest, *, purpose: Purpose, typed: str) -> str:
    """The address that the right code proves; the code is used up. Raises CodeRefused."""
    to = waiting_for(request, purpose)
    if not to:
        raise CodeRefused(is_over=True)
    found = request.session[_SESSION]
    if hmac.compare_digest(_mac(purpose, to, typed), found["mac"]):
        del request.session[_SESSION]
        return to
    tries = found["tries"] + 1
    if tries >= TRIES:
        del request.session[_SESSION]
        raise CodeRefused(is_over=True)
    request.session[_SESSION] = found | {"tries": tries}
    raise CodeRefused(is_over=False)


def _mac(purpose: Purpose, to: str, code: str) -> str:
    # as people type it: capitals, dashes and spaces mean nothing
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac(f"redress.code.{purpose}", f"{to}:{plain}", algorithm="sha256").hexdigest()
