"""`manage.py preflight SLUG|NUMBER|FILE`: what keeps a campaign or a page from going live."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from redress.campaigns.checks.check import Finding, Level
from redress.campaigns.models import Campaign
from redress.core import clock
from redress.publishing import plain_files, preflight
from redress.publishing.preflight import Report

_WRONG_USE = 2
_LARGEST = 2_000_000
_HTML = frozenset({".html", ".htm", ".xhtml"})


class Command(BaseCommand):
    """Changes nothing. Exit status: 0 may go live, 1 blocked, 2 wrong use."""

    help = "Judge a campaign (slug or number), or a plain text or HTML file, as pre-flight does."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to judge, and how to say it."""
        parser.add_argument("subject", metavar="SLUG|NUMBER|FILE")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE[:2],
            help="the language of the sentences, and of a file that does not say its own",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and print; end with status 1 when something blocks."""
        with translation.override(options["language"]):
            report, kind = _report_of(options["subject"], language=options["language"])
            if options["json"]:
                said = preflight.as_json(report, subject=options["subject"], kind=kind)
                self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            else:
                self.stdout.write(_in_words(report, subject=options["subject"]))
        if report.blocked:
            sys.exit(1)


def _report_of(subject: str, *, language: str) -> tuple[Report, str]:
    campaign = Campaign.objects.filter(
        Q(slug=subject) | Q(number=subject) | Q(private_slug=subject)
    ).first()
    if campaign is not None:
        return preflight.run(campaign, now=clock.now()), "campaign"
    path = Path(subject)
    if not path.is_file():
        raise CommandError(f"No campaign and no file is called {subject}.", returncode=_WRONG_USE)
    return _report_of_file(path, language=language), "file"


def _report_of_file(path: Path, *, language: str) -> Report:
    if path.stat().st_size > _LARGEST:
        raise CommandError("The file is larger than 2 MB.", returncode=_WRONG_USE)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CommandError("The file is no readable UTF-8 text.", returncode=_WRONG_USE) from None
    is_html = path.suffix.lower() in _HTML or plain_files.looks_like_html(text)
    read = plain_files.sheet_of_html if is_html else plain_files.sheet_of_text
    return preflight.run_on_file(read(text, language=language, now=clock.now()))


def _in_words(report: Report, *, subject: str) -> str:
    blocking, warnings = len(report.blocking), len(report.warnings)
    head = _("%(subject)s: %(blocking)s to mend, %(warnings)s to look at") % {
        "subject": subject,
        "blocking": blocking,
        "warnings": warnings,
    }
    lines = [head]
    for finding in report.findings:
        lines += ["", *_finding_in_words(finding)]
    if report.notes:
        lines.append("")
    lines += [f"{note.code} {note.sentence}".strip() for note in report.notes]
    lines += ["", _("It may not go live.") if report.blocked else _("Nothing stands in the way.")]
    return "\n".join(lines)


def _finding_in_words(finding: Finding) -> list[str]:
    check = preflight.BY_CODE[finding.code]
    level = _("Blocks") if finding.level == Level.BLOCK else _("Warns")
    lines = [f"{finding.code} {level}: {check.title}"]
    lines.append("   " + _("Where: %(place)s") % {"place": preflight.where(finding)})
    if finding.excerpt:
        lines.append("   " + _("Reads: %(words)s") % {"words": finding.excerpt})
    if finding.detail:
        lines.append(f"   {finding.detail}")
    lines.append("   " + _("Why: %(reason)s") % {"reason": check.why})
    lines.append("   " + _("How to mend it: %(advice)s") % {"advice": check.mend})
    return lines
