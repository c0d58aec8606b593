"""The whole list of endpoints. What is not here is answered 404."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from redress.sandbox import books, customers, payments, refunds, setups
from redress.sandbox.answers import Answer, Body
from redress.sandbox.calls import Call


@dataclass(frozen=True)
class Endpoint:
    """One verb and path, and who answers it."""

    verb: str
    path: str
    answer: Callable[[Call], Body | Answer]

    def ref_in(self, verb: str, path: str) -> str | None:
        """The id in the path when this endpoint is meant (empty if it has none), else None."""
        if verb != self.verb:
            return None
        found = re.fullmatch(self.path.replace("{id}", "([A-Za-z0-9_]{1,80})"), path)
        return None if found is None else next(iter(found.groups()), "")


ENDPOINTS = (
    Endpoint("POST", "/v1/customers", customers.create),
    Endpoint("GET", "/v1/customers/{id}", customers.retrieve),
    Endpoint("DELETE", "/v1/customers/{id}", customers.delete),
    Endpoint("POST", "/v1/checkout/sessions", setups.create),
    Endpoint("GET", "/v1/checkout/sessions/{id}", setups.retrieve),
    Endpoint("POST", "/v1/checkout/sessions/{id}/expire", setups.expire),
    Endpoint("GET", "/v1/setup_intents/{id}", setups.retrieve_setup_intent),
    Endpoint("GET", "/v1/payment_methods/{id}", customers.retrieve_method),
    Endpoint("POST", "/v1/payment_methods/{id}/attach", customers.attach),
    Endpoint("POST", "/v1/payment_methods/{id}/detach", customers.detach),
    Endpoint("POST", "/v1/payment_intents", payments.create),
    Endpoint("GET", "/v1/payment_intents", payments.list_all),
    Endpoint("GET", "/v1/payment_intents/{id}", payments.retrieve),
    Endpoint("POST", "/v1/payment_intents/{id}/confirm", payments.confirm),
    Endpoint("POST", "/v1/payment_intents/{id}/cancel", payments.cancel),
    Endpoint("POST", "/v1/refunds", refunds.create),
    Endpoint("GET", "/v1/refunds", refunds.list_all),
    Endpoint("GET", "/v1/refunds/{id}", refunds.retrieve),
    Endpoint("GET", "/v1/charges", books.list_charges),
    Endpoint("GET", "/v1/charges/{id}", books.retrieve_charge),
    Endpoint("GET", "/v1/balance_transactions", books.list_balance_transactions),
    Endpoint("GET", "/v1/balance_transactions/{id}", books.retrieve_balance_transaction),
    Endpoint("GET", "/v1/events", books.list_events),
    Endpoint("GET", "/v1/events/{id}", books.retrieve_event),
)


def match(verb: str, path: str) -> tuple[Endpoint, str] | None:
    """The endpoint that is meant, with the id in the path."""
    for endpoint in ENDPOINTS:
        ref = endpoint.ref_in(verb, path)
        if ref is not None:
            return endpoint, ref
    return None
