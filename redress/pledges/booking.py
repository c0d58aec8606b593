"""The journals of a charge: what came in, whom it is owed to, and what it cost."""

from datetime import datetime

from redress.core.money import Money
from redress.ledger.models import Journal
from redress.ledger.posting import CLEARING, FEE_COVER_INCOME, FEES_EXPENSE, payable, post
from redress.pledges.models import Pledge

CHARGE = "charge"
FEE = "fee"


def reference(pledge_id: int) -> str:
    """The journals' name of a pledge."""
    return f"pledge:{pledge_id}"


def book_charge(*, pledge: Pledge, now: datetime) -> Journal:
    """The whole charge came in; the amount is owed to the campaign, the fee cover is ours.

    Raises IntegrityError when the pledge was booked before.
    """
    return post(
        kind=CHARGE,
        reference=reference(pledge.pk),
        lines=(
            (CLEARING, pledge.total),
            (payable(pledge.campaign_id), -pledge.amount),
            (FEE_COVER_INCOME, Money(-pledge.fee_cover_minor, pledge.currency)),
        ),
        now=now,
    )


def book_fee(*, pledge: Pledge, fee: Money, now: datetime) -> Journal | None:
    """What the processor kept is our expense, never the campaign's; booked once."""
    if not fee or Journal.objects.filter(kind=FEE, reference=reference(pledge.pk)).exists():
        return None
    return post(
        kind=FEE,
        reference=reference(pledge.pk),
        lines=((FEES_EXPENSE, fee), (CLEARING, -fee)),
        now=now,
    )
