"""`manage.py permissions`: the permissions table in words, for docs/permissions.md."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from redress.accounts.permissions import (
    ABILITIES,
    ORGANIZATION_ABILITIES,
    SECOND_FACTOR_ABILITIES,
    SECOND_FACTOR_ROLES,
    TEAM_ABILITIES,
    WORDS,
    Ability,
)

PAGE = Path("docs") / "permissions.md"
HEAD = """# Permissions

Written by `manage.py permissions --write` from `redress/accounts/permissions.py`; a test holds
this page to the code. Nobody may what is not marked here. A person without the mark, and a
stranger's row, get the same answer as for something that is not there: 404.

Which address asks for which ability is declared by its view and read by `redress/web/access.py`.
`tests/web/test_permission_matrix.py` asks every address as everybody by every method, compares
each answer with this table, and fails with a sentence that names an address which declares
nothing. It prints its number of cells: `pytest tests/web/test_permission_matrix.py`.
"""
FACTOR = """## Second factor

A passkey or an authenticator app, used in this very session, is asked of: {roles}.

Of everybody it is asked for this: {abilities}.

Granting and taking roles, inviting, changing a team and handing a campaign over also ask for a
sign-in within the last 15 minutes.
"""


def _table(rows: Mapping[str, Iterable[Ability]]) -> str:
    roles = list(rows)
    used = [ability for ability in Ability if any(ability in rows[role] for role in roles)]
    lines = [f"| may | {' | '.join(roles)} |", f"|---|{'---|' * len(roles)}"]
    for ability in used:
        marks = " | ".join("yes" if ability in rows[role] else "–" for role in roles)
        lines.append(f"| {WORDS[ability]} (`{ability}`) | {marks} |")
    return "\n".join(lines)


def page() -> str:
    """The whole page, as it must stand in the repository."""
    with override("en"):
        parts = [HEAD]
        for title, rows in (
            ("The house", ABILITIES),
            ("The team of a campaign", TEAM_ABILITIES),
            ("An organization", ORGANIZATION_ABILITIES),
        ):
            by_name = {str(role): able for role, able in rows.items()}
            parts.append(f"## {title}\n\n{_table(by_name)}\n")
        parts.append(
            "A reviewer reads a draft only while it is under review: in review, changes requested,"
            " or refused.\n"
        )
        parts.append(
            FACTOR.format(
                roles=", ".join(sorted(str(role) for role in SECOND_FACTOR_ROLES)),
                abilities=", ".join(str(WORDS[one]) for one in sorted(SECOND_FACTOR_ABILITIES)),
            )
        )
        return "\n".join(parts)


class Command(BaseCommand):
    """Prints the page, or writes it into the repository."""

    help = "Print the tables of docs/permissions.md; --write puts them there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Print by default."""
        parser.add_argument("--write", action="store_true", help=f"write {PAGE}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page or show it."""
        if options["write"]:
            (settings.BASE_DIR / PAGE).write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
