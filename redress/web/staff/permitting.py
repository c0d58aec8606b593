"""Who may open a staff page: people with the ability, by a second factor; others find nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponse

from redress.accounts.permissions import Ability, may
from redress.web.account import keeping
from redress.web.account.entering import person_of
from redress.web.account.strength import has_second_factor, second_factor_page

__all__ = ("person_of", "staff_page")


def staff_page[**P](
    ability: Ability,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Send a stranger to log-in, and answer 404 to a person who lacks the ability.

    Whoever has it is asked for a passkey or an authenticator app, if this session has seen none.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return keeping.detour(request, "account_request_login_code")
            if not may(request.user, ability):
                raise Http404
            if not has_second_factor(request):
                return second_factor_page(request)
            return view(request, *args, **kwargs)

        guarded.needs_ability = ability  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)

    return guard
