"""Loading agencies and their petition rules from a file; a changed entry becomes a new version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from redress.agencies.chapters import load_chapters
from redress.agencies.models import Agency, PetitionRule

RULES_FILE = Path(__file__).parent / "data" / "agencies.json"
_SCHEMA = 2


class AgencyFileWrong(Exception):
    """The file cannot be loaded; the sentence says which entry and why. Nothing was changed."""


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    agencies: int
    new_versions: int


@transaction.atomic
def load_agencies(*, path: Path = RULES_FILE) -> Loaded:
    """Load every agency and rule of the file. Safe to repeat: unchanged entries change nothing."""
    entries = read_entries(path)
    agencies = {entry["id"]: _save_agency(entry) for entry in entries}
    for entry in entries:
        _save_parent(agencies[entry["id"]], parent=agencies.get(entry["parent"]))
    added = [_save_rule(agencies[entry["id"]], entry) for entry in entries]
    load_chapters()
    return Loaded(agencies=len(agencies), new_versions=sum(added))


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The entries of the file, or AgencyFileWrong with the place that is wrong."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise AgencyFileWrong(f"{path.name} cannot be read as JSON: {problem}") from problem
    if not isinstance(document, dict) or document.get("schema") != _SCHEMA:
        raise AgencyFileWrong(f"{path.name} is not a list of petition rules of schema {_SCHEMA}.")
    entries: list[dict[str, Any]] = document.get("entries", [])
    codes = [entry.get("id") for entry in entries]
    for entry in entries:
        missing = [key for key in _NEEDED if key not in entry]
        if missing:
            raise AgencyFileWrong(f"Entry {entry.get('id')!r} lacks {', '.join(missing)}.")
        if codes.count(entry["id"]) > 1:
            raise AgencyFileWrong(f"Entry {entry['id']!r} stands in the file twice.")
        if entry["parent"] is not None and entry["parent"] not in codes:
            raise AgencyFileWrong(f"Entry {entry['id']!r} has an unknown parent.")
    return entries


_NEEDED = (
    "id",
    "name",
    "parent",
    "jurisdiction",
    "rule_citation",
    "filing_methods",
    "required_parts",
    "reply_kind",
    "reply_citation",
    "on_silence",
    "source",
    "verified",
    "verified_fields",
    "clock",
)


def _save_agency(entry: dict[str, Any]) -> Agency:
    # "Department of … (USCIS, CBP, ICE …)": the bracket is for whoever looks for a component
    name = entry["name"].partition(" (")[0]
    agency, _created = Agency.objects.update_or_create(
        code=entry["id"],
        defaults={
            "name": name,
            "formal_name": entry.get("formal_name", ""),
            "short_name": entry.get("short_name", name),
            "jurisdiction": entry["jurisdiction"],
            "federal_register_slug": entry.get("federal_register_slug", ""),
        },
    )
    return agency


def _save_parent(agency: Agency, *, parent: Agency | None) -> None:
    if agency.parent_id != (parent and parent.pk):
        agency.parent = parent
        agency.save(update_fields=["parent"])


def _save_rule(agency: Agency, entry: dict[str, Any]) -> bool:
    newest = PetitionRule.objects.newest_of(agency)
    if newest is not None and newest.data == entry:
        return False
    clock = entry["clock"]
    PetitionRule.objects.create(
        agency=agency,
        version=newest.version + 1 if newest else 1,
        citation=entry["rule_citation"],
        clock_count=clock["count"],
        clock_unit=clock["unit"] or "",
        clock_trigger=clock["trigger"],
        reply_kind=entry["reply_kind"],
        reply_citation=entry["reply_citation"],
        on_silence=entry["on_silence"],
        language=entry.get("language") or _after_prefix(entry, "language:"),
        title_words=_title_words(entry),
        addressee=entry.get("addressee", ""),
        filing_methods=entry["filing_methods"],
        rejected_methods=entry.get("rejected_methods", []),
        required_parts=entry["required_parts"],
        source=entry["source"],
        verified=entry["verified"],
        verified_fields=entry["verified_fields"],
        verified_on=entry.get("verified_at"),
        notes=entry.get("notes", ""),
        data=entry,
    )
    return True


def _after_prefix(entry: dict[str, Any], *prefixes: str) -> str:
    for part in entry["required_parts"]:
        for prefix in prefixes:
            if part.startswith(prefix):
                return str(part.removeprefix(prefix))
    return ""


def _title_words(entry: dict[str, Any]) -> list[str]:
    if "title_words" in entry:
        return list(entry["title_words"])
    words = _after_prefix(entry, "heading:", "heading_contains:")
    return [words] if words else []
