"""The check that what can be checked has a source."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet, excerpt_of
from redress.campaigns.parts import Data
from redress.core.html import to_plain_text

_REFERENCE = re.compile(r"\]\(#source-(?P<number>\d{1,3})\)")
_SPOKEN_REFERENCE = re.compile(r"\b(?:sources?|fuentes?)\s+(?P<number>\d{1,3})\b", re.IGNORECASE)
# a rule is cited by its number, and that is its own source
_RULE = re.compile(
    r"\b\d+\s*(?:CFR|C\.F\.R\.|U\.?S\.?C\.?|Fed\. Reg\.)\s*(?:part\s*|§+\s*)?[\d.()a-z-]*"
    r"|§+\s*[\d.()a-z-]+|\b(?:parte?|title|título|section|sección)\s+\d[\d.()a-z-]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w#])[$€£]?\d[\d.,]*\s?%?")
_QUOTE = re.compile(r"[“«\"](?P<words>[^“”«»\"\n]{12,})[”»\"]")
_QUOTED_WORDS = 3
# a sentence ends at its sign before a blank and a capital; the signs of a quote or bracket follow
_SENTENCE = re.compile(r".+?(?:[.!?…][”»\")\]]*(?=\s+[^a-z\s])|$)", re.DOTALL)


def _unsourced(sheet: Sheet) -> Iterator[Finding]:
    facts = sheet.parts["facts"]
    yield from _facts_without_source(facts)
    count = len(facts["sources"])
    for code, text in sheet.parts["problem"]["body"].items():
        known = _sourced_numbers(facts, code)
        for paragraph in re.split(r"\n\s*\n", text):
            yield from _in_paragraph(paragraph, code=code, sources=count, known=known)


def _facts_without_source(facts: Data) -> Iterator[Finding]:
    for place, fact in enumerate(facts["facts"]):
        if not fact["source"]:
            words = " ".join(
                filter(None, (fact["figure"].get("en", ""), fact["statement"].get("en", "")))
            )
            yield Finding(part="facts", field=f"facts-{place}-source", excerpt=excerpt_of(words))
    for place, source in enumerate(facts["sources"]):
        if not any(text.strip() for text in source["citation"].values()):
            yield Finding(
                part="facts",
                field=f"sources-{place}-citation_en",
                detail=_("This source says nothing of where it is to be found."),
            )


def _sourced_numbers(facts: Data, code: str) -> set[str]:
    """Numbers that a fact with a source gives already."""
    return {
        number.strip(" .,%$€£")
        for fact in facts["facts"]
        if fact["source"]
        for text in (fact["figure"].get(code, ""), fact["statement"].get(code, ""))
        for number in _NUMBER.findall(text)
    }


def _in_paragraph(paragraph: str, *, code: str, sources: int, known: set[str]) -> Iterator[Finding]:
    for match in _SENTENCE.finditer(paragraph):
        sentence = match.group()
        references = {
            int(found["number"])
            for pattern in (_REFERENCE, _SPOKEN_REFERENCE)
            for found in pattern.finditer(sentence)
        }
        found = Finding(
            part="problem",
            field=f"body_{code}",
            language=code,
            excerpt=excerpt_of(to_plain_text(sentence)),
        )
        if any(number not in range(1, sources + 1) for number in references):
            yield replace(found, detail=_("There is no source of this number."))
        elif not references and _claims(sentence, known):
            yield found


def _claims(sentence: str, known: set[str]) -> bool:
    """Whether it gives a number that no fact gives, or quotes somebody."""
    plain = _RULE.sub("", to_plain_text(sentence))
    plain = re.sub(r"^\s*(?:\d{1,2}[.)]|-)\s", "", plain)  # the number of a list's point
    numbers = {number.strip(" .,%$€£") for number in _NUMBER.findall(plain)}
    if any(number and number not in known for number in numbers):
        return True
    return any(len(found["words"].split()) >= _QUOTED_WORDS for found in _QUOTE.finditer(plain))


SOURCES = Check(
    code="B7",
    level=Level.BLOCK,
    title=_("A figure, date or quotation has no source"),
    why=_("A reader must be able to check what the problem rests on."),
    mend=_("Name the source in the same sentence, or leave the claim out."),
    judge=_unsourced,
)
