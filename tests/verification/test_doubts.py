"""Lost answers, failures and storms: what the port makes of them, and that money moves once."""

import threading

import pytest

from redress.core.locks import NoTransaction
from redress.pledges.processors.errors import KeyConflict, NotConfigured, ProcessorRefused
from redress.pledges.processors.port import (
    Declined,
    Doubt,
    NeedsAction,
    NotPaid,
    Paid,
    PaymentOpened,
    Unknown,
)
from redress.pledges.processors.stripe_processor import StripeProcessor, for_settings
from tests.sandbox.process import KEY, SECRET

CONFIRM = "POST /v1/payment_intents/*/confirm"


@pytest.fixture
def case(hosted):
    """A customer with a card and an unconfirmed payment."""
    customer = hosted.customer()
    return hosted, hosted.payment(customer, pledge=7), hosted.card(customer)


def charges_of(target, payment: str) -> int:
    return len(target.sdk.v1.charges.list({"payment_intent": payment}).data)


class TestLostAnswer:
    def test_before_the_work_means_nothing_was_taken(self, case):
        target, payment, card = case
        target.sandbox.order_fault("drop_before", CONFIRM, count=1)

        answer = target.confirm(payment, card, key="lost:1")

        assert answer == Unknown(doubt=Doubt.CONNECTION)
        assert target.processor.read_payment(payment) == NotPaid(payment_ref=payment)
        assert isinstance(target.confirm(payment, card, key="lost:1"), Paid)
        assert charges_of(target, payment) == 1

    def test_after_the_work_is_found_by_reading(self, case):
        target, payment, card = case
        target.sandbox.order_fault("drop_after", CONFIRM, count=1)

        answer = target.confirm(payment, card, key="lost:2")

        paid = target.processor.read_payment(payment)
        assert answer == Unknown(doubt=Doubt.CONNECTION)
        assert isinstance(paid, Paid)
        assert target.confirm(payment, card, key="lost:2") == paid
        assert target.confirm(payment, card, key="lost:3") == paid
        assert charges_of(target, payment) == 1

    def test_of_a_creation_is_answered_by_the_same_key(self, hosted):
        customer = hosted.customer()
        asked = {
            "pledge": 7,
            "amount_minor": 2800,
            "currency": "USD",
            "customer_ref": customer,
            "key": hosted.key("pi"),
            "description": "Pledge",
            "metadata": {},
        }
        hosted.sandbox.order_fault("drop_after", "POST /v1/payment_intents", count=1)

        lost = hosted.processor.ensure_payment(**asked)
        found = hosted.processor.ensure_payment(**asked)

        assert lost == Unknown(doubt=Doubt.CONNECTION)
        assert isinstance(found, PaymentOpened)
        assert [each.payment_ref for each in hosted.processor.find_payments(customer)] == [
            found.payment_ref
        ]


class TestServerError:
    def test_is_replayed_under_its_key_and_passes_under_the_next(self, case):
        """docs.stripe.com/api/idempotent_requests: the first result is kept, 500s too."""
        target, payment, card = case
        target.sandbox.order_fault("http_500", CONFIRM, count=1)

        first = target.confirm(payment, card, key="500:1")
        second = target.confirm(payment, card, key="500:1")

        assert first == second == Unknown(doubt=Doubt.SERVER_ERROR)
        assert target.processor.read_payment(payment) == NotPaid(payment_ref=payment)
        assert isinstance(target.confirm(payment, card, key="500:2"), Paid)

    def test_may_hide_a_charge_which_reading_finds(self, case):
        target, payment, card = case
        target.sandbox.order_fault("http_500_after", CONFIRM, count=1)

        answer = target.confirm(payment, card, key="500:3")

        assert answer == Unknown(doubt=Doubt.SERVER_ERROR)
        assert isinstance(target.processor.read_payment(payment), Paid)
        assert isinstance(target.confirm(payment, card, key="500:4"), Paid)
        assert charges_of(target, payment) == 1


class TestRateLimit:
    def test_is_unknown_with_the_time_to_wait(self, case):
        """docs.stripe.com/rate-limits: 429, nothing was done, the key is unused."""
        target, payment, card = case
        target.sandbox.order_fault("http_429", CONFIRM, count=1)

        answer = target.confirm(payment, card, key="429:1")

        assert answer == Unknown(doubt=Doubt.RATE_LIMITED, retry_after=1.0)
        assert isinstance(target.confirm(payment, card, key="429:1"), Paid)


class TestSlowness:
    def test_is_unknown_and_never_a_decline(self, case, monkeypatch):
        target, payment, card = case
        monkeypatch.setattr("redress.pledges.processors.stripe_processor.TIMEOUT", (1.0, 0.3))
        hasty = target.sandbox.processor()
        target.sandbox.order_fault("latency_after", CONFIRM, count=1, milliseconds=900)

        answer = hasty.confirm(payment_ref=payment, method_ref=card, off_session=True, key="slow:1")

        assert answer == Unknown(doubt=Doubt.TIMEOUT)
        assert isinstance(target.processor.read_payment(payment), Paid)

    def test_of_another_request_with_the_key_is_in_flight(self, case):
        """docs.stripe.com/error-low-level#409: another request with this key is running."""
        target, payment, card = case
        answers = []

        def confirm() -> None:
            answers.append(target.confirm(payment, card, key="flight:1"))

        threads = [threading.Thread(target=confirm) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        paid = target.processor.read_payment(payment)
        assert isinstance(paid, Paid)
        assert paid in answers
        assert all(
            each in (paid, Unknown(doubt=Doubt.IN_FLIGHT, retry_after=None)) for each in answers
        )
        assert charges_of(target, payment) == 1


class TestAbsence:
    def test_of_the_processor_is_unknown(self):
        processor = StripeProcessor(
            name="sandbox", api_key=KEY, webhook_secret=SECRET, api_base="http://localhost:9"
        )

        assert processor.read_payment("pi_1") == Unknown(doubt=Doubt.CONNECTION)
        assert processor.find_payments("cus_1") == Unknown(doubt=Doubt.CONNECTION)


class TestReplay:
    def test_of_an_old_refusal_never_hides_the_charge_since(self, case):
        target, payment, card = case
        first = target.confirm(payment, "pm_card_chargeDeclinedInsufficientFunds", key="old:1")
        paid = target.confirm(payment, card, key="old:2")

        replayed = target.confirm(payment, "pm_card_chargeDeclinedInsufficientFunds", key="old:1")

        assert isinstance(first, Declined)
        assert isinstance(paid, Paid)
        assert replayed == paid

    def test_of_an_old_question_never_hides_the_charge_since(self, hosted):
        customer = hosted.customer()
        payment = hosted.payment(customer)
        card = hosted.card(customer, "pm_card_authenticationRequired")
        asked = {"off_session": False, "return_url": "http://localhost/b", "key": "old:3"}
        question = hosted.confirm(payment, card, **asked)
        hosted.sandbox.answer_bank(question.url)

        replayed = hosted.confirm(payment, card, **asked)

        assert isinstance(question, NeedsAction)
        assert isinstance(replayed, Paid)


class TestKeyConflict:
    def test_is_an_alarm_and_takes_nothing(self, case):
        """docs.stripe.com/api/idempotent_requests: other parameters are an error."""
        target, payment, card = case
        target.confirm(payment, "pm_card_chargeCustomerFail", key="conflict:1")

        with pytest.raises(KeyConflict):
            target.confirm(payment, card, key="conflict:1")

        assert charges_of(target, payment) == 1
        assert isinstance(target.processor.read_payment(payment), Declined)

    def test_covers_another_endpoint_too(self, case):
        target, payment, card = case
        target.confirm(payment, card, key="conflict:2")

        with pytest.raises(KeyConflict):
            target.processor.refund(
                payment_ref=payment, amount_minor=100, number=1, key="conflict:2"
            )

        assert target.processor.find_refunds(payment) == ()


class TestForSettings:
    def test_makes_the_processor_that_is_named(self, sandbox, settings):
        processor = for_settings()

        assert processor.name == "sandbox"
        assert for_settings() is processor

    @pytest.mark.parametrize(
        ("name", "key", "base"),
        [
            ("sandbox", "sk_live_abc", "http://localhost:8010"),
            ("sandbox", "rk_live_abc", "http://localhost:8010"),
            ("stripe", "sk_live_abc", "http://localhost:8010"),
            ("sandbox", "sk_test_abc", None),
            ("sandbox", "", "http://localhost:8010"),
            ("stripe", "", None),
            ("stripe", "sk_test_abc", "https://elsewhere.example"),
        ],
    )
    def test_refuses_a_dangerous_mixture(self, settings, name, key, base):
        settings.PROCESSOR = name
        settings.PROCESSOR_API_KEY = key
        settings.PROCESSOR_API_BASE = base
        settings.PROCESSOR_WEBHOOK_SECRET = SECRET

        with pytest.raises(NotConfigured):
            for_settings()


class TestBadKey:
    def test_is_refused_loudly(self, sandbox):
        processor = StripeProcessor(
            name="sandbox", api_key="whatever", webhook_secret=SECRET, api_base=sandbox.origin
        )

        with pytest.raises(ProcessorRefused) as refused:
            processor.read_payment("pi_1")

        assert refused.value.status == 401


class TestTransaction:
    def test_is_closed_before_any_call(self, db, sandbox):
        with pytest.raises(NoTransaction):
            sandbox.processor().read_payment("pi_1")


class TestConfirmArguments:
    def test_need_a_way_back_for_a_person(self, sandbox):
        with pytest.raises(ValueError, match="address to come back"):
            sandbox.processor().confirm(
                payment_ref="pi_1", method_ref="pm_1", off_session=False, key="k"
            )
