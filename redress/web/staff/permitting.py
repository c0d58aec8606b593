"""Who may open a staff page: the signed-in person with the ability; to all others it is absent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from redress.accounts.models import User
from redress.accounts.permissions import Ability, may
from redress.web.addresses import page_path


def staff_page[**P](
    ability: Ability,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Send a stranger to log-in, and answer 404 to a person who lacks the ability."""

    def guard(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                login = page_path("account_request_login_code")
                return redirect_to_login(request.get_full_path(), login)
            if not may(request.user, ability):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.needs_ability = ability  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)

    return guard


def person_of(request: HttpRequest) -> User:
    """The signed-in person; call it behind `staff_page` only."""
    assert isinstance(request.user, User)
    return request.user
