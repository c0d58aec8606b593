"""Who may open a page of the studio or of an organization: its people, by their role."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponse

from redress.accounts import organizing
from redress.accounts.models import Organization
from redress.accounts.permissions import Ability
from redress.campaigns.models import Campaign
from redress.campaigns.permitting import SecondFactorNeeded, campaign_for
from redress.web.account import keeping
from redress.web.account.entering import person_of, signed_in
from redress.web.account.strength import has_second_factor, second_factor_page

__all__ = ["organization_page", "person_of", "signed_in", "studio_page"]


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
                return keeping.detour(request, "account_request_login_code")
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
        guarded.guards_campaign = True  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", guarded)

    return guard


def organization_page[**P](
    ability: Ability,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Organization, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponse],
]:
    """Hand the view its organization, for one of its people who may do this; else 404.

    The address names the organization by `slug`. A stranger is sent to sign-in.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, Organization, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
        @wraps(view)
        def guarded(
            request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            if not request.user.is_authenticated:
                return keeping.detour(request, "account_request_login_code")
            try:
                organization = organizing.organization_for(
                    user=person_of(request), slug=slug, ability=ability
                )
            except Organization.DoesNotExist:
                raise Http404 from None
            return view(request, organization, *args, **kwargs)

        guarded.needs_ability = ability  # type: ignore[attr-defined]
        guarded.guards_organization = True  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", guarded)

    return guard
