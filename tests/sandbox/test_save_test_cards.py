"""Cards and charges of the demonstration, put into the tables without a request."""

import json

import pytest
from django.core.management import call_command

from redress.sandbox.models import BalanceTransaction, Charge, Customer, Intent, Method

ROWS = {
    "cards": [
        {
            "customer": "cus_demo",
            "email": "rosa@example.org",
            "method": "pm_demo",
            "token": "pm_card_visa",
            "expires": "2034-12",
            "attached": True,
            "at": "2026-11-20T18:00:00+00:00",
        }
    ],
    "payments": [
        {
            "payment": "pi_demo",
            "charge": "ch_demo",
            "customer": "cus_demo",
            "method": "pm_demo",
            "pledge": 7,
            "amount": 2800,
            "currency": "USD",
            "at": "2026-11-20T18:00:00+00:00",
        }
    ],
}


@pytest.mark.django_db
class TestCommand:
    def test_saves_once_however_often_it_runs(self):
        for _ in range(2):
            call_command("save_test_cards", rows=json.dumps(ROWS))

        charge = Charge.objects.get()
        assert Customer.objects.get().email == "rosa@example.org"
        assert (Method.objects.get().last4, Method.objects.get().set_up) == ("4242", True)
        assert Intent.objects.get().status == "succeeded"
        assert (charge.amount, charge.metadata) == (2800, {"pledge": "7"})
        assert BalanceTransaction.objects.get().fee == 111
