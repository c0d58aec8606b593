"""`manage.py ledger check`: lay the books beside the pledges and say what does not fit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from redress.core.money import Money
from redress.ledger import checking


class Command(BaseCommand):
    """Print the balances and every broken invariant; ends with code 1 when there is one."""

    help = "Check that the ledger sums to zero and agrees with the pledges."

    def add_arguments(self, parser: CommandParser) -> None:
        """One thing to do so far."""
        parser.add_argument("what", choices=["check"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Read only."""
        totals: dict[str, int] = {}
        for balance in checking.balances():
            totals[balance.currency] = totals.get(balance.currency, 0) + balance.minor
            amount = Money(balance.minor, balance.currency).format("en")
            self.stdout.write(f"{balance.code:<40} {amount:>16}")
        for currency, minor in totals.items():
            self.stdout.write(f"{'sum ' + currency:<40} {Money(minor, currency).format('en'):>16}")
        faults = checking.check()
        for fault in faults:
            self.stderr.write(f"BROKEN {fault.invariant}: {fault.count} ({', '.join(fault.rows)})")
        if faults:
            raise CommandError("The books do not agree with the pledges.")
        self.stdout.write(f"{len(checking.INVARIANTS)} invariants hold.")
