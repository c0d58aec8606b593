"""Load agencies and their petition rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from redress.agencies.loading import RULES_FILE, AgencyFileWrong, load_agencies

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Load the file; a changed entry becomes a new version of its rule."""

    help = "Load agencies and their petition rules; a changed entry becomes a new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another file may be named."""
        parser.add_argument("--file", type=Path, default=RULES_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what came of it."""
        try:
            loaded = load_agencies(path=options["file"])
        except AgencyFileWrong as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{loaded.agencies} agencies known, {loaded.new_versions} new versions of their rules."
        )
