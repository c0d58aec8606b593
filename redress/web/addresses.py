"""Addresses of public pages in either language; English is plain, Spanish stands under /es/."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from redress.web.formatting import language as active_language


def page_path(name: str, *args: object, language: str | None = None) -> str:
    """The path of a public page in the given language, or in the active one."""
    with override(language or active_language()):
        return reverse(name, args=args)


def page_address(name: str, *args: object, language: str | None = None) -> str:
    """The same with scheme and host, for links that leave the site."""
    return settings.SITE_URL + page_path(name, *args, language=language)
