"""`manage.py reconcile`: one round of every repair, now."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from redress.core import clock
from redress.pledges.reconciling import reconcile


class Command(BaseCommand):
    """Reads every unfinished thing at the processor and takes up what is due."""

    help = "Repair unfinished card pages, attempts, fees and releases; prints what was done."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe at any time, and beside a running worker."""
        for name, count in asdict(reconcile(clock.now())).items():
            self.stdout.write(f"{name:<10} {count}")
