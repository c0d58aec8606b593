"""Comparing an old text of a rule with a proposed one, word by word, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_TOKEN = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
# below this, two paragraphs are different texts and a word diff would be confetti
_ALIKE = 0.4


class Kind(StrEnum):
    """What becomes of a run of words."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True)
class Segment:
    """A run of words that stays, goes or comes."""

    kind: Kind
    text: str


Paragraph = tuple[Segment, ...]


def compare(*, base: str, proposed: str) -> tuple[Paragraph, ...]:
    """The redline of two texts: one tuple of segments for each paragraph, in reading order.

    Joining all EQUAL and DELETE runs of the paragraphs gives the base back; EQUAL and INSERT
    give the proposed text.
    """
    old, new = paragraphs(base), paragraphs(proposed)
    redline: list[Paragraph] = []
    for tag, i1, i2, j1, j2 in _matcher(old, new).get_opcodes():
        if tag == "equal":
            redline += [(Segment(Kind.EQUAL, text),) for text in old[i1:i2]]
        else:
            redline += _changed_block(old[i1:i2], new[j1:j2])
    return tuple(redline)


def as_rows(redline: tuple[Paragraph, ...]) -> list[list[dict[str, str]]]:
    """The same as lists of {"kind", "text"}, for JSON and templates."""
    return [
        [{"kind": segment.kind.value, "text": segment.text} for segment in paragraph]
        for paragraph in redline
    ]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: parted by empty lines, spaces evened out."""
    return [" ".join(part.split()) for part in _PARAGRAPH_BREAK.split(text) if part.strip()]


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    # autojunk drops every frequent word once a text has 200 tokens, and ruins the redline
    return SequenceMatcher(None, old, new, autojunk=False)


def _changed_block(old: list[str], new: list[str]) -> list[Paragraph]:
    """Pair the paragraphs that resemble each other in order; the rest is wholly struck or new."""
    block: list[Paragraph] = []
    taken = 0
    for text in old:
        partner = _partner(text, new, taken)
        if partner is None:
            block.append((Segment(Kind.DELETE, text),))
            continue
        block += [(Segment(Kind.INSERT, added),) for added in new[taken:partner]]
        block.append(_words(text, new[partner]))
        taken = partner + 1
    return block + [(Segment(Kind.INSERT, added),) for added in new[taken:]]


def _partner(text: str, new: list[str], start: int) -> int | None:
    tokens = _TOKEN.findall(text)
    likeness = [
        (_matcher(tokens, _TOKEN.findall(new[index])).ratio(), -index)
        for index in range(start, len(new))
    ]
    best, minus_index = max(likeness, default=(0.0, 0))
    return -minus_index if best >= _ALIKE else None


def _words(old: str, new: str) -> Paragraph:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Segment] = []
    for tag, i1, i2, j1, j2 in _matcher(a, b).get_opcodes():
        if tag == "equal":
            runs.append(Segment(Kind.EQUAL, "".join(a[i1:i2])))
            continue
        if i2 > i1:
            runs.append(Segment(Kind.DELETE, "".join(a[i1:i2])))
        if j2 > j1:
            runs.append(Segment(Kind.INSERT, "".join(b[j1:j2])))
    return _bridge_spaces(runs)


def _bridge_spaces(runs: list[Segment]) -> Paragraph:
    """Let a lone space between two changes belong to both, so that phrases are struck whole."""
    joined: list[Segment] = []
    pending: list[Segment] = []
    for run in [*runs, Segment(Kind.EQUAL, "")]:
        changed = run.kind is not Kind.EQUAL
        if changed or (pending and run.text.isspace()):
            pending.append(run)
            continue
        joined += _merge(pending)
        pending = []
        if run.text:
            joined.append(run)
    return tuple(joined)


def _merge(runs: list[Segment]) -> list[Segment]:
    if not runs:
        return []
    trailing = []
    while runs and runs[-1].kind is Kind.EQUAL:
        trailing.append(runs.pop())
    old = "".join(run.text for run in runs if run.kind is not Kind.INSERT)
    new = "".join(run.text for run in runs if run.kind is not Kind.DELETE)
    merged = [Segment(Kind.DELETE, old)] if old else []
    merged += [Segment(Kind.INSERT, new)] if new else []
    return [*merged, *trailing]
