"""Who may open a page of the studio: somebody of the campaign's team with the ability."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from redress.accounts.models import User
from redress.accounts.permissions import Ability
from redress.campaigns.models import Campaign
from redress.campaigns.permitting import SecondFactorNeeded, campaign_for
from redress.web.account.strength import has_second_factor, second_factor_page
from redress.web.addresses import page_path


def signed_in[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send a stranger to sign-in and back; everybody who signed in may open the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(
                request.get_full_path(), page_path("account_request_login_code")
            )
        return view(request, *args, **kwargs)

    guarded.needs_sign_in = True  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def studio_page[**P](
    ability: Ability,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Campaign, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponse],
]:
    """Hand the view its campaign, for somebody of the team who may do this; else 404.

    The address names the campaign by `number`. A stranger is sent to sign-in; somebody who
    only lacks the second factor of this visit is asked for it.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, Campaign, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
        @wraps(view)
        def guarded(
            request: HttpRequest, number: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(
                    request.get_full_path(), page_path("account_request_login_code")
                )
            try:
                campaign = campaign_for(
                    user=person_of(request),
                    number=number,
                    ability=ability,
                    has_second_factor=has_second_factor(request),
                )
            except Campaign.DoesNotExist:
                raise Http404 from None
            except SecondFactorNeeded:
                return second_factor_page(request)
            return view(request, campaign, *args, **kwargs)

        guarded.needs_ability = ability  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", guarded)

    return guard


def person_of(request: HttpRequest) -> User:
    """The signed-in person; call it behind `signed_in` or `studio_page` only."""
    assert isinstance(request.user, User)
    return request.user
