"""Load the demonstration's campaigns; a second run changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from redress.core import clock
from redress.demonstration.guide import guide
from redress.demonstration.loading import load


class Command(BaseCommand):
    """Safe to run at every start."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--guide` prints what a newcomer should know."""
        parser.add_argument(
            "--guide", action="store_true", help="print people, links, cards and what to try"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load what is missing, then print the guide if asked."""
        if settings.PRODUCTION:
            raise CommandError("Production does not take the demonstration's invented campaigns.")
        new = load(now=clock.now()).new
        if options["guide"]:
            self.stdout.write(guide())
        elif new:
            self.stdout.write("Loaded: " + ", ".join(new))
