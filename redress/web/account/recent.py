"""Dangerous acts ask again who it is: a sign-in counts for 15 minutes (ASVS 7.5.1)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from redress.core import clock
from redress.web.account import keeping

COUNTS_FOR = timedelta(minutes=15)
_SESSION = "signed_in_recently_at"


def mark(request: HttpRequest) -> None:
    """The person has just proved who they are."""
    request.session[_SESSION] = clock.now().timestamp()


def is_recent(request: HttpRequest) -> bool:
    """Whether the signed-in person proved it within the last 15 minutes."""
    at = request.session.get(_SESSION)
    if not request.user.is_authenticated or not isinstance(at, float):
        return False
    return 0 <= clock.now().timestamp() - at < COUNTS_FOR.total_seconds()


def confirmation_page(request: HttpRequest) -> HttpResponseRedirect:
    """To "Confirm that it is you", and back to this page with what was typed."""
    return keeping.detour(request, "account_confirm")


def recently_signed_in[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask again who it is before this page, if the last proof is 15 minutes old.

    A form that was sent too late is not lost: its fields are shown back with one button that
    sends them again. A stranger is sent to sign in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return keeping.detour(request, "account_request_login_code")
        if not is_recent(request):
            return confirmation_page(request)
        keeping.forget(request)
        return view(request, *args, **kwargs)

    guarded.needs_recent_sign_in = True  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)
