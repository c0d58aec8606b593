"""Typesetting a petition as tagged PDF, in a child with limits, never in a request."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from redress.core import childproc, clock
from redress.petitions import cosigning, drafting, redline, typesetting
from redress.petitions.models import PetitionVersion, RenderedDocument

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

_HERE = Path(__file__).resolve().parent
TEMPLATES = _HERE / "typst"
FONTS = _HERE / "fonts"
STANDARDS = ("ua-1", "a-3a")
LIMITS = childproc.Limits(cpu_seconds=30, memory_bytes=1_500_000_000, wall_seconds=60)
# beyond this the tags of a list need more memory than the child may have
TAGGED_ROLL = 10_000
# the day printed on a federal petition is the day in Washington
_OFFICE = ZoneInfo("America/New_York")
_MISSING = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


class RenderingFailed(Exception):
    """The petition could not be typeset; the sentence says why."""


class MissingGlyph(RenderingFailed):
    """No font at hand has a character of the text, so a word would silently vanish."""

    def __init__(self, text: str) -> None:
        """Name the character and what to do about it."""
        self.character = text[:1]
        code = f"U+{ord(self.character):04X} {unicodedata.name(self.character, 'unnamed')}"
        super().__init__(
            f"No font at hand has the character “{self.character}” ({code})."
            " Add a font that has it to the folders named in REDRESS_FONT_PATHS, or write the"
            " word in letters that the fonts have. Nothing was rendered."
        )


@dataclass(frozen=True)
class Edition:
    """Which text it is: its number, its hash, and the instant it was frozen."""

    number: int
    sha256: str
    at: datetime

    @property
    def day(self) -> date:
        """The day that stands on the document."""
        return self.at.astimezone(_OFFICE).date()


@dataclass(frozen=True)
class Rendered:
    """A finished document."""

    pdf: bytes
    pages: int


def render(
    content: dict[str, Any], *, edition: Edition, roll: cosigning.Roll | None = None
) -> Rendered:
    """Typeset a content; the same content, edition and roll give the same bytes.

    Raises MissingGlyph, RenderingFailed, or childproc's TooMuchMemory and TimeRanOut.
    """
    roll = roll or cosigning.Roll()
    request = {
        "templates": str(TEMPLATES),
        "fonts": [str(FONTS), *settings.FONT_PATHS],
        "standards": list(STANDARDS),
        "timestamp": int(edition.at.timestamp()),
        "files": {
            "petition.json": drafting.canonical(content),
            "document.json": json.dumps(_document(content, edition, roll), ensure_ascii=False),
            "signers.csv": roll.csv,
        },
    }
    try:
        answer = childproc.run_script(
            script=Path(typesetting.__file__), payload=json.dumps(request).encode(), limits=LIMITS
        )
    except (childproc.TooMuchMemory, childproc.TimeRanOut):
        raise
    except childproc.ChildFailed as failure:
        raise _explain(failure) from failure
    pages, _newline, pdf = answer.partition(b"\n")
    return Rendered(pdf=pdf, pages=int(pages))


def render_and_store(version: PetitionVersion, *, now: datetime) -> RenderedDocument:
    """Render a version with its present roll; a stored document of the same roll is kept."""
    roll = cosigning.roll_of(version)
    stored = RenderedDocument.objects.filter(version=version).first()
    if stored is not None and stored.roll_sha256 == roll.sha256:
        return stored
    edition = Edition(number=version.number, sha256=version.sha256, at=version.created_at)
    rendered = render(version.content, edition=edition, roll=roll)
    document, _created = RenderedDocument.objects.update_or_create(
        version=version,
        defaults={
            "pdf": rendered.pdf,
            "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
            "roll_sha256": roll.sha256,
            "pages": rendered.pages,
            "created_at": now,
        },
    )
    return document


def request_rendering(version: PetitionVersion) -> bool:
    """Have the worker render this version, once; whether a job was added.

    While a job waits, runs or has failed there is no second one: a text that cannot be typeset
    must not be tried again by every visitor. Whoever mends the cause retries the failed job.
    """
    if _jobs(version).exclude(status="succeeded").exists():
        return False
    try:
        with transaction.atomic():
            render_version.configure(queueing_lock=f"render-petition-{version.pk}").defer(
                version_id=version.pk
            )
    except AlreadyEnqueued:
        logger.debug("version %s already waits to be rendered", version.pk)
        return False
    return True


def has_failed(version: PetitionVersion) -> bool:
    """Whether the worker could not render this version, so that waiting does not help."""
    return _jobs(version).filter(status="failed").exists()


def _jobs(version: PetitionVersion) -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(
        task_name=render_version.name, args__version_id=version.pk
    )


def _document(content: dict[str, Any], edition: Edition, roll: cosigning.Roll) -> dict[str, Any]:
    """What the templates need beside the text itself."""
    return {
        "edition": {"number": edition.number, "sha256": edition.sha256},
        "date": format_date(edition.day, "long", locale=content["language"]),
        "changes": [
            {
                "base_day": format_date(
                    date.fromisoformat(change["base_date"]), "long", locale=content["language"]
                ),
                "redline": redline.as_rows(
                    redline.compare(base=change["base_text"], proposed=change["proposed_text"])
                ),
                "proposed": redline.paragraphs(change["proposed_text"]),
            }
            for change in content["text_changes"]
        ],
        "roll": {
            "organizations": [_organization(row) for row in roll.organizations],
            "people": [_person(row) for row in roll.people],
            "tagged": len(roll.rows) <= TAGGED_ROLL,
            "statement": _statement(roll),
            "sha256": roll.sha256,
        },
    }


def _person(row: dict[str, str]) -> dict[str, str]:
    return {"name": row["name"], "detail": _joined(row, "title", "organization", "city", "state")}


def _organization(row: dict[str, str]) -> dict[str, str]:
    return {
        "name": row["organization"],
        "detail": _joined(row, "name", "title", "city", "state"),
    }


def _joined(row: dict[str, str], *columns: str) -> str:
    return ", ".join(row[column] for column in columns if row[column])


def _statement(roll: cosigning.Roll) -> str:
    if not roll.rows and not roll.private:
        return "Nobody has co-signed this version yet."
    organizations, people = len(roll.organizations), len(roll.people)
    counted = [
        f"{organizations:,} {'organization' if organizations == 1 else 'organizations'}",
        f"{people:,} {'person' if people == 1 else 'people'}",
    ]
    sentence = f"{' and '.join(counted)} co-signed this version and are listed."
    if roll.private == 1:
        sentence += " 1 more keeps the name private and is not listed."
    elif roll.private:
        sentence += f" {roll.private:,} more keep their names private and are not listed."
    return sentence


def _explain(failure: childproc.ChildFailed) -> RenderingFailed:
    if failure.returncode != typesetting.TYPESETTER_REFUSED:
        return RenderingFailed(f"The typesetter broke off: {failure.stderr[-2000:]}")
    message = json.loads(failure.stderr)["message"]
    missing = _MISSING.search(message)
    if missing:
        return MissingGlyph(missing["text"])
    return RenderingFailed(f"The typesetter refused the document: {message}")


@app.task(queue="default", name="petitions.render_version")
def render_version(version_id: int) -> None:
    """Render and store one version; a repeat finds the stored document and changes nothing."""
    version = PetitionVersion.objects.get(pk=version_id)
    render_and_store(version, now=clock.now())
