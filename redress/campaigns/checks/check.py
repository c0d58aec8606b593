"""What a check is, what it reads and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from redress.campaigns.models import Campaign
from redress.campaigns.parts import Data

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_EXCERPT = 120


class Level(StrEnum):
    """What a finding does: it keeps the campaign from going live, or it is only said."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Words:
    """One visible text in one language; `language` is '' where the words are in none by rule."""

    part: str  # a part of the studio, or another place: coalition, stories, campaign, file
    field: str  # as the studio's form names it
    language: str
    text: str  # as it was written
    plain: str  # without marks of the Markdown subset


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a text, in the order of the page."""

    part: str
    field: str
    language: str
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the checks read: a campaign with its parts, or what a plain file says.

    `parts` is empty and `campaign` is None for a file. `known_names` are people who agreed to
    stand on the page, in small letters.
    """

    now: datetime
    campaign: Campaign | None = None
    parts: Mapping[str, Data] = field(default_factory=dict)
    texts: tuple[Words, ...] = ()
    headings: tuple[Heading, ...] = ()
    pictures: tuple[str, ...] = ()  # of a file: the addresses of its pictures
    known_names: frozenset[str] = frozenset()
    is_demonstration: bool = False
    asks_links: bool = False  # whether this installation asks other hosts at all

    @property
    def is_record(self) -> bool:
        """History from the public record: no terms, no pledges, nobody asked."""
        return self.campaign is not None and self.campaign.is_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, and where. `code` and `level` come from its check."""

    part: str = ""
    field: str = ""
    language: str = ""
    excerpt: str = ""
    detail: str | StrPromise = ""  # a sentence where the check's own words do not say all
    code: str = ""
    level: Level | None = None  # set by a check that is milder in this one case


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule of the pre-flight. `judge` yields nothing when all is well."""

    code: str
    level: Level
    title: str | StrPromise
    why: str | StrPromise
    mend: str | StrPromise
    judge: Callable[[Sheet], Iterable[Finding]]
    on_files: bool = False  # whether it can be told from a plain file


def excerpt_of(text: str, start: int = 0, end: int | None = None) -> str:
    """The words around a place, on one line."""
    if end is None:
        end = min(len(text), start + _EXCERPT)
    room = max(0, (_EXCERPT - (end - start)) // 2)
    left, right = max(0, start - room), min(len(text), end + room)
    words = " ".join(text[left:right].split())
    return f"{'… ' if left else ''}{words}{' …' if right < len(text) else ''}"


def at(words: Words, start: int = 0, end: int | None = None) -> Finding:
    """A finding at a place of a text."""
    return Finding(
        part=words.part,
        field=words.field,
        language=words.language,
        excerpt=excerpt_of(words.plain, start, end),
    )
