"""`manage.py states`: the state machines as tables, for docs/states.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from redress.campaigns import states as campaign_states
from redress.core.states import table
from redress.pledges import states as pledge_states

PAGE = Path("docs") / "states.md"


def page() -> str:
    """The whole page, as it must stand in the repository."""
    head = (
        "# States\n\nWritten by `manage.py states --write` from the tables of moves in"
        " `campaigns/states.py` and `pledges/states.py`;\na test holds this page to them. No move"
        " is possible that is not listed here.\n"
    )
    parts = [head]
    for name, machine in (("Campaign", campaign_states), ("Pledge", pledge_states)):
        words = {str(state.value): str(state.label) for state in machine.Status}
        moves = {
            str(state.value): frozenset(str(other.value) for other in after)
            for state, after in machine.MOVES.items()
        }
        sentences = {str(state.value): text for state, text in machine.SENTENCES.items()}
        parts.append(f"## {name}\n\n{table(words, moves=moves, sentences=sentences)}\n")
    return "\n".join(parts)


class Command(BaseCommand):
    """Prints the page, or writes it into the repository."""

    help = "Print the tables of docs/states.md; --write puts them there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Print by default."""
        parser.add_argument("--write", action="store_true", help=f"write {PAGE}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page or show it."""
        if options["write"]:
            (settings.BASE_DIR / PAGE).write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
