"""Error pages: kind sentences, the right status, and nothing of what went wrong inside."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself was broken, or came for another host."""
    # a forged host must not reach a template that builds addresses
    return HttpResponse("Bad request\n", status=400, content_type="text/plain")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this."""
    return render(request, "errors/403.html", status=403)


def forbidden_origin(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not sent from one of our pages."""
    return render(request, "errors/403_origin.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is here."""
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest, *, reason: str = "") -> HttpResponse:
    """410: something was here and was taken away, with the reason."""
    return render(request, "errors/410.html", {"reason": reason}, status=410)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: too much at once, with the time to wait."""
    response = render(request, "errors/429.html", {"minutes": -(-seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, with a reference that stands in the log as well."""
    reference = secrets.token_hex(4)
    logger.error("A page broke, as told above", extra={"reference": reference})
    return render(request, "errors/500.html", {"reference": reference}, status=500)
