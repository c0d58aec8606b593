"""What a part of a campaign is to the studio: how it is read, written and judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

    def progress(self, data: Data) -> Progress:
        """Empty when nothing is written in it, ready when nothing is missing."""
        if not has_words(data):
            return Progress.EMPTY
        return Progress.BEGUN if self.lacks(data) else Progress.READY


def has_words(value: object) -> bool:
    """Whether anything was filled in anywhere inside."""
    if isinstance(value, Mapping):
        return any(has_words(inner) for inner in value.values())
    if isinstance(value, list):
        return any(has_words(inner) for inner in value)
    return value not in {None, "", False}


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
