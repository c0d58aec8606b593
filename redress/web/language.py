"""The language of a page comes from its address alone, so that a page is the same for all."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

OTHERS = frozenset(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def language_of(path: str) -> str:
    """`es` for `/es/…`, the installation's language for everything else."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in OTHERS else settings.LANGUAGE_CODE


def in_language(path: str, language: str) -> str:
    """The same page's path in another language."""
    bare = path
    if language_of(path) != settings.LANGUAGE_CODE:
        bare = "/" + path.removeprefix("/").partition("/")[2]
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


class LanguageFromAddressMiddleware:
    """Activates the address's language; no cookie, no Accept-Language, no Vary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
