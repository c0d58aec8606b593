"""`manage.py worker`: everything that happens without a visitor."""

from typing import Any

from django.core.management.base import BaseCommand

from redress.launch import working


class Command(BaseCommand):
    """Runs jobs, sends messages, counts, decides and charges, until it is asked to stop."""

    help = "Run the jobs, the outbox, the counters and the deadlines, until TERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        working.run()
