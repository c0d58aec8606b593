"""Import the eCFR's list of agencies from a file or an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from redress.agencies.importing import (
    ADDRESS,
    ImportRefused,
    fetch,
    import_agencies,
    last_import,
)
from redress.core import clock

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Take over which agencies there are and which chapters of the CFR are theirs."""

    help = "Import the eCFR's list of agencies with their titles and chapters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where, and whether it is only tried."""
        parser.add_argument("source", nargs="?", default=ADDRESS, help="file or https address")
        parser.add_argument("--dry-run", action="store_true", help="try it and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what came of it."""
        try:
            fetched = fetch(options["source"], before=last_import())
            if fetched is None:
                self.stdout.write("The list has not changed since the last import.")
                return
            done = import_agencies(fetched, now=clock.now(), dry_run=options["dry_run"])
        except ImportRefused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{done.agencies} agencies in the list, {done.new_agencies} of them new;"
            f" {done.chapters} chapters, {done.chapters_before} before."
            + (" Nothing was changed." if options["dry_run"] else "")
        )
