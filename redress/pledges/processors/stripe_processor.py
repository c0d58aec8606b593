"""Stripe, and the sandbox that answers like it: the only module that speaks to the SDK.

The SDK would retry by itself and invent a random key for a POST without one. Neither survives a
killed process, so both are off: every POST carries the caller's persisted key, is sent once, and
whoever gets no answer is told `Unknown`. The rules about keys stand on Stripe's page "Idempotent
requests", those about errors on its page "Error handling".
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import stripe
from django.conf import settings

from redress.core.locks import refuse_transaction
from redress.pledges.processors import reading
from redress.pledges.processors.errors import (
    BadSignature,
    KeyConflict,
    NotConfigured,
    ProcessorRefused,
    UnknownShape,
    WrongMode,
)
from redress.pledges.processors.port import (
    BalanceLine,
    Capability,
    Declined,
    Done,
    Doubt,
    EventRef,
    FoundPayment,
    PaymentOpened,
    PaymentResult,
    Processor,
    Refunded,
    RefundRefused,
    SetupStarted,
    SetupState,
    Unknown,
)

API_VERSION = "2026-10-28.endive"
"""Pinned: a new version is adopted by a commit that has run the conformance suite."""
TIMEOUT = (5.0, 20.0)
"""Seconds to connect and to wait for an answer; the SDK's own default is 80."""
OLDEST_WEBHOOK = timedelta(seconds=300)
SUBSCRIBED = (
    "checkout.session.completed",
    "checkout.session.expired",
    "setup_intent.succeeded",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
)
"""The events worth sending to us; the operator chooses exactly these at Stripe."""
WITH_FEE = ["latest_charge.balance_transaction"]
LOOPBACK = ("localhost", "127.0.0.1", "::1")
CAPABILITIES = frozenset(Capability)


def for_settings() -> Processor:
    """The processor that the settings name. Raises NotConfigured for a dangerous mixture."""
    return _made(
        settings.PROCESSOR,
        settings.PROCESSOR_API_KEY,
        settings.PROCESSOR_WEBHOOK_SECRET,
        settings.PROCESSOR_API_BASE,
    )


@lru_cache(maxsize=4)
def _made(name: str, api_key: str, webhook_secret: str, api_base: str | None) -> "StripeProcessor":
    return StripeProcessor(
        name=name, api_key=api_key, webhook_secret=webhook_secret, api_base=api_base
    )


class StripeProcessor:
    """`Processor` by Stripe's API. Safe to share between threads."""

    capabilities = CAPABILITIES

    def __init__(
        self, *, name: str, api_key: str, webhook_secret: str, api_base: str | None = None
    ) -> None:
        """Refuse what must not be mixed, then make a client; nothing is sent yet."""
        self.livemode = api_key.startswith(("sk_live_", "rk_live_"))
        _refuse_mixture(name, api_key, api_base, live=self.livemode)
        self.name = name
        self._webhook_secret = webhook_secret
        # a proxy named in the environment has no business between us and our own machine
        direct = {"http": None, "https": None} if api_base else None
        self._client = stripe.StripeClient(
            api_key,
            stripe_version=API_VERSION,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=TIMEOUT, proxy=direct),  # type: ignore[arg-type]  # its own TypedDict
        )

    # --- saving a card ---------------------------------------------------------------------

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
        """Create the customer if there is none, and a Checkout Session in the mode `setup`."""
        marks = {"pledge": str(pledge)}

        def start() -> SetupStarted:
            owner = customer_ref or self._create_customer(email, language, marks, key)
            session = self._client.v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "customer": owner,
                    "allowed_payment_method_types": ["card"],
                    "success_url": success_url,
                    "cancel_url": cancel_url,
                    "locale": "es" if language == "es" else "en",
                    "client_reference_id": str(pledge),
                    "metadata": marks,
                    "setup_intent_data": {"metadata": marks},
                },
                {"idempotency_key": f"{key}:session"},
            )
            if session.url is None:
                raise ProcessorRefused(code="no_url", param="url")
            return SetupStarted(url=session.url, session_ref=session.id, customer_ref=owner)

        return _ask(start)

    def _create_customer(self, email: str, language: str, marks: dict[str, str], key: str) -> str:
        customer = self._client.v1.customers.create(
            {"email": email, "preferred_locales": [language], "metadata": marks},
            {"idempotency_key": f"{key}:customer"},
        )
        return customer.id

    def read_setup(self, session_ref: str) -> SetupState | Unknown:
        """Read session, SetupIntent and card in one call."""

        def read() -> SetupState:
            expanded = ["setup_intent.payment_method"]
            found = self._client.v1.checkout.sessions.retrieve(session_ref, {"expand": expanded})
            return reading.setup_state(found.to_dict())

        return _ask(read)

    def close_setup(self, *, session_ref: str, key: str) -> Done | Unknown:
        """Expire the session; one that is complete or expired stays as it is."""

        def close() -> Done:
            try:
                self._client.v1.checkout.sessions.expire(session_ref, {}, {"idempotency_key": key})
            except stripe.InvalidRequestError:
                now = self._client.v1.checkout.sessions.retrieve(session_ref)
                if now.status == "open":
                    raise
            return Done()

        return _ask(close)

    # --- taking the money ------------------------------------------------------------------

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
        """Create the PaymentIntent, unconfirmed."""

        def create() -> PaymentOpened:
            intent = self._client.v1.payment_intents.create(
                {
                    "amount": amount_minor,
                    "currency": currency.lower(),
                    "customer": customer_ref,
                    "allowed_payment_method_types": ["card"],
                    # not the default `automatic_async`, which books the fee some time later
                    "capture_method": "automatic",
                    "description": description,
                    "metadata": {**metadata, "pledge": str(pledge)},
                },
                {"idempotency_key": key},
            )
            return PaymentOpened(payment_ref=intent.id)

        return _ask(create)

    def confirm(
        self,
        *,
        payment_ref: str,
        method_ref: str,
        off_session: bool,
        key: str,
        return_url: str | None = None,
    ) -> PaymentResult:
        """Confirm the PaymentIntent with this card."""
        if not off_session and not return_url:
            raise ValueError("A person who is present needs an address to come back to.")

        def attempt() -> PaymentResult:
            try:
                return self._confirm(
                    payment_ref, method_ref, return_url if not off_session else None, key
                )
            except stripe.CardError as error:
                if _is_replay(error.headers):
                    return self.read_payment(payment_ref)
                return reading.refusal(payment_ref, _error_body(error))
            except stripe.InvalidRequestError as error:
                if error.code == "payment_intent_unexpected_state":
                    return self.read_payment(payment_ref)
                if error.param == "payment_method":  # detached, or of somebody else
                    code = error.code or "payment_method_unusable"
                    return Declined(
                        payment_ref=payment_ref, code=code, may_retry=False, method_ref=method_ref
                    )
                raise

        return _ask(attempt)

    def _confirm(
        self, payment_ref: str, method_ref: str, return_url: str | None, key: str
    ) -> PaymentResult:
        options: stripe.RequestOptions = {"idempotency_key": key}
        confirm = self._client.v1.payment_intents.confirm
        if return_url is None:
            intent = confirm(
                payment_ref,
                {"payment_method": method_ref, "off_session": True, "expand": WITH_FEE},
                options,
            )
        else:
            intent = confirm(
                payment_ref,
                {"payment_method": method_ref, "return_url": return_url, "expand": WITH_FEE},
                options,
            )
        result = reading.payment_result(intent.to_dict())
        answer = intent.last_response
        if answer is not None and _is_replay(answer.headers):
            # the kept answer may be older than what has happened since
            return self.read_payment(payment_ref)
        return result

    def read_payment(self, payment_ref: str) -> PaymentResult:
        """Read the PaymentIntent with charge and fee."""

        def read() -> PaymentResult:
            found = self._client.v1.payment_intents.retrieve(payment_ref, {"expand": WITH_FEE})
            return reading.payment_result(found.to_dict())

        return _ask(read)

    def find_payments(self, customer_ref: str) -> tuple[FoundPayment, ...] | Unknown:
        """List by customer. Never by search, which lags behind."""

        def find() -> tuple[FoundPayment, ...]:
            expanded = [f"data.{path}" for path in WITH_FEE]
            page = self._client.v1.payment_intents.list(
                {"customer": customer_ref, "limit": 100, "expand": expanded}
            )
            return tuple(reading.found_payment(body) for body in _bodies(page.auto_paging_iter()))

        return _ask(find)

    def cancel_payment(self, *, payment_ref: str, key: str) -> PaymentResult:
        """Cancel; a payment that cannot be cancelled any more is read instead."""

        def cancel() -> PaymentResult:
            try:
                intent = self._client.v1.payment_intents.cancel(
                    payment_ref, {"expand": WITH_FEE}, {"idempotency_key": key}
                )
            except stripe.InvalidRequestError as error:
                if error.code == "payment_intent_unexpected_state":
                    return self.read_payment(payment_ref)
                raise
            return reading.payment_result(intent.to_dict())

        return _ask(cancel)

    # --- letting go ------------------------------------------------------------------------

    def detach(self, *, method_ref: str, key: str) -> Done | Unknown:
        """Detach the card for good."""

        def detach() -> Done:
            try:
                self._client.v1.payment_methods.detach(method_ref, {}, {"idempotency_key": key})
            except stripe.InvalidRequestError as error:
                if error.http_status == 404:
                    return Done()
                if self._client.v1.payment_methods.retrieve(method_ref).customer is not None:
                    raise
            return Done()

        return _ask(detach)

    def forget_customer(self, customer_ref: str) -> Done | Unknown:
        """Delete the customer; Stripe takes no key for a DELETE, which repeats harmlessly."""

        def forget() -> Done:
            try:
                self._client.v1.customers.delete(customer_ref)
            except stripe.InvalidRequestError as error:
                if error.http_status != 404:
                    raise
            return Done()

        return _ask(forget)

    # --- giving it back --------------------------------------------------------------------

    def refund(
        self, *, payment_ref: str, amount_minor: int, number: int, key: str
    ) -> Refunded | RefundRefused | Unknown:
        """Refund a part or all of the payment's charge."""

        def refund() -> Refunded | RefundRefused:
            try:
                made = self._client.v1.refunds.create(
                    {
                        "payment_intent": payment_ref,
                        "amount": amount_minor,
                        "metadata": {"number": str(number)},
                    },
                    {"idempotency_key": key},
                )
            except stripe.InvalidRequestError as error:
                if error.code in ("resource_missing", "parameter_unknown"):
                    raise
                return RefundRefused(payment_ref=payment_ref, code=error.code or "not_refundable")
            return reading.refunded(made.to_dict())

        return _ask(refund)

    def find_refunds(self, payment_ref: str) -> tuple[Refunded, ...] | Unknown:
        """List by payment, those made in the dashboard too."""

        def find() -> tuple[Refunded, ...]:
            page = self._client.v1.refunds.list({"payment_intent": payment_ref, "limit": 100})
            return tuple(reading.refunded(body) for body in _bodies(page.auto_paging_iter()))

        return _ask(find)

    # --- being told ------------------------------------------------------------------------

    def parse_webhook(self, *, raw: bytes, signature: str, now: datetime) -> EventRef:
        """Check sender, age and mode; read only which object it is about."""
        try:
            stripe.WebhookSignature.verify_header(raw, signature, self._webhook_secret)
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
            raise BadSignature("Not signed with our secret.") from error
        if abs(now - _signed_at(signature)) > OLDEST_WEBHOOK:
            raise BadSignature("Signed more than five minutes away from now.")
        try:
            event = reading.event_ref(json.loads(raw))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnknownShape("Signed, but no event that we can read.") from error
        if event.livemode is not self.livemode:
            raise WrongMode(f"Event {event.event_id} is of the other mode.")
        return event

    def list_events(self, *, since: datetime) -> tuple[EventRef, ...] | Unknown:
        """List the events that we subscribe to."""

        def find() -> tuple[EventRef, ...]:
            page = self._client.v1.events.list(
                {"types": list(SUBSCRIBED), "created": {"gte": _unix(since)}, "limit": 100}
            )
            return tuple(reading.event_ref(body) for body in _bodies(page.auto_paging_iter()))

        return _ask(find)

    def list_balance(
        self, *, since: datetime, until: datetime
    ) -> tuple[BalanceLine, ...] | Unknown:
        """List the balance transactions."""

        def find() -> tuple[BalanceLine, ...]:
            page = self._client.v1.balance_transactions.list(
                {"created": {"gte": _unix(since), "lt": _unix(until)}, "limit": 100}
            )
            return tuple(reading.balance_line(body) for body in _bodies(page.auto_paging_iter()))

        return _ask(find)


def _refuse_mixture(name: str, api_key: str, api_base: str | None, *, live: bool) -> None:
    if not api_key:
        raise NotConfigured("There is no API key.")
    if api_base is None:
        if name == "sandbox":
            raise NotConfigured("The sandbox needs the address of its process.")
        return
    if live:
        raise NotConfigured("A live key must never be sent to a sandbox.")
    if urlsplit(api_base).hostname not in LOOPBACK:
        raise NotConfigured("Another address than Stripe's must be on this machine.")


def _ask[Answer](call: Callable[[], Answer]) -> Answer | Unknown:
    """Make one call; doubt becomes `Unknown`, and what no retry will mend an exception."""
    refuse_transaction()
    try:
        return call()
    except stripe.APIConnectionError as error:
        slow = "Timeout" in type(error.__cause__).__name__
        return Unknown(doubt=Doubt.TIMEOUT if slow else Doubt.CONNECTION)
    except stripe.RateLimitError as error:
        return Unknown(doubt=Doubt.RATE_LIMITED, retry_after=_retry_after(error))
    except stripe.IdempotencyError as error:
        raise KeyConflict("The key belongs to another request.") from error
    except stripe.APIError as error:
        in_flight = error.http_status == 409
        return Unknown(
            doubt=Doubt.IN_FLIGHT if in_flight else Doubt.SERVER_ERROR,
            retry_after=_retry_after(error),
        )
    except stripe.StripeError as error:
        raise ProcessorRefused(
            code=error.code or type(error).__name__,
            param=getattr(error, "param", None) or "",
            status=error.http_status or 0,
        ) from error


def _retry_after(error: stripe.StripeError) -> float | None:
    value = (error.headers or {}).get("Retry-After", "")
    try:
        return float(value)
    except ValueError:
        return None


def _is_replay(headers: Any) -> bool:
    return bool(headers) and headers.get("Idempotent-Replayed") == "true"


def _error_body(error: stripe.CardError) -> dict[str, Any]:
    body = error.json_body
    if not isinstance(body, dict) or not isinstance(body.get("error"), dict):
        return {"code": error.code}
    found: dict[str, Any] = body["error"]
    return found


def _bodies(things: Iterable[stripe.StripeObject]) -> Iterable[dict[str, Any]]:
    return (thing.to_dict() for thing in things)


def _signed_at(signature: str) -> datetime:
    stamps = [part[2:] for part in signature.split(",") if part.startswith("t=")]
    return datetime.fromtimestamp(int(stamps[0]), UTC)


def _unix(at: datetime) -> int:
    return int(at.timestamp())
