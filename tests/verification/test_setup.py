"""Saving a card: what Stripe's documents state, asked through the port and the real SDK."""

import pytest
import stripe

from redress.pledges.processors.errors import KeyConflict
from redress.pledges.processors.port import Done, SetupStarted, SetupStatus


class TestStartSetup:
    def test_opens_a_hosted_page(self, target):
        """docs.stripe.com/api/checkout/sessions/create: mode `setup` answers a url and is open."""
        started = target.setup(pledge=7)

        state = target.processor.read_setup(started.session_ref)
        assert isinstance(started, SetupStarted)
        assert started.url.startswith("http")
        assert started.session_ref.startswith("cs_test_")
        assert started.customer_ref.startswith("cus_")
        assert state.status is SetupStatus.OPEN
        assert state.customer_ref == started.customer_ref
        assert state.pledge == 7
        assert state.url == started.url
        assert state.method_ref is None
        assert not state.saved

    def test_answers_the_same_page_for_the_same_key(self, target):
        """docs.stripe.com/api/idempotent_requests: the same key gives the same result."""
        key = target.key("setup")

        first = target.setup(pledge=7, key=key)
        second = target.setup(pledge=7, key=key)

        assert second == first

    def test_refuses_other_parameters_under_the_same_key(self, target):
        """docs.stripe.com/api/idempotent_requests: parameters are compared, a change errors."""
        key = target.key("setup")
        target.setup(pledge=7, key=key)

        with pytest.raises(KeyConflict):
            target.setup(pledge=7, key=key, cancel_url="http://localhost:8000/other")

    def test_keeps_the_customer_that_it_is_given(self, target):
        """docs.stripe.com/api/checkout/sessions/create: `customer` is an existing customer."""
        customer = target.customer()

        started = target.setup(customer_ref=customer)

        assert started.customer_ref == customer

    def test_takes_no_fixed_list_of_types(self, target):
        """docs.stripe.com/changelog/endive: `payment_method_types` can no longer be set."""
        with pytest.raises(stripe.InvalidRequestError):
            target.sdk.v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "customer": target.customer(),
                    "payment_method_types": ["card"],
                    "success_url": "http://localhost:8000/",
                }
            )

    def test_needs_a_currency_or_the_types(self, target):
        """docs.stripe.com/api/checkout/sessions/create: `currency` is required in setup mode then."""
        with pytest.raises(stripe.InvalidRequestError):
            target.sdk.v1.checkout.sessions.create(
                {"mode": "setup", "customer": target.customer(), "success_url": "http://localhost/"}
            )


class TestCloseSetup:
    def test_expires_an_open_page(self, target):
        """docs.stripe.com/api/checkout/sessions/expire: an open session becomes expired."""
        started = target.setup()

        closed = target.processor.close_setup(
            session_ref=started.session_ref, key=target.key("close")
        )

        state = target.processor.read_setup(started.session_ref)
        assert closed == Done()
        assert state.status is SetupStatus.EXPIRED
        assert state.url is None

    def test_leaves_an_expired_page_as_it_is(self, target):
        """docs.stripe.com/api/checkout/sessions/expire: only open sessions can be expired."""
        started = target.setup()
        target.processor.close_setup(session_ref=started.session_ref, key=target.key("close"))

        again = target.processor.close_setup(
            session_ref=started.session_ref, key=target.key("close")
        )

        assert again == Done()


class TestHostedPage:
    """docs.stripe.com/payments/save-and-reuse?platform=checkout. Stripe's own page is not tested."""

    def test_saves_a_card(self, hosted):
        started = hosted.setup(pledge=7, success_url="http://localhost/b?s={CHECKOUT_SESSION_ID}")

        back = hosted.sandbox.type_card(started.url)

        state = hosted.processor.read_setup(started.session_ref)
        assert back.status_code == 303
        assert back.headers["Location"] == f"http://localhost/b?s={started.session_ref}"
        assert state.saved
        assert state.status is SetupStatus.COMPLETE
        assert state.method_ref.startswith("pm_")
        assert state.setup_ref.startswith("seti_")
        assert (state.card.brand, state.card.last4) == ("visa", "4242")
        assert (state.card.exp_month, state.card.exp_year) == (12, 2034)

    def test_knows_the_same_card_again(self, hosted):
        """docs.stripe.com/api/payment_methods/object: `fingerprint` is equal for equal numbers."""
        one, two, other = hosted.setup(), hosted.setup(), hosted.setup()
        hosted.sandbox.type_card(one.url, "4242424242424242")
        hosted.sandbox.type_card(two.url, "4242 4242 4242 4242", expiry="01/40")
        hosted.sandbox.type_card(other.url, "5555555555554444")

        prints = [
            hosted.processor.read_setup(each.session_ref).card.fingerprint
            for each in (one, two, other)
        ]
        assert prints[0] == prints[1]
        assert prints[0] != prints[2]

    def test_asks_for_three_d_secure_and_then_saves(self, hosted):
        """docs.stripe.com/testing#three-ds-cards: …3155 authenticates when it is set up."""
        started = hosted.setup()

        asked = hosted.sandbox.type_card(started.url, "4000002500003155")
        before = hosted.processor.read_setup(started.session_ref)
        hosted.sandbox.answer_bank(asked.headers["Location"])

        assert asked.status_code == 303
        assert not before.saved
        assert hosted.processor.read_setup(started.session_ref).saved

    def test_saves_nothing_when_authentication_fails(self, hosted):
        """docs.stripe.com/payments/setup-intents: failed authentication needs another method."""
        started = hosted.setup()
        asked = hosted.sandbox.type_card(started.url, "4000002760003184")

        hosted.sandbox.answer_bank(asked.headers["Location"], "fail")

        state = hosted.processor.read_setup(started.session_ref)
        assert state.status is SetupStatus.OPEN
        assert not state.saved
        assert state.method_ref is None


class TestDetach:
    def test_makes_the_card_useless(self, target):
        """docs.stripe.com/api/payment_methods/detach: it can no longer be used for a payment."""
        customer = target.customer()
        card = target.card(customer)

        done = target.processor.detach(method_ref=card, key=target.key("detach"))

        assert done == Done()
        assert target.sdk.v1.payment_methods.retrieve(card).customer is None
        refused = target.confirm(target.payment(customer), card)
        assert refused.may_retry is False

    def test_is_content_with_a_card_that_is_gone(self, target):
        """docs.stripe.com/api/payment_methods/detach: detaching twice is refused."""
        card = target.card(target.customer())
        target.processor.detach(method_ref=card, key=target.key("detach"))

        again = target.processor.detach(method_ref=card, key=target.key("detach"))

        assert again == Done()
        with pytest.raises(stripe.InvalidRequestError):
            target.sdk.v1.payment_methods.detach(card)


class TestForgetCustomer:
    def test_detaches_every_card(self, target):
        """docs.stripe.com/api/customers/delete: permanently, also for its cards."""
        customer = target.customer()
        card = target.card(customer)
        payment = target.payment(customer)

        done = target.processor.forget_customer(customer)

        assert done == Done()
        assert target.sdk.v1.customers.retrieve(customer).deleted is True
        assert target.confirm(payment, card).may_retry is False

    def test_is_content_with_a_customer_that_is_gone(self, target):
        """docs.stripe.com/api/errors: 404 for what does not exist."""
        customer = target.customer()
        target.processor.forget_customer(customer)

        assert target.processor.forget_customer(customer) == Done()
