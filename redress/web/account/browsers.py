"""Whether a person has signed in with this browser before: a cookie that says so to us alone."""

import hmac

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from redress.accounts.models import User

COOKIE = "__Host-known"
KEPT_SECONDS = 400 * 24 * 3600  # as long as browsers keep any cookie


def _mark_of(user: User) -> str:
    # of another account it is meaningless, and it does not tell which account it is
    return salted_hmac("redress.known-browser", str(user.pk), algorithm="sha256").hexdigest()[:32]


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether the browser carries the mark of this person's earlier sign-in."""
    return hmac.compare_digest(request.COOKIES.get(COOKIE, "").encode(), _mark_of(user).encode())


def remember(response: HttpResponse, user: User) -> None:
    """Let the browser be known; it says nothing else and opens nothing."""
    response.set_cookie(
        COOKIE,
        _mark_of(user),
        max_age=KEPT_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="Lax",
    )
