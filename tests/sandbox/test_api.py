"""The API's front door: keys, parameters, endpoints, idempotency at its edges."""

from base64 import b64encode

import pytest
import requests

CHARGE = {"amount": "2800", "currency": "usd"}


def plain(sandbox, **headers: str) -> requests.Response:
    return requests.get(
        f"{sandbox.origin}/v1/charges", headers=headers, timeout=5, proxies={"http": ""}
    )


def make_payment(sandbox, **changes: str) -> dict:
    answer = sandbox.call("POST", "/v1/payment_intents", data=CHARGE | changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


def confirm(sandbox, payment: str, key: str = "", **data: str) -> requests.Response:
    asked = {"payment_method": "pm_card_visa", "off_session": "true"} | data
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/v1/payment_intents/{payment}/confirm"
    return sandbox.call("POST", path, data=asked, headers=headers)


class TestAuthorize:
    @pytest.mark.parametrize("key", ["sk_live_abc", "rk_live_abc"])
    def test_refuses_live_keys(self, sandbox, key):
        for header in (f"Bearer {key}", f"Basic {b64encode(f'{key}:'.encode()).decode()}"):
            answer = plain(sandbox, Authorization=header)

            assert answer.status_code == 401
            assert "It refuses live keys" in answer.json()["error"]["message"]

    @pytest.mark.parametrize("header", ["", "Bearer ", "Bearer pk_test_x", "Basic ///", "Digest x"])
    def test_refuses_whatever_is_no_test_key(self, sandbox, header):
        answer = plain(sandbox, Authorization=header)

        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "invalid_request_error"

    def test_takes_a_test_key_either_way(self, sandbox):
        basic = b64encode(b"sk_test_x:").decode()

        assert plain(sandbox, Authorization="Bearer sk_test_x").status_code == 200
        assert plain(sandbox, Authorization=f"Basic {basic}").status_code == 200

    @pytest.mark.parametrize("path", ["/_sandbox/faults", "/_sandbox/clock", "/_sandbox/record"])
    def test_guards_the_controls(self, sandbox, path):
        answer = requests.get(f"{sandbox.origin}{path}", timeout=5, proxies={"http": ""})

        assert answer.status_code == 401


class TestEndpoints:
    @pytest.mark.parametrize(
        ("verb", "path"),
        [
            ("GET", "/v1/subscriptions"),
            ("POST", "/v1/charges"),
            ("DELETE", "/v1/payment_intents/pi_1"),
            ("GET", "/v1/payment_intents/search"),
            ("GET", "/v1/"),
        ],
    )
    def test_are_a_closed_list(self, sandbox, verb, path):
        answer = sandbox.call(verb, path)

        assert answer.status_code == 404
        assert answer.json()["error"]["type"] == "invalid_request_error"

    @pytest.mark.parametrize(
        "path",
        [
            "customers",
            "checkout/sessions",
            "setup_intents",
            "payment_methods",
            "payment_intents",
            "refunds",
            "charges",
            "balance_transactions",
            "events",
        ],
    )
    def test_answer_404_for_what_is_not_there(self, sandbox, path):
        answer = sandbox.call("GET", f"/v1/{path}/none_1")

        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "resource_missing"


class TestParameters:
    @pytest.mark.parametrize(
        ("data", "code", "param"),
        [
            (CHARGE | {"colour": "red"}, "parameter_unknown", "colour"),
            (CHARGE | {"confirm": "true"}, "parameter_unknown", "confirm"),
            ({"currency": "usd"}, "parameter_missing", "amount"),
            ({"amount": "2800"}, "parameter_missing", "currency"),
            (CHARGE | {"amount": "-2800"}, "parameter_invalid_integer", "amount"),
            (CHARGE | {"amount": "28.00"}, "parameter_invalid_integer", "amount"),
            (CHARGE | {"amount": "٢٨٠٠"}, "parameter_invalid_integer", "amount"),
            (CHARGE | {"amount": "9" * 40}, "parameter_invalid_integer", "amount"),
            (CHARGE | {"amount[x]": "1"}, None, "amount"),
            (CHARGE | {"capture_method": "manual"}, None, "capture_method"),
            (CHARGE | {"metadata": "x"}, None, "metadata"),
            (CHARGE | {"metadata[k]": "x" * 501}, None, "metadata"),
            (CHARGE | {"description": "x" * 5001}, None, "description"),
            (CHARGE | {"customer": "cus_none"}, "resource_missing", "customer"),
            (CHARGE | {"payment_method": "pm_none"}, "resource_missing", "payment_method"),
            (CHARGE | {"expand[0]": "amount"}, None, "expand"),
            (CHARGE | {"expand[0]": "latest_charge.nothing"}, "", ""),
        ],
    )
    def test_are_checked_before_anything_happens(self, sandbox, data, code, param):
        count = len(sandbox.call("GET", "/v1/payment_intents?limit=100").json()["data"])

        answer = sandbox.call("POST", "/v1/payment_intents", data=data)

        if code == "":  # nothing to expand on a payment that has no charge: no error
            assert answer.status_code == 200
            return
        error = answer.json()["error"]
        assert answer.status_code == 400
        assert error.get("code") == code
        assert error["param"] == param
        assert len(sandbox.call("GET", "/v1/payment_intents?limit=100").json()["data"]) == count

    def test_keep_metadata_as_given(self, sandbox):
        made = make_payment(sandbox, **{"metadata[pledge]": "7", "metadata[über]": "ñ & =[]"})

        assert made["metadata"] == {"pledge": "7", "über": "ñ & =[]"}


class TestIdempotency:
    """docs.stripe.com/api/idempotent_requests"""

    def test_replays_the_very_same_answer(self, sandbox):
        headers = {"Idempotency-Key": "edge:1"}
        first = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers)
        second = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers)

        assert second.json() == first.json()
        assert "Idempotent-Replayed" not in first.headers
        assert second.headers["Idempotent-Replayed"] == "true"
        assert second.headers["Original-Request"] == first.headers["Request-Id"]
        assert second.headers["Idempotency-Key"] == "edge:1"

    def test_replays_the_bank_s_refusal(self, sandbox):
        payment = make_payment(sandbox)["id"]

        first = confirm(sandbox, payment, "edge:2", payment_method="pm_card_chargeDeclined")
        second = confirm(sandbox, payment, "edge:2", payment_method="pm_card_chargeDeclined")

        charges = sandbox.call("GET", f"/v1/charges?payment_intent={payment}").json()["data"]
        assert (first.status_code, second.status_code) == (402, 402)
        assert second.json() == first.json()
        assert len(charges) == 1

    def test_refuses_other_parameters(self, sandbox):
        headers = {"Idempotency-Key": "edge:3"}
        sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers)

        answer = sandbox.call(
            "POST", "/v1/payment_intents", data=CHARGE | {"amount": "2801"}, headers=headers
        )

        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "idempotency_error"

    def test_keeps_no_failed_validation(self, sandbox):
        headers = {"Idempotency-Key": "edge:4"}
        wrong = sandbox.call("POST", "/v1/payment_intents", data={}, headers=headers)

        right = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers)

        assert (wrong.status_code, right.status_code) == (400, 200)

    def test_refuses_a_key_that_is_too_long(self, sandbox):
        long = sandbox.call(
            "POST", "/v1/payment_intents", data=CHARGE, headers={"Idempotency-Key": "k" * 256}
        )
        longest = sandbox.call(
            "POST", "/v1/payment_intents", data=CHARGE, headers={"Idempotency-Key": "k" * 255}
        )

        assert (long.status_code, longest.status_code) == (400, 200)

    def test_keeps_a_key_for_a_day(self, sandbox):
        headers = {"Idempotency-Key": "edge:5"}
        first = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers).json()

        sandbox.move_clock(24 * 3600 - 60)
        within = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers).json()
        sandbox.move_clock(24 * 3600 + 60)
        after = sandbox.call("POST", "/v1/payment_intents", data=CHARGE, headers=headers).json()

        assert within["id"] == first["id"]
        assert after["id"] != first["id"]

    def test_makes_two_without_a_key(self, sandbox):
        assert make_payment(sandbox)["id"] != make_payment(sandbox)["id"]

    def test_ignores_keys_of_reading_calls(self, sandbox):
        payment = make_payment(sandbox)["id"]
        headers = {"Idempotency-Key": "edge:6"}
        before = sandbox.call("GET", f"/v1/payment_intents/{payment}", headers=headers).json()
        confirm(sandbox, payment)

        after = sandbox.call("GET", f"/v1/payment_intents/{payment}", headers=headers).json()

        assert (before["status"], after["status"]) == ("requires_payment_method", "succeeded")


class TestListing:
    def test_pages_and_spans(self, sandbox):
        customer = sandbox.call("POST", "/v1/customers", data={}).json()["id"]
        made = [make_payment(sandbox, customer=customer)["id"] for _ in range(3)]
        base = f"/v1/payment_intents?customer={customer}"

        first = sandbox.call("GET", f"{base}&limit=2").json()
        rest = sandbox.call("GET", f"{base}&limit=2&starting_after={made[1]}").json()
        created = first["data"][0]["created"]
        none = sandbox.call("GET", f"{base}&created[gt]={created}").json()
        some = sandbox.call(
            "GET", f"{base}&created[lte]={created}&created[gte]={created - 60}"
        ).json()

        assert [each["id"] for each in first["data"]] == [made[2], made[1]]
        assert first["has_more"] is True
        assert [each["id"] for each in rest["data"]] == [made[0]]
        assert rest["has_more"] is False
        assert none["data"] == []
        assert len(some["data"]) == 3
        assert first["url"] == "/v1/payment_intents"

    def test_refuses_a_mark_that_is_not_there(self, sandbox):
        answer = sandbox.call("GET", "/v1/charges?starting_after=ch_none")

        assert answer.status_code == 400
        assert answer.json()["error"]["param"] == "starting_after"


class TestExpand:
    def test_puts_whole_objects_in(self, sandbox):
        payment = make_payment(sandbox)["id"]
        path = "expand[]=latest_charge.balance_transaction&expand[]=payment_method"
        confirm(sandbox, payment)

        shown = sandbox.call("GET", f"/v1/payment_intents/{payment}?{path}").json()

        assert shown["latest_charge"]["balance_transaction"]["fee"] == 111
        assert shown["payment_method"]["card"]["last4"] == "4242"


class TestFee:
    @pytest.mark.parametrize(
        ("amount", "fee"), [(50, 31), (1500, 74), (2800, 111), (100_000, 2930), (1017, 59)]
    )
    def test_is_two_point_nine_percent_and_thirty_cents(self, sandbox, amount, fee):
        payment = make_payment(sandbox, amount=str(amount))["id"]
        charge = confirm(sandbox, payment).json()["latest_charge"]

        line = sandbox.call("GET", f"/v1/balance_transactions?source={charge}").json()["data"][0]

        assert (line["amount"], line["fee"], line["net"]) == (amount, fee, amount - fee)


class TestConfirm:
    def test_uses_the_card_given_at_creation(self, sandbox):
        payment = make_payment(sandbox, payment_method="pm_card_visa")

        paid = sandbox.call("POST", f"/v1/payment_intents/{payment['id']}/confirm")

        assert payment["status"] == "requires_confirmation"
        assert paid.json()["status"] == "succeeded"

    def test_needs_a_card(self, sandbox):
        payment = make_payment(sandbox)["id"]

        answer = sandbox.call("POST", f"/v1/payment_intents/{payment}/confirm")

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "payment_intent_unexpected_state"

    def test_names_no_address_without_a_way_back(self, sandbox):
        payment = make_payment(sandbox)["id"]
        asked = {"payment_method": "pm_card_authenticationRequired", "off_session": "false"}

        answer = confirm(sandbox, payment, **asked).json()

        assert answer["status"] == "requires_action"
        assert answer["next_action"]["type"] == "use_stripe_sdk"

    def test_errs_where_the_caller_wants_no_question(self, sandbox):
        payment = make_payment(sandbox)["id"]
        asked = {
            "payment_method": "pm_card_authenticationRequired",
            "off_session": "false",
            "error_on_requires_action": "true",
        }

        answer = confirm(sandbox, payment, **asked)

        assert answer.status_code == 402
        assert answer.json()["error"]["code"] == "authentication_required"

    @pytest.mark.parametrize(
        ("token", "code"),
        [("pm_card_riskLevelHighest", "fraudulent"), ("pm_card_chargeDeclined", "generic_decline")],
    )
    def test_says_on_the_charge_who_blocked_it(self, sandbox, token, code):
        payment = make_payment(sandbox)["id"]

        error = confirm(sandbox, payment, payment_method=token).json()["error"]

        charge = sandbox.call("GET", f"/v1/charges/{error['charge']}").json()
        blocked = code == "fraudulent"
        assert error["decline_code"] == code
        assert charge["outcome"]["type"] == ("blocked" if blocked else "issuer_declined")
        assert charge["outcome"]["risk_level"] == ("highest" if blocked else "normal")
        assert charge["paid"] is False


class TestAttach:
    def test_refuses_a_card_that_has_somebody(self, sandbox):
        one, two = (sandbox.call("POST", "/v1/customers").json()["id"] for _ in range(2))
        path = "/v1/payment_methods/pm_card_visa/attach"
        card = sandbox.call("POST", path, data={"customer": one}).json()["id"]

        answer = sandbox.call("POST", f"/v1/payment_methods/{card}/attach", data={"customer": two})

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "payment_method_already_attached"

    def test_refuses_a_card_that_was_detached(self, sandbox):
        customer = sandbox.call("POST", "/v1/customers").json()["id"]
        path = "/v1/payment_methods/pm_card_visa/attach"
        card = sandbox.call("POST", path, data={"customer": customer}).json()["id"]
        sandbox.call("POST", f"/v1/payment_methods/{card}/detach")

        answer = sandbox.call(
            "POST", f"/v1/payment_methods/{card}/attach", data={"customer": customer}
        )

        assert answer.status_code == 400

    def test_refuses_a_card_that_the_bank_declines(self, sandbox):
        customer = sandbox.call("POST", "/v1/customers").json()["id"]
        path = "/v1/payment_methods/pm_card_chargeDeclinedLostCard/attach"

        answer = sandbox.call("POST", path, data={"customer": customer})

        assert answer.status_code == 402
        assert answer.json()["error"]["decline_code"] == "lost_card"


class TestDisputedCard:
    def test_is_charged_and_cannot_be_refunded(self, sandbox):
        payment = make_payment(sandbox)["id"]
        charge = confirm(sandbox, payment, payment_method="pm_card_createDispute").json()

        answer = sandbox.call("POST", "/v1/refunds", data={"charge": charge["latest_charge"]})

        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "charge_disputed"


class TestRefund:
    def test_takes_a_charge_or_a_payment(self, sandbox):
        payment = make_payment(sandbox)["id"]
        charge = confirm(sandbox, payment).json()["latest_charge"]

        refund = sandbox.call("POST", "/v1/refunds", data={"charge": charge}).json()
        neither = sandbox.call("POST", "/v1/refunds")

        read = sandbox.call("GET", f"/v1/refunds/{refund['id']}?expand[]=charge").json()
        listed = sandbox.call("GET", f"/v1/refunds?charge={charge}").json()["data"]
        assert (refund["amount"], refund["payment_intent"]) == (2800, payment)
        assert read["charge"]["refunded"] is True
        assert [each["id"] for each in listed] == [refund["id"]]
        assert neither.json()["error"]["code"] == "parameter_missing"


class TestBooks:
    def test_list_by_customer_and_kind(self, sandbox):
        customer = sandbox.call("POST", "/v1/customers").json()["id"]
        payment = make_payment(sandbox, customer=customer)["id"]
        charge = confirm(sandbox, payment).json()["latest_charge"]

        charges = sandbox.call("GET", f"/v1/charges?customer={customer}").json()["data"]
        lines = sandbox.call("GET", f"/v1/balance_transactions?type=refund&source={charge}").json()[
            "data"
        ]
        event = sandbox.call("GET", "/v1/events?type=charge.succeeded&limit=1").json()["data"][0]

        assert [each["id"] for each in charges] == [charge]
        assert lines == []
        assert sandbox.call("GET", f"/v1/events/{event['id']}").json() == event
        assert sandbox.call("GET", "/v1/balance_transactions?type=payout").status_code == 400


class TestCustomer:
    def test_is_kept_and_forgotten(self, sandbox):
        made = sandbox.call(
            "POST",
            "/v1/customers",
            data={"email": "rosa@example.org", "preferred_locales[0]": "es", "metadata": ""},
        ).json()
        path = f"/v1/customers/{made['id']}"

        read = sandbox.call("GET", path).json()
        sandbox.call("DELETE", path)

        assert read == made
        assert read["preferred_locales"] == ["es"]
        assert sandbox.call("GET", path).json() == {
            "id": made["id"],
            "object": "customer",
            "deleted": True,
        }
        assert sandbox.call("DELETE", path).status_code == 404
        assert sandbox.call("POST", "/v1/customers", data={"email": "x" * 513}).status_code == 400


class TestSession:
    @pytest.mark.parametrize(
        "change",
        [
            {"mode": "payment"},
            {"success_url": "javascript:alert(1)"},
            {"locale": "tlh"},
            {"client_reference_id": "x" * 201},
            {"expires_at": "1000"},
            {"expires_at": "soon"},
            {"allowed_payment_method_types[0]": "us_bank_account"},
            {"setup_intent_data": "x"},
            {"setup_intent_data[colour]": "red"},
            {"preferred[x][y]": "z"},
            {"customer": "cus_none"},
        ],
    )
    def test_refuses_what_it_does_not_know(self, sandbox, change):
        customer = sandbox.call("POST", "/v1/customers").json()["id"]
        asked = {
            "mode": "setup",
            "customer": customer,
            "success_url": "http://localhost/",
            "allowed_payment_method_types[0]": "card",
        }

        answer = sandbox.call("POST", "/v1/checkout/sessions", data=asked | change)

        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "invalid_request_error"

    def test_takes_lists_with_and_without_numbers(self, sandbox):
        customer = sandbox.call("POST", "/v1/customers").json()["id"]
        asked = {
            "mode": "setup",
            "customer": customer,
            "success_url": "http://localhost/",
            "allowed_payment_method_types[]": "card",
            "setup_intent_data[metadata][pledge]": "7",
        }

        made = sandbox.call("POST", "/v1/checkout/sessions", data=asked).json()

        path = f"/v1/setup_intents/{made['setup_intent']}"
        assert sandbox.call("GET", path).json()["metadata"] == {"pledge": "7"}


class TestControls:
    @pytest.mark.parametrize("body", ["", "[]", "nonsense"])
    @pytest.mark.parametrize("path", ["/_sandbox/faults", "/_sandbox/clock"])
    def test_refuse_what_is_no_object(self, sandbox, path, body):
        assert sandbox.call("POST", path, data=body).status_code == 400

    @pytest.mark.parametrize("offset", ["1", None, 10**12, 1.5])
    def test_refuse_an_offset_that_is_none(self, sandbox, offset):
        answer = sandbox.call("POST", "/_sandbox/clock", json={"offset_seconds": offset})

        assert answer.status_code == 400

    def test_say_that_it_is_ready(self, sandbox):
        assert sandbox.call("GET", "/_sandbox/ready").json() == {"ready": True}


class TestExpiredCard:
    def test_is_declined_when_its_date_has_passed(self, sandbox):
        payment = make_payment(sandbox)["id"]
        customer = sandbox.call("POST", "/v1/customers", data={}).json()["id"]
        card = sandbox.call(
            "POST", "/v1/payment_methods/pm_card_visa/attach", data={"customer": customer}
        ).json()["id"]
        payment = make_payment(sandbox, customer=customer)["id"]
        sandbox.move_clock(3 * 366 * 86_400)

        declined = confirm(sandbox, payment, payment_method=card)

        assert declined.status_code == 402
        assert declined.json()["error"]["code"] == "expired_card"


class TestRecord:
    def test_shows_what_was_paid_by_pledge(self, sandbox):
        payment = make_payment(sandbox, **{"metadata[pledge]": "4711"})["id"]
        unpaid = make_payment(sandbox, **{"metadata[pledge]": "4712"})["id"]
        confirm(sandbox, unpaid, payment_method="pm_card_chargeDeclined")
        charge = confirm(sandbox, payment).json()["latest_charge"]
        sandbox.call("POST", "/v1/refunds", data={"charge": charge, "amount": "300"})

        record = sandbox.record()

        assert record["4711"] == [
            {
                "payment_intent": payment,
                "charge": charge,
                "amount": 2800,
                "currency": "usd",
                "amount_refunded": 300,
            }
        ]
        assert "4712" not in record
