"""Every state that Stripe's documents give a PaymentIntent, read by the port. Pure."""

import pytest

from redress.pledges.processors.declines import may_try_again
from redress.pledges.processors.port import Cancelled, Declined, InProgress, NeedsAction, NotPaid
from redress.pledges.processors.reading import payment_result, setup_state


def intent(status: str, **more: object) -> dict:
    return {"id": "pi_1", "status": status, "currency": "usd", "amount_received": 0} | more


class TestPaymentResult:
    @pytest.mark.parametrize(
        ("body", "result"),
        [
            (intent("requires_payment_method"), NotPaid(payment_ref="pi_1")),
            (intent("requires_confirmation"), NotPaid(payment_ref="pi_1")),
            (intent("processing"), InProgress(payment_ref="pi_1")),
            (intent("requires_capture"), InProgress(payment_ref="pi_1")),
            (intent("something_new"), InProgress(payment_ref="pi_1")),
            (intent("canceled"), Cancelled(payment_ref="pi_1")),
            (intent("succeeded", latest_charge=None), InProgress(payment_ref="pi_1")),
            (intent("requires_action"), NeedsAction(payment_ref="pi_1", url=None)),
        ],
    )
    def test_never_takes_doubt_for_an_answer(self, body, result):
        assert payment_result(body) == result

    def test_has_no_fee_before_it_is_booked(self):
        charge = {"id": "ch_1", "created": 1795197600, "balance_transaction": None}

        paid = payment_result(intent("succeeded", amount_received=2800, latest_charge=charge))

        assert (paid.amount_minor, paid.fee_minor, paid.balance_ref) == (2800, None, None)

    def test_reads_a_refusal_without_details(self):
        error = {"type": "card_error", "code": "card_declined"}

        declined = payment_result(intent("requires_payment_method", last_payment_error=error))

        assert declined == Declined(payment_ref="pi_1", code="card_declined", may_retry=True)


class TestSetupState:
    def test_is_not_saved_before_the_set_up_has_succeeded(self):
        saving = {"id": "seti_1", "status": "processing", "payment_method": {"id": "pm_1"}}

        state = setup_state(
            {"id": "cs_1", "status": "complete", "customer": "cus_1", "setup_intent": saving}
        )

        assert not state.saved


class TestMayTryAgain:
    @pytest.mark.parametrize(
        ("code", "decline_code", "advice_code", "may"),
        [
            ("card_declined", "insufficient_funds", None, True),
            ("card_declined", "do_not_honor", "try_again_later", True),
            ("card_declined", None, None, True),
            ("processing_error", None, None, True),
            ("card_declined", "do_not_honor", "do_not_try_again", False),
            ("card_declined", "generic_decline", "confirm_card_data", False),
            ("card_declined", "lost_card", None, False),
            ("card_declined", "stolen_card", None, False),
            ("card_declined", "pickup_card", None, False),
            ("card_declined", "fraudulent", None, False),
            ("card_declined", "revocation_of_all_authorizations", None, False),
            ("expired_card", None, None, False),
        ],
    )
    def test_follows_the_bank(self, code, decline_code, advice_code, may):
        answer = may_try_again(code=code, decline_code=decline_code, advice_code=advice_code)

        assert answer is may
