"""The books of charges that were made before the first start."""

from redress.core.money import Money
from redress.ledger.models import Account, Journal, Posting


def book_charge(*, pledge_id: int, campaign_id: int, amount: Money, fee: Money) -> None:
    """Two journals: the charge is owed to the campaign, the fee is ours."""
    clearing = _account("clearing", amount.currency)
    payable = _account(f"campaign:{campaign_id}:payable", amount.currency)
    expense = _account("fees_expense", amount.currency)
    _write("charge", f"pledge:{pledge_id}", debit=clearing, credit=payable, amount=amount)
    _write("fee", f"pledge:{pledge_id}", debit=expense, credit=clearing, amount=fee)


def _account(code: str, currency: str) -> Account:
    return Account.objects.get_or_create(code=code, currency=currency)[0]


def _write(kind: str, reference: str, *, debit: Account, credit: Account, amount: Money) -> None:
    journal = Journal.objects.create(kind=kind, reference=reference)
    Posting.objects.bulk_create(
        [
            Posting(
                journal=journal,
                account=account,
                currency=amount.currency,
                amount_minor=minor,
            )
            for account, minor in ((debit, amount.minor), (credit, -amount.minor))
        ]
    )
