"""Many at once: one charge, one saved card, and never more given back than was taken."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.sandbox.process import KEY, SandboxProcess, own_database
from tests.sandbox.test_api import make_payment
from tests.sandbox.test_pages import make_session

HEADERS = {"Authorization": f"Bearer {KEY}"}


def post(sandbox, path: str, data: dict) -> int:
    """A call on a connection of its own."""
    answer = requests.post(
        f"{sandbox.origin}{path}",
        data=data,
        headers=HEADERS,
        timeout=20,
        allow_redirects=False,
        proxies={"http": ""},
    )
    return answer.status_code


def at_once(times: int, act) -> list[int]:
    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(lambda _: act(), range(times)))


class TestConfirm:
    def test_charges_once_however_many_confirm(self, sandbox):
        payment = make_payment(sandbox)["id"]
        path = f"/v1/payment_intents/{payment}/confirm"

        statuses = at_once(12, lambda: post(sandbox, path, {"payment_method": "pm_card_visa"}))

        charges = sandbox.call("GET", f"/v1/charges?payment_intent={payment}").json()["data"]
        assert statuses == [200] + [400] * 11
        assert len(charges) == 1

    def test_ends_paid_or_cancelled_and_never_both(self, sandbox):
        for _ in range(5):
            payment = make_payment(sandbox)["id"]
            base = f"/v1/payment_intents/{payment}"
            acts = iter([("confirm", {"payment_method": "pm_card_visa"}), ("cancel", {})] * 4)

            def act(acts=acts, base=base) -> int:
                name, data = next(acts)
                return post(sandbox, f"{base}/{name}", data)

            statuses = at_once(8, act)

            end = sandbox.call("GET", base).json()
            charges = sandbox.call("GET", f"/v1/charges?payment_intent={payment}").json()["data"]
            assert statuses.count(200) == 1
            assert (end["status"], len(charges)) in [("succeeded", 1), ("canceled", 0)]


class TestRefund:
    def test_gives_back_no_more_than_was_taken(self, sandbox):
        payment = make_payment(sandbox)["id"]
        post(sandbox, f"/v1/payment_intents/{payment}/confirm", {"payment_method": "pm_card_visa"})

        asked = {"payment_intent": payment, "amount": "1000"}
        statuses = at_once(8, lambda: post(sandbox, "/v1/refunds", asked))

        refunds = sandbox.call("GET", f"/v1/refunds?payment_intent={payment}").json()["data"]
        assert statuses == [200, 200] + [400] * 6
        assert sum(refund["amount"] for refund in refunds) == 2000


class TestCardPage:
    def test_saves_one_card_from_two_tabs(self, sandbox):
        session = make_session(sandbox)
        path = session["url"].removeprefix(sandbox.origin)
        typed = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}

        statuses = at_once(6, lambda: post(sandbox, path, typed))

        kind = "type=checkout.session.completed&limit=100"
        events = sandbox.call("GET", f"/v1/events?{kind}").json()["data"]
        told = [event for event in events if event["data"]["object"]["id"] == session["id"]]
        assert statuses == [200] * 5 + [303]
        assert len(told) == 1


@pytest.mark.process
class TestRateLimit:
    def test_answers_429_above_the_limit(self):
        with own_database() as url:
            process = SandboxProcess(url, rate_limit=5)
            try:
                asked = {"amount": "2800", "currency": "usd"}
                statuses = at_once(12, lambda: post(process, "/v1/payment_intents", asked))
            finally:
                process.stop()

        assert set(statuses) == {200, 429}
        assert 5 <= statuses.count(200) <= 10  # a second may turn in between


class TestFaults:
    @pytest.mark.parametrize(
        "order",
        [
            {"kind": "explode"},
            {"kind": "http_500", "count": 0},
            {"kind": "http_500", "rate": 2},
            {"kind": "latency", "milliseconds": -1},
            {"kind": "http_500", "colour": "red"},
            [],
        ],
    )
    def test_refuse_an_order_that_makes_no_sense(self, sandbox, order):
        answer = sandbox.call("POST", "/_sandbox/faults", json=order)

        assert answer.status_code == 400
        assert sandbox.call("GET", "/_sandbox/faults").json() == {"faults": []}

    def test_strike_the_named_endpoint_so_many_times(self, sandbox):
        sandbox.order_fault("http_500", "POST /v1/customers", count=2)

        statuses = [sandbox.call("POST", "/v1/customers").status_code for _ in range(3)]

        assert statuses == [500, 500, 200]
        assert sandbox.call("POST", "/v1/payment_intents", data={}).status_code == 400

    def test_strike_at_a_rate(self, sandbox):
        sandbox.order_fault("http_429", "GET /v1/charges", rate=0.5)

        statuses = [sandbox.call("GET", "/v1/charges").status_code for _ in range(40)]

        assert set(statuses) == {200, 429}

    def test_count_exactly_under_many_calls(self, sandbox):
        sandbox.order_fault("http_429", "POST /v1/customers", count=5)

        statuses = at_once(12, lambda: post(sandbox, "/v1/customers", {}))

        assert statuses == [200] * 7 + [429] * 5

    def test_hang_up_without_an_answer(self, sandbox):
        sandbox.order_fault("drop_before", "POST /v1/customers", count=1)

        with pytest.raises(requests.ConnectionError):
            post(sandbox, "/v1/customers", {})
