"""Bringing two texts together that were both written out of a third, and saying what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from redress.campaigns.parts.part import Data

type Path = tuple[str, ...]
"""Where in a part's data: ("title", "es"), ("areas",), ("stages", "0", "heading", "en")."""

_TOKEN = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")


class Touched(StrEnum):
    """Who changed a place of the text since both began."""

    THEIRS = "theirs"
    MINE = "mine"
    APART = "apart"  # both, in different places: the changes fit together
    BOTH = "both"  # both, at the same place: a person has to choose


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the two texts differ."""

    path: Path
    base: object
    theirs: object
    mine: object
    touched: Touched
    merged: str = ""  # the two changes put together, where they fit


def leaves(data: Data) -> dict[Path, object]:
    """Every value of a part by its place; a list that is not of rows is one value."""
    return dict(_leaves(data, ()))


def differences(*, base: Data, theirs: Data, mine: Data) -> list[Difference]:
    """Where the two differ, in the order of the part; nothing when they say the same.

    Lists of rows are compared row by row while all three have as many; else such a list is
    one place. So is a group of values that one text has and another has not.
    """
    folded = _uneven(base, theirs, mine)
    old, left, right = (_folded(data, folded) for data in (base, theirs, mine))
    found = []
    for path in dict.fromkeys([*left, *right]):
        one, two = left.get(path, ""), right.get(path, "")
        if one != two:
            found.append(_difference(path, old.get(path, ""), one, two))
    return found


def merge_texts(*, base: str, theirs: str, mine: str) -> str | None:
    """Both changes in one text, word by word; None where they touch the same words."""
    words = _TOKEN.findall(base)
    edits = sorted(
        (*edit, side) for side, text in enumerate((theirs, mine)) for edit in _edits(words, text)
    )
    merged: list[str] = []
    ends: dict[int, int] = {}  # how far each of the two has come
    before: tuple[int, int, list[str]] | None = None
    at = 0
    for start, end, new, side in edits:
        if before != (start, end, new):  # else both wrote the same
            reach = ends.get(1 - side)
            # only a space between two changes is no distance: they may be about the same thing
            if reach is not None and not any(word.strip() for word in words[reach:start]):
                return None
            merged += words[at:start] + new
            at = end
        before = (start, end, new)
        ends[side] = end
    return "".join(merged + words[at:])


def with_choices(data: Data, choices: Mapping[Path, object]) -> Data:
    """A copy of the data with other values at these places."""
    copied: Data = deepcopy(data)
    for path, value in choices.items():
        place: object = copied
        for step in path[:-1]:
            place = place[int(step)] if isinstance(place, list) else _inner(place, step)
        assert isinstance(place, dict)
        place[path[-1]] = value
    return copied


def _inner(place: object, step: str) -> object:
    assert isinstance(place, dict)
    return place.setdefault(step, {})


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)))
    elif _is_rows(value):
        assert isinstance(value, list)
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*path, str(place)))
    else:
        yield path, value


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value)


def _uneven(*several: Data) -> dict[str, object]:
    """Names of what has not the same shape everywhere, each with what stands for nothing there."""
    rows = {name for data in several for name, value in data.items() if _is_rows(value)}
    groups = {name for data in several for name, value in data.items() if isinstance(value, dict)}
    return {
        name: [] for name in rows if len({len(data.get(name) or []) for data in several}) > 1
    } | {name: None for name in groups if any(data.get(name, {}) is None for data in several)}


def _folded(data: Data, empty: Mapping[str, object]) -> dict[Path, object]:
    # in the order of the data: the page that is sent back counts the places again
    found: dict[Path, object] = {}
    for name, value in data.items():
        if name in empty:
            found[(name,)] = value or empty[name]
        else:
            found |= dict(_leaves(value, (name,)))
    return found | {(name,): empty[name] for name in sorted(empty) if name not in data}


def _difference(path: Path, base: object, theirs: object, mine: object) -> Difference:
    if theirs == base:
        return Difference(path, base, theirs, mine, Touched.MINE)
    if mine == base:
        return Difference(path, base, theirs, mine, Touched.THEIRS)
    if isinstance(base, str) and isinstance(theirs, str) and isinstance(mine, str):
        merged = merge_texts(base=base, theirs=theirs, mine=mine)
        if merged is not None:
            return Difference(path, base, theirs, mine, Touched.APART, merged)
    return Difference(path, base, theirs, mine, Touched.BOTH)


def _edits(words: Sequence[str], text: str) -> list[tuple[int, int, list[str]]]:
    """What a text does to the words: from where, to where, and what stands there instead."""
    new = _TOKEN.findall(text)
    matcher = SequenceMatcher(None, words, new, autojunk=False)
    return [(i1, i2, new[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]
