"""Writing one event into the books."""

from collections.abc import Sequence
from datetime import datetime

from redress.core.locks import require_transaction
from redress.core.money import Money
from redress.ledger.models import Account, Journal, Posting

CLEARING = "processor:clearing"
FEES_EXPENSE = "platform:fees_expense"
FEE_COVER_INCOME = "platform:fee_cover_income"

type Line = tuple[str, Money]


def payable(campaign_id: int) -> str:
    """The account of what is owed to the beneficiary of a campaign."""
    return f"campaign:{campaign_id}:payable"


def post(*, kind: str, reference: str, lines: Sequence[Line], now: datetime) -> Journal:
    """Write one balanced journal in the caller's transaction; empty lines are left out.

    `(kind, reference)` is written once for ever: the second call raises IntegrityError, and so
    does, when the transaction commits, a journal that does not sum to zero in each currency.
    """
    require_transaction()
    kept = [(code, amount) for code, amount in lines if amount]
    accounts = _accounts({(code, amount.currency) for code, amount in kept})
    journal = Journal.objects.create(kind=kind, reference=reference, at=now)
    Posting.objects.bulk_create(
        Posting(
            journal=journal,
            account_id=accounts[code, amount.currency],
            currency=amount.currency,
            amount_minor=amount.minor,
        )
        for code, amount in kept
    )
    return journal


def _accounts(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found = _find(wanted)
    if missing := sorted(wanted - found.keys()):
        Account.objects.bulk_create(
            [Account(code=code, currency=currency) for code, currency in missing],
            ignore_conflicts=True,
        )
        found |= _find(wanted)
    return found


def _find(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = Account.objects.filter(code__in={code for code, _currency in wanted})
    return {(row.code, row.currency): row.pk for row in rows}
