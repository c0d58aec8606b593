"""The ledger package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.ledger"
    label = "ledger"
