"""The pre-flight: every check in one list, run over a campaign or a plain file.

The studio runs it live, submission and publication run it again inside their own transaction
over the locked campaign and refuse when the report is blocked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks import facts, people, picture, reading, sections, terms, texts
from redress.campaigns.checks.check import Check, Finding, Level, Sheet
from redress.campaigns.checks.sheet import sheet_of
from redress.campaigns.models import Campaign
from redress.campaigns.parts import PARTS
from redress.petitions import checks as petition_checks
from redress.publishing import links
from redress.stories import checks as story_checks

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHECKS: tuple[Check, ...] = (
    texts.PLACEHOLDERS,
    sections.SECTIONS,
    sections.TITLES,
    terms.AGENCY_AND_RULE,
    petition_checks.RULE_TEXT,
    picture.PICTURE_TERMS,
    facts.SOURCES,
    terms.DEADLINE,
    terms.BUDGET_SUMS,
    petition_checks.COUNSEL,
    people.TWO_CONTACTS,
    story_checks.STORIES,
    links.LINKS,
    sections.LANGUAGE,
    terms.SENDER,
    reading.READING,
    picture.DUPLICATES,
    sections.HEADINGS,
    texts.FILE_NAMES,
    texts.SHORT_NAMES,
    texts.SLIPS,
    people.NAMED_PEOPLE,
)
BY_CODE = {check.code: check for check in CHECKS}

# places that are no part of the studio's form
_PLACES: dict[str, StrPromise] = {
    "campaign": _("The campaign"),
    "coalition": _("Coalition"),
    "file": _("The file"),
    "house": _("Settings of the site"),
    "petition": _("Petition"),
    "stories": _("Stories"),
    "team": _("Team"),
}
_LANGUAGES = {"en": _("English"), "es": _("Spanish")}


@dataclass(frozen=True, slots=True)
class Note:
    """What a check did not judge, and why; said so that nobody takes silence for a yes."""

    code: str
    sentence: str | StrPromise


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, blocking findings first, in the order of the list."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What keeps the campaign from going live."""
        return tuple(one for one in self.findings if one.level == Level.BLOCK)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is only said."""
        return tuple(one for one in self.findings if one.level == Level.WARN)

    @property
    def blocked(self) -> bool:
        """Whether it may not go live."""
        return bool(self.blocking)


def run(campaign: Campaign, *, now: datetime) -> Report:
    """Judge the campaign as its rows stand. Asks no other host and writes nothing."""
    sheet = sheet_of(campaign, now=now, more=story_checks.words_of(campaign))
    return Report(findings=_judged(sheet), notes=tuple(_notes(sheet)))


def run_on_file(sheet: Sheet) -> Report:
    """Judge a plain file by the checks that need no rows."""
    return Report(findings=_judged(sheet))


def _judged(sheet: Sheet) -> tuple[Finding, ...]:
    found = [
        replace(finding, code=check.code, level=finding.level or check.level)
        for check in CHECKS
        if check.on_files or sheet.campaign is not None
        for finding in check.judge(sheet)
    ]
    return tuple(sorted(found, key=lambda one: one.level != Level.BLOCK))


def _notes(sheet: Sheet) -> Iterator[Note]:
    if sheet.is_record:
        yield Note(
            "",
            _("A campaign of the public record takes no pledges, so its terms are not judged."),
        )
        return
    if sheet.is_demonstration:
        yield Note("B8", _("A demonstration: the 14 to 90 days of a deadline do not bind it."))
    if not sheet.asks_links:
        yield Note("B13", _("This site asks no other hosts, so nobody knows whether links work."))
    campaign = sheet.campaign
    if campaign is not None and campaign.picture is None and campaign.hero_image:
        yield Note("B6", _("The picture is a drawing of the house: it shows nobody to be asked."))


def where(finding: Finding) -> str:
    """The place in words: part, row and language, such as "Facts and sources, row 2, Spanish"."""
    part = PARTS.get(finding.part)
    words = [str(part.title if part else _PLACES.get(finding.part, finding.part))]
    row = finding.field.partition("-")[2].partition("-")[0]
    if row.isdecimal():
        words.append(gettext("row %(number)s") % {"number": int(row) + 1})
    if finding.language:
        words.append(str(_LANGUAGES.get(finding.language, finding.language)))
    return ", ".join(words)


def as_json(report: Report, *, subject: str, kind: str) -> dict[str, Any]:
    """The report for programs, its sentences in the active language."""
    return {
        "subject": subject,
        "kind": kind,
        "blocked": report.blocked,
        "blocking": len(report.blocking),
        "warnings": len(report.warnings),
        "findings": [_finding_as_json(finding) for finding in report.findings],
        "notes": [{"check": note.code, "sentence": str(note.sentence)} for note in report.notes],
    }


def _finding_as_json(finding: Finding) -> dict[str, str]:
    check = BY_CODE[finding.code]
    return {
        "check": finding.code,
        "level": str(finding.level),
        "title": str(check.title),
        "detail": str(finding.detail),
        "why": str(check.why),
        "mend": str(check.mend),
        "where": where(finding),
        "part": finding.part,
        "field": finding.field,
        "language": finding.language,
        "excerpt": finding.excerpt,
    }
