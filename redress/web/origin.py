"""Who may post: the browser says where a request comes from, and we believe no other.

Public forms carry no token, so that their pages can be cached as bytes; there this check is
the wall. In signed-in areas it stands in front of Django's token. `SameSite=Lax` is the third.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that this request was made by a page of this very site."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    same_origin = origin is not None and urlsplit(origin) == urlsplit(
        f"{request.scheme}://{request.get_host()}"
    )
    if fetch_site is not None:
        return fetch_site == "same-origin" and (origin is None or same_origin)
    return same_origin


def token_free[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a public form without a token: the origin check stands in its place."""
    view.checks_origin = True  # type: ignore[attr-defined]
    return csrf_exempt(view)


def machine_endpoint[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a door for machines, which prove themselves by a sealed message instead."""
    view.verifies_machine = True  # type: ignore[attr-defined]
    return csrf_exempt(view)


class OriginMiddleware:
    """Refuses every request that changes something and was not made by one of our pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in SAFE or getattr(view, "verifies_machine", False):
            return None
        if comes_from_here(request):
            return None
        from redress.web.errors import forbidden_origin  # noqa: PLC0415 - errors render templates

        return forbidden_origin(request)
