"""Put customers with test cards, and charges made earlier, into the sandbox's tables."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from redress.sandbox import cards
from redress.sandbox.models import BalanceTransaction, Charge, Customer, Intent, Method
from redress.sandbox.naming import new_id
from redress.sandbox.payments import fee_of


class Command(BaseCommand):
    """For demonstrations: no request is made and no event is sent. Rows that exist stay."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One JSON document with `cards` and `payments`."""
        parser.add_argument("--rows", required=True)

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Save what is not there yet, in five statements."""
        rows = json.loads(options["rows"])
        Customer.objects.bulk_create(map(customer_of, rows["cards"]), ignore_conflicts=True)
        Method.objects.bulk_create(map(method_of, rows["cards"]), ignore_conflicts=True)
        Intent.objects.bulk_create(map(intent_of, rows["payments"]), ignore_conflicts=True)
        Charge.objects.bulk_create(map(charge_of, rows["payments"]), ignore_conflicts=True)
        BalanceTransaction.objects.bulk_create(
            map(balance_of, rows["payments"]), ignore_conflicts=True
        )


def customer_of(row: dict[str, Any]) -> Customer:
    """Whom the card belongs to."""
    return Customer(id=row["customer"], created_at=_at(row), email=row["email"])


def method_of(row: dict[str, Any]) -> Method:
    """A test card by its token, saved as the card page saves it."""
    card = cards.BY_TOKEN[row["token"]]
    year, month = row["expires"].split("-")
    return Method(
        id=row["method"],
        created_at=_at(row),
        customer_id=row["customer"] if row["attached"] else None,
        behavior=card.behavior.name,
        brand=card.brand,
        last4=card.number[-4:],
        exp_month=int(month),
        exp_year=int(year),
        fingerprint=cards.fingerprint(card),
        set_up=True,
        was_attached=True,
    )


def intent_of(row: dict[str, Any]) -> Intent:
    """A payment that succeeded."""
    return Intent(
        id=row["payment"],
        created_at=_at(row),
        metadata={"pledge": str(row["pledge"])},
        amount=row["amount"],
        currency=row["currency"].lower(),
        customer_id=row["customer"],
        method_id=row["method"],
        status="succeeded",
        capture_method="automatic_async",
        payment_method_types=["card"],
        client_secret=new_id(f"{row['payment']}_secret"),
    )


def charge_of(row: dict[str, Any]) -> Charge:
    """Its one successful charge."""
    return Charge(
        id=row["charge"],
        created_at=_at(row),
        metadata={"pledge": str(row["pledge"])},
        intent_id=row["payment"],
        method_id=row["method"],
        amount=row["amount"],
        currency=row["currency"].lower(),
        status="succeeded",
    )


def balance_of(row: dict[str, Any]) -> BalanceTransaction:
    """The line in the sandbox's books."""
    return BalanceTransaction(
        id=f"txn_{row['charge']}",
        created_at=_at(row),
        kind="charge",
        charge_id=row["charge"],
        amount=row["amount"],
        fee=fee_of(row["amount"]),
        currency=row["currency"].lower(),
    )


def _at(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["at"])
