"""Public pages: the same bytes for everyone, so that a cache may hold them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

HOW_LONG = "public, max-age=1, stale-while-revalidate=30, stale-if-error=300"


class PerVisitorByte(RuntimeError):
    """A public page read the session or set a cookie; it would show one visitor to another."""


def public_page[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Mark a view whose answer is the same for everyone: cached for about one second.

    Raises PerVisitorByte when the view touched the session or set a cookie.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        session = getattr(request, "session", None)
        if response.cookies or (session is not None and session.accessed):
            raise PerVisitorByte(request.path)
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            response.headers["Cache-Control"] = HOW_LONG
        return response

    return cached
