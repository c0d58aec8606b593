"""Double-entry books: accounts, journals, postings. Pledges that are not charged never enter."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from redress.core.clock import DATABASE_NOW


class Account(models.Model):
    """One side of the books, in one currency, such as `campaign:12:payable`."""

    code = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)

    class Meta:
        """A code once per currency."""

        constraints = (
            models.UniqueConstraint(fields=["code", "currency"], name="account_once"),
            # the target of the postings' composite key
            models.UniqueConstraint(fields=["id", "currency"], name="account_currency"),
        )

    def __str__(self) -> str:
        """The code."""
        return self.code


class Journal(models.Model):
    """One event in the books; `(kind, reference)` is written once for ever."""

    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=DATABASE_NOW)
    # the transaction that wrote it: postings of another one are refused
    xid = models.TextField(
        db_default=Cast(models.Func(function="pg_current_xact_id"), models.TextField())
    )

    class Meta:
        """A charge is booked once."""

        constraints = (models.UniqueConstraint(fields=["kind", "reference"], name="journal_once"),)

    def __str__(self) -> str:
        """Kind and reference."""
        return f"{self.kind} {self.reference}"


class Posting(models.Model):
    """One line: debit above zero, credit below; a journal's lines sum to zero."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        """No empty line."""

        constraints = (
            models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_not_zero"),
        )

    def __str__(self) -> str:
        """The sum."""
        return f"{self.amount_minor:+} {self.currency}"
