"""Pages behind a mailed link: kept by no cache, found by no search; a broken link is explained."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from redress.core.tokens import BadToken, make_token, read_token
from redress.supporters.models import Supporter

# browsers apply form-action to the redirect after a POST, which leads to the card page
MAY_GO_TO_CARD_PAGE: dict[str, Collection[str] | str] = {
    **cast("dict[str, Collection[str] | str]", settings.SECURE_CSP),
    "form-action": [CSP.SELF, settings.PROCESSOR_ORIGIN],
}


may_lead_to_card_page = csp_override(MAY_GO_TO_CARD_PAGE)
"""Decorator of a page whose form may end in a redirect to the card page; no other page has it."""


class Forgotten(Exception):
    """The link was ours, but what it names is no longer kept."""


def private_page[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a view behind a signed link; BadToken and Forgotten become a page that helps."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (BadToken, Forgotten):
            response = render(request, "public/link_broken.html", status=404)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.needs_token = True  # type: ignore[attr-defined]
    return cast("View", guarded)


def number_in(purpose: str, token: str) -> int:
    """The one number that was signed for this purpose. Raises BadToken."""
    parts = read_token(purpose, token)
    if len(parts) != 1 or not parts[0].isdecimal():
        raise BadToken
    return int(parts[0])


def person_of(purpose: str, token: str) -> Supporter:
    """The supporter whom a link names, with campaign. Raises BadToken and Forgotten."""
    people = Supporter.objects.select_related("campaign__agency", "campaign__beneficiary")
    try:
        return people.get(pk=number_in(purpose, token))
    except Supporter.DoesNotExist:
        raise Forgotten from None


def manage_token(supporter: Supporter) -> str:
    """The token of the person's own pages."""
    return make_token("mine", supporter.pk)
