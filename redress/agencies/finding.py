"""Finding an agency by what people call it, or by title and chapter of the CFR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from redress.agencies.models import Agency, CfrChapter, Jurisdiction, PetitionRule

MOST = 12
LONGEST_QUERY = 120
_ALIKE = 0.75  # of two words, one of which may be mistyped
_LEAST_MISTYPED = 5  # shorter words resemble too many others
# model acts stand among the rules, but no agency is behind them
_NO_AGENCY = "model-"
_IGNORED_WORDS = (
    "a and at by de del el en for in la las los of on or the to y u s us agency agencia"
    " department departamento"
)
_IGNORED = frozenset(_IGNORED_WORDS.split())
_TITLE = re.compile(
    r"(?:\b(?:title|titulo)\s+(?P<named>\d{1,2})\b)"
    r"|(?:\b(?P<number>\d{1,2})\s*c\.?\s*f\.?\s*r\b\.?)"
)
_CHAPTER = re.compile(
    r"\b(?:(?:chapter|chap\.?|ch\.?|capitulo|cap\.?)\s*(?P<chapter>[ivxlc]+|\d{1,3})"
    r"|(?:subtitle|subtitulo)\s+(?P<subtitle>[a-z]))\b"
)
# "34 CFR III": letters of a Roman numeral alone beside the title are its chapter
_BARE_CHAPTER = re.compile(r"^[\s,]*(?P<chapter>[ivxlc]+)\s*$")
_ROMAN = (("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An agency that fits what was asked for."""

    agency: Agency
    places: tuple[CfrChapter, ...]  # those asked for, or all
    rule: PetitionRule | None  # its own on petitions, else its department's


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was typed, read: a place in the CFR, and words of a name."""

    title: int | None = None
    chapter: str = ""  # roman where it was typed as a number
    subtitle: str = ""
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return self.title is not None or bool(self.words)


def folded(text: str) -> str:
    """Lower case without accents, for comparing."""
    marks = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


def read_query(text: str) -> Query:
    """What somebody means who types "8 CFR 236.3", "title 8 chapter V" or "inmigracion"."""
    plain = folded(text[:LONGEST_QUERY])
    title = _TITLE.search(plain)
    if plain.strip().isdecimal() and len(plain.strip()) <= 2:
        return Query(title=int(plain))
    if title is None:
        return Query(words=_words(plain))
    rest = plain[: title.start()] + " " + plain[title.end() :]
    rest = _BARE_CHAPTER.sub(r"chapter \g<chapter>", rest)
    chapter = _CHAPTER.search(rest)
    if chapter:
        rest = rest[: chapter.start()] + " " + rest[chapter.end() :]
    # part and section say nothing about the agency that the title does not
    rest = re.sub(r"\b(?:part|parts|parte|section)\b|§|[\d.()-]+\w*\)?", " ", rest)
    return Query(
        title=int(title["named"] or title["number"]),
        chapter=_roman(chapter["chapter"] or "") if chapter else "",
        subtitle=(chapter["subtitle"] or "").upper() if chapter else "",
        words=_words(re.sub(r"\([^)]*\)?", " ", rest)),
    )


def find_agencies(text: str, *, limit: int = MOST) -> list[Found]:
    """The agencies that fit, the best first; all of them by name when nothing is asked for."""
    query = read_query(text)
    agencies = _pickable()
    if not query:
        chosen = sorted(agencies, key=lambda one: (_is_state(one), folded(one.name)))[:limit]
        return _found(chosen, query)
    ranked = [(rank, one) for one in agencies if (rank := _rank(one, query)) is not None]
    if not ranked and query.words:
        ranked = [(rank, one) for one in agencies if (rank := _resembles(one, query)) is not None]
    ranked.sort(key=lambda pair: (pair[0], pair[1].parent_id is not None, folded(pair[1].name)))
    return _found([one for _rank_of, one in ranked[:limit]], query)


def found_agency(code: str) -> Found | None:
    """The agency of this code as it would be found, or None where it cannot be chosen."""
    agency = next((one for one in _pickable(code=code)), None)
    return _found([agency], Query())[0] if agency else None


def titles_of(agency: Agency) -> frozenset[int]:
    """The titles of the CFR in which the agency or its components have chapters."""
    own = CfrChapter.objects.filter(agency=agency)
    components = CfrChapter.objects.filter(agency__parent=agency)
    return frozenset((own | components).values_list("title", flat=True))


def _pickable(**only: str) -> list[Agency]:
    rows = Agency.objects.exclude(code__startswith=_NO_AGENCY).filter(**only)
    return list(rows.select_related("parent").prefetch_related("cfr_chapters"))


def _found(agencies: Sequence[Agency], query: Query) -> list[Found]:
    rules = _newest_rules(agencies)
    return [
        Found(
            agency=agency,
            places=tuple(place for place in agency.cfr_chapters.all() if _is_at(place, query))
            or tuple(agency.cfr_chapters.all()),
            rule=rules.get(agency.pk) or rules.get(agency.parent_id or 0),
        )
        for agency in agencies
    ]


def _newest_rules(agencies: Iterable[Agency]) -> dict[int, PetitionRule]:
    wanted = {one.pk for one in agencies} | {one.parent_id for one in agencies if one.parent_id}
    rules = (
        PetitionRule.objects.filter(agency_id__in=wanted)
        .select_related("agency")
        .order_by("agency_id", "-version")
        .distinct("agency_id")
    )
    return {rule.agency_id: rule for rule in rules}


def _rank(agency: Agency, query: Query) -> int | None:
    """The lower the better; None when it does not fit."""
    rank = 0
    if query.title is not None:
        places = [place for place in agency.cfr_chapters.all() if _is_at(place, query)]
        if not places:
            return None
        # a component's chapter within a department is farther than one of its own
        rank = 0 if any(not place.component for place in places) else 1
    if not query.words:
        return rank
    names = _names(agency)
    for distance, texts in enumerate(names):
        so_far = {word for text in names[: distance + 1] for one in text for word in _split(one)}
        if any(folded(text) == " ".join(query.words) for text in texts):
            return rank + distance * 2
        if all(any(known.startswith(word) for known in so_far) for word in query.words):
            return rank + distance * 2 + 1
    return None


def _resembles(agency: Agency, query: Query) -> int | None:
    if query.title is not None and _rank(agency, Query(title=query.title)) is None:
        return None
    known = [word for texts in _names(agency) for text in texts for word in _split(text)]
    for word in query.words:
        if any(one.startswith(word) for one in known):
            continue
        if len(word) < _LEAST_MISTYPED or not any(_alike(word, one) for one in known):
            return None
    return 10


def _alike(typed: str, known: str) -> bool:
    if abs(len(typed) - len(known)) > 2 or typed[0] != known[0]:
        return False
    return SequenceMatcher(None, typed, known).ratio() >= _ALIKE


def _names(agency: Agency) -> tuple[list[str], list[str], list[str]]:
    """Texts by which it is found: its own names, other names, the department's."""
    components = [place.component for place in agency.cfr_chapters.all() if place.component]
    parent = agency.parent
    return (
        [agency.short_name, agency.name],
        [*agency.aliases, *components],
        [parent.short_name, parent.name] if parent else [],
    )


def _is_at(place: CfrChapter, query: Query) -> bool:
    return (
        query.title is not None
        and place.title == query.title
        and (not query.chapter or query.chapter in {place.chapter, _roman(place.chapter.lower())})
        and (not query.subtitle or query.subtitle == place.subtitle)
    )


def _is_state(agency: Agency) -> bool:
    return agency.jurisdiction == Jurisdiction.STATE


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(text))


def _words(plain: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+", plain)
    telling = [word for word in words if word not in _IGNORED]
    return tuple(telling or words)[:8]


def _roman(text: str) -> str:
    """A chapter as the Code numbers it: a number becomes roman."""
    if not text.isdecimal():
        return text.upper()
    number, letters = int(text), ""
    for sign, value in _ROMAN:
        while number >= value:
            letters += sign
            number -= value
    return letters.upper()
