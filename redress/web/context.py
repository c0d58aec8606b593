"""What every page may show: the site's name and the page's address in each language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from redress.web.language import in_language, language_of


def site(request: HttpRequest) -> dict[str, Any]:
    """The site, the page's own address, and the same page in the other languages."""
    path = request.path
    addresses = [
        {
            "code": code,
            "name": name,
            "path": in_language(path, code),
            "url": settings.SITE_URL + in_language(path, code),
            "active": code == language_of(path),
        }
        for code, name in settings.LANGUAGES
    ]
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + path,
        "alternate_urls": addresses,
        "demonstration": settings.DEMONSTRATION,
        "show_mailbox": settings.SHOW_MAILBOX,
        "processor_is_sandbox": settings.PROCESSOR == "sandbox",
    }
