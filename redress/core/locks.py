"""Locks that exist only inside a transaction."""

from django.db import connection


class NoTransaction(RuntimeError):
    """A lock outside a transaction protects nothing."""


def require_transaction() -> None:
    """Raise NoTransaction unless a transaction is open."""
    if not connection.in_atomic_block:
        raise NoTransaction("Open a transaction before taking a lock.")


def refuse_transaction() -> None:
    """Raise NoTransaction when a transaction is open: an outside call must not wait in one."""
    if connection.in_atomic_block:
        raise NoTransaction("Close the transaction before calling outside.")
