"""The roll of co-signers of one version: who stands on it, as rows, as CSV, and its hash."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redress.petitions.models import SignOn

if TYPE_CHECKING:
    from redress.petitions.models import PetitionVersion

COLUMNS = ("kind", "name", "title", "organization", "city", "state")
# a spreadsheet would run a cell that begins like this
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Roll:
    """Co-signers whose names may be shown, organizations first, and how many are kept private."""

    rows: tuple[dict[str, str], ...] = ()
    private: int = 0
    csv: str = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Spell the roll once, so that what is attached is what is hashed."""
        text = _as_csv(self.rows)
        object.__setattr__(self, "csv", text)
        object.__setattr__(self, "sha256", hashlib.sha256(text.encode()).hexdigest())

    @property
    def organizations(self) -> list[dict[str, str]]:
        """The organizations among the co-signers."""
        return [row for row in self.rows if row["kind"] == SignOn.Kind.ORGANIZATION]

    @property
    def people(self) -> list[dict[str, str]]:
        """The persons among the co-signers."""
        return [row for row in self.rows if row["kind"] == SignOn.Kind.PERSON]


def roll_of(version: PetitionVersion) -> Roll:
    """The confirmed co-signers of this version who have not withdrawn.

    A name kept private is counted and never listed, since agencies publish whole files.
    """
    standing = SignOn.objects.filter(
        version=version, confirmed_at__isnull=False, withdrawn_at__isnull=True
    )
    # "organization" stands before "person"
    shown = standing.filter(public=True).order_by("kind", "organization", "name", "pk")
    return Roll(
        rows=tuple(dict(row) for row in shown.values(*COLUMNS)),
        private=standing.filter(public=False).count(),
    )


def _as_csv(rows: tuple[dict[str, str], ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
