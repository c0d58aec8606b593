"""Importing the eCFR's list of agencies: who they are and which chapters hold their rules.

From a file or an address. All or nothing; a list that has shrunk by more than a tenth is taken
for a fault and refused. Our own agencies are found by their slug and keep their own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.db import transaction
from django.utils.text import slugify

from redress.agencies.models import Agency, AgencyImport, CfrChapter, Jurisdiction

ADDRESS = "https://www.ecfr.gov/api/admin/v1/agencies.json"
TIMEOUT_SECONDS = 30
MOST_BYTES = 10_000_000
_SHRUNK = 0.9
_NOT_MODIFIED = 304


class ImportRefused(Exception):
    """The list cannot be taken over; the sentence says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A list as it came, with what the server said about it."""

    source: str
    content: bytes
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: how many it found, and how many of the agencies were new."""

    agencies: int
    new_agencies: int
    chapters: int
    chapters_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    slug: str
    name: str
    short_name: str
    parent: str  # slug, or ""
    places: frozenset[tuple[int, str, str]]  # title, subtitle, chapter


def fetch(source: str, *, before: AgencyImport | None) -> Fetched | None:
    """The list from an https address or a file; None when it has not changed since `before`.

    Raises ImportRefused when it cannot be had.
    """
    if "://" not in source:
        try:
            return Fetched(source=Path(source).name, content=Path(source).read_bytes())
        except OSError as problem:
            raise ImportRefused(f"{source} cannot be read: {problem.strerror}.") from problem
    if not source.startswith("https://"):
        raise ImportRefused("The list is fetched by https only.")
    request = Request(source, headers=_conditions(source, before))  # noqa: S310 - https, as checked above
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            content = answer.read(MOST_BYTES + 1)
            headers = answer.headers
    except HTTPError as problem:
        if problem.code == _NOT_MODIFIED:
            return None
        raise ImportRefused(f"{source} answered {problem.code}.") from problem
    except (URLError, TimeoutError) as problem:
        raise ImportRefused(f"{source} cannot be reached: {problem}.") from problem
    if len(content) > MOST_BYTES:
        raise ImportRefused(f"{source} is larger than {MOST_BYTES:,} bytes.")
    return Fetched(
        source=source,
        content=content,
        etag=headers.get("ETag", "")[:200],
        last_modified=headers.get("Last-Modified", "")[:60],
    )


@transaction.atomic
def import_agencies(fetched: Fetched, *, now: datetime, dry_run: bool = False) -> Imported:
    """Take the list over; safe to repeat. `dry_run` does all of it and takes it back.

    Raises ImportRefused.
    """
    entries = list(_entries(fetched))
    chapters = sum(len(entry.places) for entry in entries)
    _refuse_shrunken(agencies=len(entries), chapters=chapters)
    before = CfrChapter.objects.count()
    run = AgencyImport.objects.create(
        source=fetched.source[:300],
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        agencies=len(entries),
        chapters=chapters,
        imported_at=now,
    )
    known = {row.federal_register_slug: row for row in Agency.objects.all()}
    fresh = [entry for entry in entries if entry.slug not in known]
    known |= {entry.slug: _new_agency(entry) for entry in fresh}
    for entry in fresh:
        if entry.parent:
            known[entry.slug].parent = known[entry.parent]
            known[entry.slug].save(update_fields=["parent"])
    _write_chapters(entries, known, run=run, vintage=_vintage(fetched, now))
    if dry_run:
        transaction.set_rollback(True)
    return Imported(
        agencies=len(entries),
        new_agencies=len(fresh),
        chapters=chapters,
        chapters_before=before,
    )


def last_import() -> AgencyImport | None:
    """The newest import, if there was one."""
    return AgencyImport.objects.order_by("-imported_at", "-pk").first()


def _conditions(source: str, before: AgencyImport | None) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "Redress"}
    if before is not None and before.source == source:
        if before.etag:
            headers["If-None-Match"] = before.etag
        if before.last_modified:
            headers["If-Modified-Since"] = before.last_modified
    return headers


def _entries(fetched: Fetched) -> Iterator[_Entry]:
    try:
        document = json.loads(fetched.content)
        rows = document["agencies"]
        seen: set[str] = set()
        for row in rows:
            for one, parent in ((row, ""), *((child, row["slug"]) for child in row["children"])):
                if one["slug"] not in seen:
                    seen.add(one["slug"])
                    yield _entry(one, parent)
    except (ValueError, KeyError, TypeError) as problem:
        raise ImportRefused(
            f"{fetched.source} is not the eCFR's list of agencies: {problem!r}."
        ) from problem


def _entry(row: dict[str, Any], parent: str) -> _Entry:
    places = set()
    for place in row["cfr_references"]:
        subtitle, chapter = place.get("subtitle") or "", place.get("chapter") or ""
        if subtitle or chapter:
            places.add((int(place["title"]), str(subtitle)[:10], str(chapter)[:10]))
    return _Entry(
        slug=str(row["slug"])[:120],
        name=str(row["name"])[:200],
        short_name=str(row.get("short_name") or ""),
        parent=parent[:120],
        places=frozenset(places),
    )


def _refuse_shrunken(*, agencies: int, chapters: int) -> None:
    before = last_import()
    if not agencies or not chapters:
        raise ImportRefused("The list is empty.")
    if before and (agencies < before.agencies * _SHRUNK or chapters < before.chapters * _SHRUNK):
        raise ImportRefused(
            f"The list holds {agencies} agencies and {chapters} chapters, more than a tenth fewer"
            f" than the last one, which held {before.agencies} and {before.chapters}."
        )


def _new_agency(entry: _Entry) -> Agency:
    base = f"us-{slugify(entry.slug)}"[:56].strip("-")
    taken = set(Agency.objects.filter(code__startswith=base).values_list("code", flat=True))
    code, count = base, 1
    while code in taken:
        count += 1
        code = f"{base}-{count}"
    return Agency.objects.create(
        code=code,
        name=entry.name,
        short_name=entry.short_name[:60] or _short(entry.name),
        jurisdiction=Jurisdiction.FEDERAL,
        federal_register_slug=entry.slug,
    )


def _short(name: str) -> str:
    if len(name) <= 60:
        return name
    return name[:59].rpartition(" ")[0] + "…"


def _write_chapters(
    entries: list[_Entry], agencies: dict[str, Agency], *, run: AgencyImport, vintage: date
) -> None:
    CfrChapter.objects.exclude(brought_by=None).delete()
    ours = set(CfrChapter.objects.values_list("agency_id", "title", "subtitle", "chapter"))
    CfrChapter.objects.bulk_create(
        CfrChapter(
            agency=agencies[entry.slug],
            title=title,
            subtitle=subtitle,
            chapter=chapter,
            source=run.source,
            vintage=vintage,
            imported_at=run.imported_at,
            brought_by=run,
        )
        for entry in entries
        for title, subtitle, chapter in sorted(entry.places)
        if (agencies[entry.slug].pk, title, subtitle, chapter) not in ours
    )


def _vintage(fetched: Fetched, now: datetime) -> date:
    if fetched.last_modified:
        try:
            return parsedate_to_datetime(fetched.last_modified).date()
        except ValueError:
            return now.date()
    return now.date()
