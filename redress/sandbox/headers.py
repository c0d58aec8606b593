"""Headers of every answer of the sandbox."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# form-action names no host: after the form the browser is sent back to whatever site asked
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
    " img-src 'none'; script-src 'none'"
)


class HeadersMiddleware:
    """Nothing is cached, framed, scripted or sniffed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a forged host before anything answers, then add the headers."""
        request.get_host()
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response.setdefault("Cache-Control", "no-store")
        # without a length the server must close the connection, and each call would open another
        response.setdefault("Content-Length", str(len(response.content)))
        return response
