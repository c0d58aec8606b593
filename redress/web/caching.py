"""Public pages: the same bytes for everyone, so that a cache may hold them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

# browsers, too, may show a stale page while they fetch: no longer than the count may lag
HOW_LONG = "public, max-age=1, stale-while-revalidate=2, stale-if-error=300"
# where the view tells the byte cache what it found; no header of a visitor can set it
MARK = "redress.public"
BLIND, READS_QUERY = "blind", "reads_query"


class PerVisitorByte(RuntimeError):
    """A public page read the session or set a cookie; it would show one visitor to another."""


def public_page[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a view whose answer is the same for everyone: cached for about one second.

    Raises PerVisitorByte when the view touched the session or set a cookie.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        session = getattr(request, "session", None)
        if response.cookies or (session is not None and session.accessed):
            raise PerVisitorByte(request.path)
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            response.headers["Cache-Control"] = HOW_LONG
            # Django parses the query when it is first asked for, and keeps it here
            request.META[MARK] = READS_QUERY if "GET" in request.__dict__ else BLIND
        return response

    cached.is_public = True  # type: ignore[attr-defined]
    return cast("View", cached)
