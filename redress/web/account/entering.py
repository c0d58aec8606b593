"""Pages for whoever is signed in; a stranger is sent to sign in and comes back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.http import HttpRequest, HttpResponse

from redress.accounts.models import User
from redress.web.account import keeping


def signed_in[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send a stranger to sign in, and back here; a form that was being sent is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return keeping.detour(request, "account_request_login_code")
        return view(request, *args, **kwargs)

    guarded.needs_sign_in = True  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def person_of(request: HttpRequest) -> User:
    """The signed-in person; call it behind a guard only."""
    assert isinstance(request.user, User)
    return request.user
