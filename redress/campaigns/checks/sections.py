"""Checks on the sections of the page: enough words, a title, both languages, headings in order."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet, excerpt_of
from redress.campaigns.parts.part import LANGUAGES
from redress.campaigns.parts.section import LEAST_WORDS
from redress.campaigns.parts.title import LONGEST, SHORTEST
from redress.core.html import word_count

REQUIRED = ("goal", "problem", "solution", "strategy", "budget")


def _short_sections(sheet: Sheet) -> Iterator[Finding]:
    if sheet.is_record:
        return
    for part in REQUIRED:
        body = sheet.parts[part]["body"]
        written = {code: text for code, text in body.items() if text.strip()}
        if not written:
            yield Finding(
                part=part, field=f"body_{LANGUAGES[0]}", detail=_("Nothing is written here yet.")
            )
        for code, text in written.items():
            if word_count(text, code) < LEAST_WORDS:
                yield Finding(
                    part=part,
                    field=f"body_{code}",
                    language=code,
                    excerpt=excerpt_of(text),
                    detail=_("This text has fewer than 40 words."),
                )


SECTIONS = Check(
    code="B2",
    level=Level.BLOCK,
    title=_("A section is empty or very short"),
    why=_("People are asked to pledge money for what stands here."),
    mend=_("Write goal, problem, solution, strategy and money with 40 words or more each."),
    judge=_short_sections,
)


def _titles(sheet: Sheet) -> Iterator[Finding]:
    title = sheet.parts["title"]["title"]
    if not any(text.strip() for text in title.values()):
        yield Finding(
            part="title", field=f"title_{LANGUAGES[0]}", detail=_("There is no title yet.")
        )
    for code, text in title.items():
        if text.strip() and not SHORTEST <= len(text.strip()) <= LONGEST:
            yield Finding(part="title", field=f"title_{code}", language=code, excerpt=text)


TITLES = Check(
    code="B3",
    level=Level.BLOCK,
    title=_("The title is missing, too short or too long"),
    why=_("A title of 20 to 90 characters says what is wanted and fits where links are shared."),
    mend=_("Say in one line what shall change, in 20 to 90 characters."),
    judge=_titles,
)


def _half_texts(sheet: Sheet) -> Iterator[Finding]:
    for part, data in sheet.parts.items():
        yield from _halves(data, part=part, path="")


def _halves(value: Any, *, part: str, path: str) -> Iterator[Finding]:
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _halves(inner, part=part, path=f"{path}-{number}")
    elif isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        said = {code: bool(text.strip()) for code, text in value.items()}
        if any(said.values()):
            for code in LANGUAGES:
                if not said.get(code):
                    yield Finding(part=part, field=f"{path}_{code}", language=code)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _halves(inner, part=part, path=f"{path}-{key}" if path else key)


LANGUAGE = Check(
    code="B14",
    level=Level.BLOCK,
    title=_("A text is there in one language only"),
    why=_("The page is offered in English and in Spanish, and nobody is to find a gap."),
    mend=_("Write the same in the other language, or clear the field in both."),
    judge=_half_texts,
)


def _headings(sheet: Sheet) -> Iterator[Finding]:
    level, place, tops = 0, ("", ""), 0
    for heading in sheet.headings:
        if sheet.campaign is not None and place != (heading.part, heading.field):
            place, level = (heading.part, heading.field), 2  # the section's own heading
        tops += heading.level == 1
        if heading.level > level + 1 or (heading.level == 1 and tops > 1):
            yield Finding(
                part=heading.part,
                field=heading.field,
                language=heading.language,
                excerpt=heading.text,
            )
        level = heading.level


HEADINGS = Check(
    code="W3",
    level=Level.WARN,
    title=_("The headings are out of order"),
    why=_("People who listen to the page walk from heading to heading."),
    mend=_("Let each smaller heading follow the larger one that it belongs to."),
    judge=_headings,
    on_files=True,
)
