"""Where the agencies of our own file keep their rules, and how else people call them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from redress.agencies.models import Agency, CfrChapter

CHAPTERS_FILE = Path(__file__).parent / "data" / "chapters.json"


def load_chapters(*, path: Path = CHAPTERS_FILE) -> int:
    """Write aliases and chapters of every known agency of the file; returns how many chapters.

    Safe to repeat. An agency that is not in the database is left out; chapters that another
    source brought stay.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    agencies = Agency.objects.in_bulk(field_name="code")
    kept: list[int] = []
    for entry in document["entries"]:
        agency = agencies.get(entry["agency"])
        if agency is None:
            continue
        if agency.aliases != entry["aliases"]:
            agency.aliases = entry["aliases"]
            agency.save(update_fields=["aliases"])
        kept += [_save(agency, one, document) for one in entry["chapters"]]
    CfrChapter.objects.filter(brought_by=None).exclude(pk__in=kept).delete()
    return len(kept)


def _save(agency: Agency, one: dict[str, Any], document: dict[str, Any]) -> int:
    row, _created = CfrChapter.objects.update_or_create(
        agency=agency,
        title=one["title"],
        subtitle=one.get("subtitle", ""),
        chapter=one.get("chapter", ""),
        component=one.get("component", ""),
        defaults={
            "source": document["source"],
            "vintage": date.fromisoformat(document["vintage"]),
            "brought_by": None,
        },
    )
    return row.pk
