"""Giving money back and reading the books: what Stripe's documents state."""

from datetime import UTC, datetime, timedelta

import pytest

from redress.pledges.processors.port import Paid, Refunded, RefundRefused, RefundStatus


@pytest.fixture
def paid(target) -> Paid:
    """A payment of $28.00 that was taken."""
    customer = target.customer()
    return target.confirm(target.payment(customer), target.card(customer))


def give_back(target, paid: Paid, amount: int, number: int = 1, key: str = ""):
    return target.processor.refund(
        payment_ref=paid.payment_ref,
        amount_minor=amount,
        number=number,
        key=key or target.key("refund"),
    )


class TestRefund:
    def test_gives_back_all(self, target, paid):
        """docs.stripe.com/api/refunds/create."""
        refund = give_back(target, paid, 2800)

        assert isinstance(refund, Refunded)
        assert refund.refund_ref.startswith("re_")
        assert refund.payment_ref == paid.payment_ref
        assert refund.charge_ref == paid.charge_ref
        assert (refund.amount_minor, refund.currency) == (2800, "USD")
        assert refund.status is RefundStatus.SUCCEEDED
        assert refund.number == 1
        assert target.processor.read_payment(paid.payment_ref).refunded_minor == 2800
        assert target.sdk.v1.charges.retrieve(paid.charge_ref).refunded is True

    def test_gives_back_no_more_than_is_left(self, target, paid):
        """docs.stripe.com/api/refunds/create: more than once, up to the charge's amount."""
        give_back(target, paid, 2000, 1)

        refused = give_back(target, paid, 801, 2)

        assert isinstance(refused, RefundRefused)
        assert target.processor.read_payment(paid.payment_ref).refunded_minor == 2000
        assert isinstance(give_back(target, paid, 800, 3), Refunded)

    def test_refuses_what_was_given_back_already(self, target, paid):
        """docs.stripe.com/error-codes#charge-already-refunded."""
        give_back(target, paid, 2800, 1)

        refused = give_back(target, paid, 1, 2)

        assert refused == RefundRefused(
            payment_ref=paid.payment_ref, code="charge_already_refunded"
        )

    def test_gives_back_once_for_one_key(self, target, paid):
        """docs.stripe.com/api/idempotent_requests."""
        key = target.key("refund")

        first = give_back(target, paid, 1000, 1, key)
        second = give_back(target, paid, 1000, 1, key)

        assert second == first
        assert target.processor.read_payment(paid.payment_ref).refunded_minor == 1000

    def test_refuses_a_payment_that_was_never_taken(self, target):
        """docs.stripe.com/refunds: only a succeeded payment."""
        payment = target.payment(target.customer())

        refused = target.processor.refund(
            payment_ref=payment, amount_minor=2800, number=1, key=target.key("refund")
        )

        assert isinstance(refused, RefundRefused)


class TestFindRefunds:
    def test_lists_those_of_the_payment(self, target, paid):
        """docs.stripe.com/api/refunds/list: by `payment_intent`."""
        one = give_back(target, paid, 1000, 1)
        two = give_back(target, paid, 500, 2)

        found = target.processor.find_refunds(paid.payment_ref)

        assert set(found) == {one, two}


class TestListBalance:
    def test_shows_charge_fee_and_refund(self, target, paid):
        """docs.stripe.com/api/balance_transactions/list: amount, fee and net."""
        refund = give_back(target, paid, 1000)
        now = datetime.now(UTC)

        lines = target.processor.list_balance(
            since=now - timedelta(hours=1), until=now + timedelta(hours=1)
        )

        ours = {line.source_ref: line for line in lines}
        charged, returned = ours[paid.charge_ref], ours[refund.refund_ref]
        assert (charged.kind, charged.amount_minor) == ("charge", 2800)
        assert (charged.fee_minor, charged.net_minor) == (111, 2689)
        assert (returned.kind, returned.amount_minor) == ("refund", -1000)

    def test_keeps_to_the_span(self, target, paid):
        """docs.stripe.com/api/balance_transactions/list: `created[gte]` and `created[lt]`."""
        before = paid.paid_at - timedelta(days=2)

        lines = target.processor.list_balance(since=before - timedelta(days=1), until=before)

        assert paid.charge_ref not in {line.source_ref for line in lines}


class TestListEvents:
    def test_tells_what_happened_to_the_payment(self, target, paid):
        """docs.stripe.com/api/events/list: newest first, by type and creation."""
        since = paid.paid_at - timedelta(seconds=5)

        events = target.processor.list_events(since=since)

        ours = [event for event in events if event.payment_ref == paid.payment_ref]
        assert [event.kind for event in ours] == ["payment_intent.succeeded"]
        assert ours[0].event_id.startswith("evt_")
        assert ours[0].livemode is False
