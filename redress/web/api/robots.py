"""What crawlers may read: the public pages, and nothing that is one person's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PRIVATE = ("accounts", "card", "confirm", "dev", "mine", "staff")
LINES = [
    "User-agent: *",
    *(f"Disallow: {prefix}/{area}/" for prefix in ("", "/es") for area in PRIVATE),
    "Disallow: /*/supporters/",
]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The file that well-behaved crawlers ask for."""
    return HttpResponse("\n".join(LINES) + "\n", content_type="text/plain")
