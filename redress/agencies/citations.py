"""Citations of rules as people type them, and the one form in which they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from redress.agencies.models import Jurisdiction

LONGEST = 80
TITLES = 50
_CFR = re.compile(
    r"(?P<title>\d{1,3})\s*C\.?\s*F\.?\s*R\.?\s*(?:§+\s*)?"
    r"(?:(?P<word>parts?|pts?\.?|parte|section|sec\.|sección)\s*)?"
    r"(?P<part>\d{1,5})(?P<section>\.\d{1,5}[a-z]{0,2}(?:-\d{1,4}[A-Z]?)?)?"
    r"(?P<paragraphs>(?:\s*\([0-9A-Za-z]{1,5}\))*)",
    re.IGNORECASE,
)
_STATUTE = re.compile(r"\b\d+\s*U\.?\s*S\.?\s*C", re.IGNORECASE)


class CitationFault(StrEnum):
    """Why a citation is not taken."""

    TOO_LONG = "too_long"
    STATUTE = "statute"  # Congress changes a statute, no agency can
    FORM = "form"
    TITLE = "title"  # the Code has 50 titles


class CitationRefused(Exception):
    """The citation cannot be kept; `fault` says why."""

    def __init__(self, fault: CitationFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Cfr:
    """A part or section of the Code of Federal Regulations."""

    title: int
    part: int
    rest: str  # ".3(j)", or ""

    def __str__(self) -> str:
        """8 CFR 236.3(j), or 45 CFR part 410."""
        place = f"{self.part}{self.rest}" if self.rest else f"part {self.part}"
        return f"{self.title} CFR {place}"


def read_cfr(text: str) -> Cfr | None:
    """The federal citation that the whole text is, however it is written; else None."""
    match = _CFR.fullmatch(" ".join(text.split()))
    if match is None or not 1 <= int(match["title"]) <= TITLES or int(match["part"]) == 0:
        return None
    paragraphs = match["paragraphs"].replace(" ", "")
    if paragraphs and not match["section"]:
        return None
    return Cfr(int(match["title"]), int(match["part"]), (match["section"] or "") + paragraphs)


def clean_citation(text: str, *, jurisdiction: str) -> str:
    """The citation as it is kept; '' stays ''. `jurisdiction` is '' while no agency is chosen.

    A federal rule is cited as title, CFR, part or section; a state's code in its own way.
    Raises CitationRefused.
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        raise CitationRefused(CitationFault.TOO_LONG)
    found = read_cfr(plain)
    if not plain or found is not None:
        return str(found or "")
    looks_federal = jurisdiction == Jurisdiction.FEDERAL or re.search(
        r"C\.?\s*F\.?\s*R\b", plain, re.IGNORECASE
    )
    if not looks_federal:
        return plain
    if _STATUTE.search(plain):
        raise CitationRefused(CitationFault.STATUTE)
    match = _CFR.fullmatch(plain)
    if match is not None and not 1 <= int(match["title"]) <= TITLES:
        raise CitationRefused(CitationFault.TITLE)
    raise CitationRefused(CitationFault.FORM)
