"""Answers that neither target gives on demand, from a wire of the test under the real SDK."""

import json

import pytest
import stripe

from redress.pledges.processors.errors import ProcessorRefused
from redress.pledges.processors.port import Done, Doubt, Unknown
from redress.pledges.processors.stripe_processor import (
    StripeProcessor,
    _error_body,
    _retry_after,
)
from tests.sandbox.process import SECRET


class Wire(stripe.HTTPClient):
    """Gives the answers in their order and sends nothing."""

    name = "wire"

    def __init__(self, *answers: tuple[int, dict | str]) -> None:
        super().__init__()
        self.answers = list(answers)

    def request(self, method, url, headers, post_data=None):
        status, body = self.answers.pop(0)
        return (body if isinstance(body, str) else json.dumps(body)), status, {}

    def close(self) -> None:
        pass


def answering(*answers: tuple[int, dict | str]) -> StripeProcessor:
    processor = StripeProcessor(name="stripe", api_key="sk_test_x", webhook_secret=SECRET)
    processor._client = stripe.StripeClient("sk_test_x", http_client=Wire(*answers))
    return processor


def refused(status: int = 400, **error: str) -> tuple[int, dict]:
    return status, {"error": {"type": "invalid_request_error", "message": "no"} | error}


SETUP = {
    "pledge": 7,
    "email": "rosa@example.org",
    "language": "en",
    "success_url": "http://localhost/",
    "cancel_url": "http://localhost/",
    "customer_ref": "cus_1",
    "key": "k",
}


class TestRefusals:
    @pytest.mark.parametrize(
        ("answers", "ask"),
        [
            (
                [(200, {"id": "cs_1", "object": "checkout.session", "url": None})],
                lambda p: p.start_setup(**SETUP),
            ),
            (
                [refused(), (200, {"id": "cs_1", "object": "checkout.session", "status": "open"})],
                lambda p: p.close_setup(session_ref="cs_1", key="k"),
            ),
            (
                [refused(param="return_url", code="url_invalid")],
                lambda p: p.confirm(
                    payment_ref="pi_1", method_ref="pm_1", off_session=True, key="k"
                ),
            ),
            ([refused()], lambda p: p.cancel_payment(payment_ref="pi_1", key="k")),
            (
                [refused(), (200, {"id": "pm_1", "object": "payment_method", "customer": "cus_1"})],
                lambda p: p.detach(method_ref="pm_1", key="k"),
            ),
            ([refused()], lambda p: p.forget_customer("cus_1")),
            (
                [refused(code="resource_missing")],
                lambda p: p.refund(payment_ref="pi_1", amount_minor=1, number=1, key="k"),
            ),
            ([refused(403)], lambda p: p.read_payment("pi_1")),
            ([refused(402)], lambda p: p.read_payment("pi_1")),
        ],
    )
    def test_are_raised_and_never_taken_for_a_decline(self, answers, ask):
        with pytest.raises(ProcessorRefused):
            ask(answering(*answers))


class TestDetach:
    def test_is_content_when_there_is_no_such_card(self):
        assert answering(refused(404)).detach(method_ref="pm_1", key="k") == Done()


class TestStrangeAnswers:
    @pytest.mark.parametrize("status", [200, 500, 502, 503])
    def test_are_unknown(self, status):
        answer = answering((status, "<html>Bad gateway</html>")).read_payment("pi_1")

        assert answer == Unknown(doubt=Doubt.SERVER_ERROR)

    def test_without_details_are_a_plain_decline(self):
        error = stripe.CardError("no", param=None, code="card_declined")

        assert _error_body(error) == {"code": "card_declined"}

    def test_tell_a_time_to_wait_only_when_it_is_one(self):
        assert _retry_after(stripe.RateLimitError("no", headers={"Retry-After": "soon"})) is None
        assert _retry_after(stripe.RateLimitError("no", headers={"Retry-After": "2"})) == 2.0
