"""Taking money: what Stripe's documents state, asked through the port and the real SDK."""

import pytest
import stripe

from redress.pledges.processors.errors import KeyConflict, ProcessorRefused
from redress.pledges.processors.port import (
    Cancelled,
    Declined,
    NeedsAction,
    NotPaid,
    Paid,
    PaymentOpened,
)

BACK = "http://localhost:8000/back?pledge=7"


class TestEnsurePayment:
    def test_creates_an_unconfirmed_payment(self, target):
        """docs.stripe.com/payments/paymentintents/lifecycle: first `requires_payment_method`."""
        payment = target.payment(target.customer())

        intent = target.sdk.v1.payment_intents.retrieve(payment)
        assert payment.startswith("pi_")
        assert intent.status == "requires_payment_method"
        assert intent.amount == 2800
        assert intent.currency == "usd"
        assert intent.livemode is False
        assert target.processor.read_payment(payment) == NotPaid(payment_ref=payment)

    def test_answers_the_same_payment_for_the_same_key(self, target):
        """docs.stripe.com/api/idempotent_requests."""
        asked = {
            "pledge": 7,
            "amount_minor": 2800,
            "currency": "USD",
            "customer_ref": target.customer(),
            "key": target.key("pi"),
            "description": "Pledge",
            "metadata": {"campaign": "kites"},
        }

        first = target.processor.ensure_payment(**asked)
        second = target.processor.ensure_payment(**asked)

        assert isinstance(first, PaymentOpened)
        assert second == first
        with pytest.raises(KeyConflict):
            target.processor.ensure_payment(**asked | {"amount_minor": 2801})

    @pytest.mark.parametrize(
        ("change", "param"),
        [
            ({"amount_minor": 49}, "amount"),
            ({"amount_minor": 100_000_000}, "amount"),
            ({"currency": "XYZ"}, "currency"),
            ({"customer_ref": "cus_nobody"}, "customer"),
        ],
    )
    def test_refuses_what_cannot_be_charged(self, target, change, param):
        """docs.stripe.com/currencies#minimum-and-maximum-charge-amounts; errors name the param."""
        asked = {
            "pledge": 7,
            "amount_minor": 2800,
            "currency": "USD",
            "customer_ref": target.customer(),
            "key": target.key("pi"),
            "description": "Pledge",
            "metadata": {},
        }

        with pytest.raises(ProcessorRefused) as refused:
            target.processor.ensure_payment(**asked | change)

        assert refused.value.param == param
        assert refused.value.status == 400

    def test_refuses_an_unknown_parameter(self, target):
        """docs.stripe.com/error-codes#parameter-unknown."""
        with pytest.raises(stripe.InvalidRequestError) as refused:
            target.sdk.v1.payment_intents.create(
                {"amount": 2800, "currency": "usd", "colour": "red"}
            )

        assert refused.value.code == "parameter_unknown"
        assert refused.value.param == "colour"


class TestConfirm:
    def test_takes_the_money(self, target):
        """docs.stripe.com/payments/save-and-reuse#charge-saved-payment-method: off-session."""
        customer = target.customer()
        card = target.card(customer)
        payment = target.payment(customer)

        paid = target.confirm(payment, card)

        assert isinstance(paid, Paid)
        assert paid.payment_ref == payment
        assert paid.charge_ref.startswith("ch_") or paid.charge_ref.startswith("py_")
        assert (paid.amount_minor, paid.currency) == (2800, "USD")
        assert paid.method_ref == card
        assert paid.balance_ref.startswith("txn_")
        assert (paid.fee_minor, paid.fee_currency) == (111, "USD")
        assert target.processor.read_payment(payment) == paid

    def test_takes_it_once_whatever_the_key(self, target):
        """docs.stripe.com/payments/paymentintents/lifecycle: `succeeded` is final."""
        customer = target.customer()
        card = target.card(customer)
        payment = target.payment(customer)
        first = target.confirm(payment, card)

        second = target.confirm(payment, card)

        assert second == first
        with pytest.raises(stripe.InvalidRequestError) as refused:
            target.sdk.v1.payment_intents.confirm(payment, {"payment_method": card})
        assert refused.value.code == "payment_intent_unexpected_state"
        assert len(target.sdk.v1.charges.list({"payment_intent": payment}).data) == 1

    @pytest.mark.parametrize(
        ("token", "code", "decline_code", "may_retry"),
        [
            ("pm_card_chargeCustomerFail", "card_declined", "generic_decline", True),
            (
                "pm_card_chargeDeclinedInsufficientFunds",
                "card_declined",
                "insufficient_funds",
                True,
            ),
            ("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card", False),
            ("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card", False),
            ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card", False),
            ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc", False),
        ],
    )
    def test_says_why_the_bank_declined(self, target, token, code, decline_code, may_retry):
        """docs.stripe.com/declines/codes; docs.stripe.com/testing#declined-payments."""
        payment = target.payment(target.customer())

        declined = target.confirm(payment, token)

        read = target.processor.read_payment(payment)
        assert isinstance(declined, Declined)
        assert declined.code == code
        assert declined.decline_code in (decline_code, None)
        assert declined.may_retry is may_retry
        assert declined.charge_ref.startswith("ch_")
        assert isinstance(read, Declined)
        assert (read.code, read.charge_ref) == (declined.code, declined.charge_ref)
        assert target.sdk.v1.payment_intents.retrieve(payment).status == "requires_payment_method"

    def test_answers_402_with_the_payment_inside(self, target):
        """docs.stripe.com/api/errors: 402, type `card_error`, `payment_intent` for declines."""
        payment = target.payment(target.customer())

        with pytest.raises(stripe.CardError) as refused:
            target.sdk.v1.payment_intents.confirm(
                payment, {"payment_method": "pm_card_chargeDeclinedLostCard", "off_session": True}
            )

        error = refused.value.json_body["error"]
        assert refused.value.http_status == 402
        assert error["type"] == "card_error"
        assert error["payment_intent"]["id"] == payment
        assert error["payment_intent"]["last_payment_error"]["code"] == "card_declined"

    def test_tells_two_declines_apart(self, target):
        """docs.stripe.com/api/payment_intents/object: each try has a charge of its own."""
        payment = target.payment(target.customer())

        first = target.confirm(payment, "pm_card_chargeDeclinedInsufficientFunds")
        second = target.confirm(payment, "pm_card_chargeDeclinedInsufficientFunds")

        assert first.charge_ref != second.charge_ref
        assert target.processor.read_payment(payment).charge_ref == second.charge_ref

    def test_takes_another_card_after_a_decline(self, target):
        """docs.stripe.com/payments/paymentintents/lifecycle: a failed one can be tried again."""
        customer = target.customer()
        payment = target.payment(customer)
        target.confirm(payment, target.card(customer, "pm_card_chargeCustomerFail"))

        paid = target.confirm(payment, target.card(customer))

        assert isinstance(paid, Paid)
        assert target.processor.read_payment(payment) == paid

    def test_asks_for_the_person_when_the_bank_wants_to_see_them(self, target):
        """docs.stripe.com/error-codes#authentication-required: off-session is a 402."""
        customer = target.customer()
        payment = target.payment(customer)
        card = target.card(customer, "pm_card_authenticationRequired")

        asked = target.confirm(payment, card)

        read = target.processor.read_payment(payment)
        assert isinstance(asked, NeedsAction)
        assert asked.url is None
        assert asked.code == "authentication_required"
        assert isinstance(read, NeedsAction)
        assert read.url is None
        assert target.sdk.v1.payment_intents.retrieve(payment).status == "requires_payment_method"

    def test_sends_the_person_to_the_bank(self, target):
        """docs.stripe.com/payments/3d-secure/authentication-flow: `redirect_to_url`."""
        customer = target.customer()
        payment = target.payment(customer)
        card = target.card(customer, "pm_card_authenticationRequired")

        asked = target.confirm(payment, card, off_session=False, return_url=BACK)

        assert isinstance(asked, NeedsAction)
        assert asked.url.startswith("http")
        assert target.processor.read_payment(payment).url == asked.url
        assert target.sdk.v1.payment_intents.retrieve(payment).status == "requires_action"

    def test_declines_a_card_of_somebody_else(self, target):
        """docs.stripe.com/api/payment_methods/attach: it must be attached to the customer."""
        payment = target.payment(target.customer())
        card = target.card(target.customer())

        declined = target.confirm(payment, card)

        assert isinstance(declined, Declined)
        assert declined.may_retry is False
        assert target.processor.read_payment(payment) == NotPaid(payment_ref=payment)

    def test_refuses_an_unknown_payment(self, target):
        """docs.stripe.com/error-codes#resource-missing: 404."""
        with pytest.raises(ProcessorRefused) as refused:
            target.confirm("pi_3NothingOfThisName", "pm_card_visa")

        assert (refused.value.code, refused.value.status) == ("resource_missing", 404)


class TestSavedWithAuthentication:
    def test_passes_later_when_set_up_with_three_d_secure(self, hosted):
        """docs.stripe.com/testing#three-ds-cards: …3155 "authenticate unless set up"."""
        started = hosted.setup()
        asked = hosted.sandbox.type_card(started.url, "4000002500003155")
        hosted.sandbox.answer_bank(asked.headers["Location"])
        card = hosted.processor.read_setup(started.session_ref).method_ref

        paid = hosted.confirm(hosted.payment(started.customer_ref), card)

        assert isinstance(paid, Paid)

    def test_asks_for_the_person_when_not_set_up(self, target):
        """docs.stripe.com/testing#three-ds-cards: without set-up, off-session needs the person."""
        customer = target.customer()
        card = target.card(customer, "pm_card_authenticationRequiredOnSetup")

        asked = target.confirm(target.payment(customer), card)

        assert isinstance(asked, NeedsAction)

    def test_pays_once_the_person_has_approved(self, hosted):
        """docs.stripe.com/payments/3d-secure: back at `return_url` with payment and result."""
        customer = hosted.customer()
        payment = hosted.payment(customer)
        card = hosted.card(customer, "pm_card_authenticationRequired")
        asked = hosted.confirm(payment, card, off_session=False, return_url=BACK)

        back = hosted.sandbox.answer_bank(asked.url)

        assert back.status_code == 303
        assert back.headers["Location"].startswith(f"{BACK}&payment_intent={payment}&")
        assert back.headers["Location"].endswith("&redirect_status=succeeded")
        assert isinstance(hosted.processor.read_payment(payment), Paid)

    def test_takes_nothing_when_the_person_fails(self, hosted):
        """docs.stripe.com/error-codes#payment-intent-authentication-failure."""
        customer = hosted.customer()
        payment = hosted.payment(customer)
        card = hosted.card(customer, "pm_card_authenticationRequired")
        asked = hosted.confirm(payment, card, off_session=False, return_url=BACK)

        back = hosted.sandbox.answer_bank(asked.url, "fail")

        read = hosted.processor.read_payment(payment)
        assert back.headers["Location"].endswith("&redirect_status=failed")
        assert isinstance(read, NeedsAction)
        assert read.code == "payment_intent_authentication_failure"
        assert hosted.sdk.v1.charges.list({"payment_intent": payment}).data == []

    def test_takes_the_money_only_for_the_first_press(self, hosted):
        """docs.stripe.com/payments/paymentintents/lifecycle: `succeeded` is final."""
        customer = hosted.customer()
        payment = hosted.payment(customer)
        card = hosted.card(customer, "pm_card_authenticationRequired")
        asked = hosted.confirm(payment, card, off_session=False, return_url=BACK)
        hosted.sandbox.answer_bank(asked.url)

        again = hosted.sandbox.answer_bank(asked.url)

        assert again.status_code == 410
        assert len(hosted.sdk.v1.charges.list({"payment_intent": payment}).data) == 1


class TestCancelPayment:
    def test_makes_success_impossible(self, target):
        """docs.stripe.com/api/payment_intents/cancel."""
        customer = target.customer()
        card = target.card(customer)
        payment = target.payment(customer)

        cancelled = target.processor.cancel_payment(payment_ref=payment, key=target.key("cancel"))

        assert cancelled == Cancelled(payment_ref=payment)
        assert target.confirm(payment, card) == Cancelled(payment_ref=payment)
        assert target.sdk.v1.charges.list({"payment_intent": payment}).data == []

    def test_tells_that_it_was_paid_already(self, target):
        """docs.stripe.com/api/payment_intents/cancel: a succeeded one cannot be cancelled."""
        customer = target.customer()
        payment = target.payment(customer)
        paid = target.confirm(payment, target.card(customer))

        answer = target.processor.cancel_payment(payment_ref=payment, key=target.key("cancel"))

        assert answer == paid

    def test_may_be_asked_twice(self, target):
        """docs.stripe.com/api/payment_intents/cancel: a canceled one is refused, and read."""
        payment = target.payment(target.customer())
        target.processor.cancel_payment(payment_ref=payment, key=target.key("cancel"))

        again = target.processor.cancel_payment(payment_ref=payment, key=target.key("cancel"))

        assert again == Cancelled(payment_ref=payment)


class TestFindPayments:
    def test_lists_those_of_the_customer_newest_first(self, target):
        """docs.stripe.com/api/payment_intents/list: by customer, sorted by creation."""
        customer = target.customer()
        older = target.payment(customer, pledge=7)
        newer = target.payment(customer, amount=1500, pledge=8)
        target.payment(target.customer())
        paid = target.confirm(newer, target.card(customer))

        found = target.processor.find_payments(customer)

        assert {each.payment_ref for each in found} == {older, newer}
        by_ref = {each.payment_ref: each for each in found}
        assert by_ref[newer].result == paid
        assert (by_ref[newer].pledge, by_ref[newer].amount_minor) == (8, 1500)
        assert by_ref[older].result == NotPaid(payment_ref=older)

    def test_goes_through_every_page(self, hosted):
        """docs.stripe.com/api/pagination: `has_more` and `starting_after`."""
        customer = hosted.customer()
        made = {hosted.payment(customer) for _ in range(5)}

        page = hosted.sdk.v1.payment_intents.list({"customer": customer, "limit": 2})

        assert [each.id for each in page.data] != []
        assert page.has_more is True
        assert {each.id for each in page.auto_paging_iter()} == made
