"""Makes the sandbox processor know the cards and charges of the demonstration's pledges.

The sandbox is another program with tables of its own; its command `save_test_cards` is the door.
"""

import json
from collections.abc import Sequence

from django.apps import apps
from django.core.management import call_command

from redress.demonstration.deciding import Payment
from redress.pledges.models import Pledge

TOKENS = {"visa": "pm_card_visa", "mastercard": "pm_card_mastercard", "amex": "pm_card_amex"}


def save_cards(pledges: Sequence[Pledge], *, payments: Sequence[Payment]) -> None:
    """Tell the sandbox of every card and every charge; nothing to do with another processor."""
    if not pledges or not apps.is_installed("redress.sandbox"):
        return
    rows = {
        "cards": [_card(pledge) for pledge in pledges],
        "payments": [_payment(payment) for payment in payments],
    }
    call_command("save_test_cards", rows=json.dumps(rows))


def _card(pledge: Pledge) -> dict[str, object]:
    return {
        "customer": pledge.customer_ref,
        "email": pledge.supporter.email,
        "method": pledge.method_ref,
        "token": TOKENS[pledge.card_brand],
        "attached": pledge.card_attached,
        "expires": pledge.card_expires,
        "at": pledge.created_at.isoformat(),
    }


def _payment(payment: Payment) -> dict[str, object]:
    return {
        "payment": payment.payment_ref,
        "charge": payment.charge_ref,
        "customer": payment.pledge.customer_ref,
        "method": payment.pledge.method_ref,
        "amount": payment.pledge.total.minor,
        "currency": payment.pledge.currency,
        "pledge": payment.pledge.pk,
        "at": payment.paid_at.isoformat(),
    }
