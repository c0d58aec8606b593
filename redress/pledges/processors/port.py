"""The one door through which money moves: what a processor must do, and what it may answer.

Plain data goes in and comes out; no model instance crosses. No method may be called inside a
database transaction. The rules that a caller builds on:

* Every call that changes something takes a `key`. The caller commits key and parameters first
  and sends the same parameters under the same key, or gets `KeyConflict`.
* `Unknown` means that money may have moved. It is never a decline. Read the payment, then decide.
* `Declined`, `NeedsAction` and `NotPaid` mean that no money moved up to this answer.
* One payment per pledge for life succeeds at most once, so another `confirm` cannot charge twice.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Capability(StrEnum):
    """What a processor can do; ask before offering it on a page."""

    SAVE_CARD = "save_card"
    OFF_SESSION = "off_session"
    REFUND = "refund"
    DISPUTE_EVENTS = "dispute_events"
    HOSTED_PAGE = "hosted_page"


class Doubt(StrEnum):
    """Why an outcome is unknown."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    # The answer is stored under the key and replayed: after reading, use the next attempt's key.
    SERVER_ERROR = "server_error"
    # Refused before the key was looked at: the same key may be sent again after the wait.
    RATE_LIMITED = "rate_limited"
    # Another request with this key is running: read the payment, do not send again at once.
    IN_FLIGHT = "in_flight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No answer that we can trust. Change nothing; the reconciler reads the truth."""

    doubt: Doubt
    retry_after: float | None = None
    """Seconds that the processor asks us to wait, if it said so."""


# --- saving a card -------------------------------------------------------------------------------


class SetupStatus(StrEnum):
    """How far the hosted card page has come."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What may be kept of a card. The fingerprint is equal for equal cards of one account."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupStarted:
    """A hosted card page is open; send the person to `url` by 303."""

    url: str
    session_ref: str
    customer_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupState:
    """A fresh reading of a card page. Only `saved` means that a card may be charged later."""

    status: SetupStatus
    session_ref: str
    customer_ref: str
    setup_ref: str | None = None
    method_ref: str | None = None
    card: Card | None = None
    pledge: int | None = None
    """The pledge that the page was opened for, as the processor has it; compare it."""
    url: str | None = None
    """Where an open page can be continued."""

    @property
    def saved(self) -> bool:
        """Is the card there: page complete and the set-up itself succeeded."""
        return self.status is SetupStatus.COMPLETE and self.method_ref is not None


# --- taking the money ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOpened:
    """The pledge's one payment exists, unconfirmed; commit its reference before confirming."""

    payment_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The money was taken. Compare amount and currency with the mandate before posting."""

    payment_ref: str
    charge_ref: str
    amount_minor: int
    currency: str
    """Upper case, as in the ledger."""
    paid_at: datetime
    method_ref: str | None = None
    fee_minor: int | None = None
    """The processor's fee; None while it is not booked yet: read the payment again later."""
    fee_currency: str | None = None
    """The fee's currency: that of the processor's balance, not always that of the charge."""
    balance_ref: str | None = None
    refunded_minor: int = 0
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The bank said no, or the card cannot be used any more. No money moved.

    The words are for the log and for choosing our own sentence; never show them.
    `charge_ref` names the failed charge, so that after a lost answer a reader can tell whether
    the decline belongs to this attempt or to one that it knows already.
    """

    payment_ref: str
    code: str
    decline_code: str | None = None
    advice_code: str | None = None
    may_retry: bool = True
    """May the schedule try this same card again? A new card may always be tried."""
    method_ref: str | None = None
    charge_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsAction:
    """The bank wants to see the cardholder. No money moved.

    With `url`: the person who is here now is sent there. Without: send a fix link; when the
    person comes, confirm with `off_session=False` and a `return_url` to get a `url`.
    """

    payment_ref: str
    url: str | None = None
    code: str = "authentication_required"
    method_ref: str | None = None
    charge_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPaid:
    """The payment waits for a confirm and none was ever answered. No money moved so far."""

    payment_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InProgress:
    """The processor is still at it; read again later and send nothing meanwhile."""

    payment_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The payment can never succeed any more."""

    payment_ref: str


PaymentResult = Paid | Declined | NeedsAction | NotPaid | InProgress | Cancelled | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPayment:
    """One payment of a customer, found by listing: what a restored database asks for first."""

    payment_ref: str
    pledge: int | None
    amount_minor: int
    currency: str
    created: datetime
    result: PaymentResult


# --- giving it back ------------------------------------------------------------------------------


class RefundStatus(StrEnum):
    """How far a refund has come; only these two leave the money with the supporter."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """A refund exists at the processor; `status` says how far it is."""

    refund_ref: str
    payment_ref: str
    charge_ref: str | None
    amount_minor: int
    currency: str
    status: RefundStatus
    created: datetime
    number: int | None = None
    """Our own number of the refund, as we sent it; None for one made in the dashboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRefused:
    """No refund was made: more than is left, or already given back, or disputed."""

    payment_ref: str
    code: str


# --- the rest ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is as asked, whether by this call or by an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRef:
    """A webhook's envelope: which thing to read again. Nothing in it is taken for the truth."""

    event_id: str
    kind: str
    """The processor's name of the event, such as `payment_intent.succeeded`."""
    object_ref: str
    payment_ref: str | None
    """The payment that it is about: of a charge or refund its payment, else None."""
    session_ref: str | None
    pledge: int | None
    """A hint where to look, from the metadata; the object read afresh decides."""
    livemode: bool
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One line of the processor's own books, for the daily comparison with ours."""

    balance_ref: str
    kind: str
    source_ref: str | None
    amount_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    created: datetime


class Processor(Protocol):
    """What Redress asks of whoever moves card money."""

    @property
    def name(self) -> str:
        """Short stable name kept on rows: `stripe`, `sandbox`."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What may be offered with this processor."""

    def start_setup(
        self,
        *,
        pledge: int,
        email: str,
        language: str,
        success_url: str,
        cancel_url: str,
        key: str,
        customer_ref: str | None = None,
    ) -> SetupStarted | Unknown:
        """Open the hosted page on which a card is saved; nothing is charged there.

        `{CHECKOUT_SESSION_ID}` in `success_url` is replaced by the session's reference. Give
        `customer_ref` when the pledge has one already, so that a pledge has one customer for life.
        Safe to repeat with the same key: the same page is answered.
        """

    def read_setup(self, session_ref: str) -> SetupState | Unknown:
        """Read the truth about a card page."""

    def close_setup(self, *, session_ref: str, key: str) -> Done | Unknown:
        """Expire an open card page, so that its address is of no use any more."""

    def ensure_payment(
        self,
        *,
        pledge: int,
        amount_minor: int,
        currency: str,
        customer_ref: str,
        key: str,
        description: str,
        metadata: dict[str, str],
    ) -> PaymentOpened | Unknown:
        """Create the pledge's one payment, unconfirmed and without a card.

        The card travels with `confirm` alone, so that a new card never changes what this key said.
        """

    def confirm(
        self,
        *,
        payment_ref: str,
        method_ref: str,
        off_session: bool,
        key: str,
        return_url: str | None = None,
    ) -> PaymentResult:
        """Try to take the money with this card.

        A payment that has already succeeded, was cancelled or is in progress is answered as such.
        On-session (`off_session=False`) needs `return_url` and may answer `NeedsAction` with `url`.
        """

    def read_payment(self, payment_ref: str) -> PaymentResult:
        """Read the truth about a payment. Changes nothing and may be asked at any time."""

    def find_payments(self, customer_ref: str) -> tuple[FoundPayment, ...] | Unknown:
        """Every payment of the customer, newest first; by listing, never by search."""

    def cancel_payment(self, *, payment_ref: str, key: str) -> PaymentResult:
        """Make sure that the payment can never succeed. Answers `Paid` if it already has."""

    def detach(self, *, method_ref: str, key: str) -> Done | Unknown:
        """Delete the saved card at the processor. A card that is gone already is fine."""

    def forget_customer(self, customer_ref: str) -> Done | Unknown:
        """Delete the customer and with it every saved card; payments stay."""

    def refund(
        self, *, payment_ref: str, amount_minor: int, number: int, key: str
    ) -> Refunded | RefundRefused | Unknown:
        """Give back a part or all of a charge; never more than is left of it."""

    def find_refunds(self, payment_ref: str) -> tuple[Refunded, ...] | Unknown:
        """Every refund of the payment, newest first, those made in the dashboard too."""

    def parse_webhook(self, *, raw: bytes, signature: str, now: datetime) -> EventRef:
        """Check who sent it and when; raises `BadSignature`, `WrongMode` or `UnknownShape`."""

    def list_events(self, *, since: datetime) -> tuple[EventRef, ...] | Unknown:
        """Events since then, newest first, for catching up after webhooks were lost."""

    def list_balance(
        self, *, since: datetime, until: datetime
    ) -> tuple[BalanceLine, ...] | Unknown:
        """Read the processor's own books from `since` up to but without `until`, newest first."""
