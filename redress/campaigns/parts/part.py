"""What a part of a campaign is to the studio: how it is read, written and judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Data = dict[str, Any]
"""All that a part says, as plain JSON: what a revision keeps and a form fills in."""


class Progress(models.TextChoices):
    """How far a part has come; each is a word and a shape, never a color alone."""

    EMPTY = "empty", _("Not begun")
    BEGUN = "begun", _("Begun")
    READY = "ready", _("Ready")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a part still needs before it is ready."""

    field: str  # the form field it concerns, or ""
    sentence: "str | StrPromise"
    language: str = ""  # en or es where one language's text is missing


def has_words(value: object) -> bool:
    """Whether anything was filled in anywhere inside."""
    if isinstance(value, Mapping):
        return any(has_words(inner) for inner in value.values())
    if isinstance(value, list):
        return any(has_words(inner) for inner in value)
    return value is not None and value is not False and value != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the studio.

    `read` gives the part as it stands in the rows. `write` puts such data into the rows, in the
    caller's transaction. `lacks` says what is missing, from the data alone. What `read` gives
    right after `write` is what was written.
    """

    key: str
    title: "str | StrPromise"
    read: Callable[[Campaign], Data]
    write: Callable[[Campaign, Data], None]
    lacks: Callable[[Data], list[Lack]]
    begun: Callable[[Data], bool] = has_words  # whether anything was written in it
    loads: tuple[str, ...] = ()  # relations of the campaign that `read` walks, to be prefetched

    def progress(self, data: Data) -> Progress:
        """Empty when nothing is written in it, ready when nothing is missing."""
        if not self.begun(data):
            return Progress.EMPTY
        return Progress.BEGUN if self.lacks(data) else Progress.READY


LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def text_of(text: Mapping[str, str] | None) -> dict[str, str]:
    """A translated text as data: every language has its place, if only an empty one."""
    given = text or {}
    return {code: given.get(code, "") for code in LANGUAGES}


def both_languages(field: str, text: Mapping[str, str] | None) -> list[Lack]:
    """What a translated text lacks: a language without words."""
    given = text or {}
    return [
        Lack(field=f"{field}_{code}", sentence=sentence, language=code)
        for code, sentence in (
            ("en", _("The English text is missing.")),
            ("es", _("The Spanish text is missing.")),
        )
        if not given.get(code, "").strip()
    ]


def both_or_none(field: str, text: Mapping[str, str] | None) -> list[Lack]:
    """The same for a text that may be left out: what one language has the other needs too."""
    return both_languages(field, text) if has_words(dict(text or {})) else []
