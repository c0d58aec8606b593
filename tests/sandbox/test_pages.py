"""The pages that a person sees."""

import re

import pytest
import requests


@pytest.fixture
def session(sandbox) -> dict:
    """An open card page in English."""
    return make_session(sandbox)


def make_session(sandbox, **changes: str) -> dict:
    email = {"email": "rosa@example.org"}
    customer = sandbox.call("POST", "/v1/customers", data=email).json()["id"]
    asked = {
        "mode": "setup",
        "customer": customer,
        "allowed_payment_method_types[0]": "card",
        "success_url": "http://localhost:8000/back?s={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost:8000/away",
        "locale": "en",
    }
    answer = sandbox.call("POST", "/v1/checkout/sessions", data=asked | changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


def page(sandbox, session: dict) -> requests.Response:
    return sandbox.call("GET", session["url"].removeprefix(sandbox.origin))


def setup_intent(sandbox, session: dict) -> dict:
    return sandbox.call("GET", f"/v1/setup_intents/{session['setup_intent']}").json()


class TestCard:
    def test_says_loudly_that_no_money_moves(self, sandbox, session):
        shown = page(sandbox, session)

        assert shown.status_code == 200
        assert '<header class="banner"><p><strong>No real money moves.</strong>' in shown.text
        assert "You are charged nothing now." in shown.text
        assert "4242 4242 4242 4242" in shown.text
        assert "3782 822463 10005" in shown.text
        assert 'href="http://localhost:8000/away"' in shown.text

    def test_has_a_label_for_each_field_and_nothing_inline(self, sandbox, session):
        text = page(sandbox, session).text

        fields = re.findall(r'<input[^>]* id="([^"]+)"', text)
        assert fields == ["id_number", "id_expiry", "id_cvc"]
        assert all(f'<label for="{field}">' in text for field in fields)
        assert "style=" not in text
        assert "<script" not in text
        assert 'autocomplete="cc-' not in text  # the browser must not offer a real card

    def test_is_guarded_by_a_strict_policy(self, sandbox, session):
        headers = page(sandbox, session).headers

        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in headers

    def test_speaks_the_language_of_the_session(self, sandbox):
        spanish = page(sandbox, make_session(sandbox, locale="es"))

        assert '<html lang="es">' in spanish.text

    def test_speaks_the_browser_s_language_without_one(self, sandbox):
        session = make_session(sandbox, locale="auto")
        path = session["url"].removeprefix(sandbox.origin)

        shown = sandbox.call("GET", path, headers={"Accept-Language": "es-MX,en;q=0.5"})

        assert '<html lang="es">' in shown.text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"number": ""}, "Type a test card number, such as 4242 4242 4242 4242."),
            ({"number": "hello"}, "This is not a card number."),
            ({"number": "4242"}, "This is not a card number."),
            ({"number": "4242424242424241"}, "A digit is wrong in this number."),
            ({"number": "4000056655665556"}, "Never type a real card here."),
            ({"expiry": ""}, "Type any month and year to come, such as 12/34."),
            ({"expiry": "13/34"}, "Please type month and year like this: 12/34."),
            ({"expiry": "soon"}, "Please type month and year like this: 12/34."),
            ({"expiry": "01/20"}, "This date has passed."),
            ({"expiry": "01/2099"}, "This year is too far ahead."),
            ({"cvc": ""}, "Type any three digits, such as 123."),
            ({"cvc": "12"}, "The code has three digits."),
            ({"cvc": "1234"}, "The code has three digits."),
            ({"cvc": "abc"}, "The code has three digits."),
            (
                {"number": "378282246310005", "cvc": "123"},
                "The code of this card has four digits.",
            ),
        ],
    )
    def test_says_kindly_what_is_wrong(self, sandbox, session, typed, sentence):
        asked = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"} | typed
        (field,) = [name for name in typed if name != "number" or len(typed) == 1]

        shown = sandbox.type_card(session["url"], **asked)

        assert shown.status_code == 422
        assert shown.text.count(sentence) == 2  # in the summary and beside the field
        assert f'<a href="#id_{field}">' in shown.text
        assert f'id="{field}-error"' in shown.text
        assert 'aria-invalid="true"' in shown.text
        assert "<title>Error:" in shown.text
        assert setup_intent(sandbox, session)["status"] == "requires_payment_method"

    @pytest.mark.parametrize(
        "number",
        ["４２４２４２４２４２４２４２４２", "4242-4242-4242-4242", " 4242 42424242 4242 "],
    )
    def test_reads_numbers_as_people_type_them(self, sandbox, session, number):
        assert sandbox.type_card(session["url"], number).status_code == 303

    @pytest.mark.parametrize("expiry", ["12/34", "12 / 2034", "1234", "122034", "12-34", "1/35"])
    def test_reads_dates_as_people_type_them(self, sandbox, session, expiry):
        assert sandbox.type_card(session["url"], expiry=expiry).status_code == 303

    def test_never_shows_a_real_number_again(self, sandbox, session):
        shown = sandbox.type_card(session["url"], "4000056655665556", expiry="11/31")

        assert "4000056655665556" not in shown.text
        assert "4000 0566" not in shown.text
        assert 'value="11/31"' in shown.text

    def test_keeps_what_was_typed_but_never_the_code(self, sandbox, session):
        shown = sandbox.type_card(session["url"], "4242424242424242", expiry="13/34", cvc="987")

        assert 'value="4242 4242 4242 4242"' in shown.text
        assert 'value="13/34"' in shown.text
        assert "987" not in shown.text.replace("9987", "")

    @pytest.mark.parametrize(
        ("number", "sentence", "decline_code"),
        [
            ("4000000000000002", "The bank declined this card.", "generic_decline"),
            ("4000000000009995", "there is not enough money", "insufficient_funds"),
            ("4000000000009987", "The bank declined this card.", "lost_card"),
            ("4000000000009979", "The bank declined this card.", "stolen_card"),
            ("4000000000000069", "this card has expired", "expired_card"),
            ("4000000000000127", "the security code is wrong", "incorrect_cvc"),
        ],
    )
    def test_saves_no_card_that_the_bank_declines(
        self, sandbox, session, number, sentence, decline_code
    ):
        shown = sandbox.type_card(session["url"], number)

        saving = setup_intent(sandbox, session)
        assert shown.status_code == 422
        assert sentence in shown.text
        assert saving["status"] == "requires_payment_method"
        assert saving["last_setup_error"]["decline_code"] == decline_code
        assert sandbox.type_card(session["url"]).status_code == 303

    def test_saves_one_card_however_often_it_is_sent(self, sandbox, session):
        sandbox.type_card(session["url"])
        first = setup_intent(sandbox, session)["payment_method"]

        again = sandbox.type_card(session["url"], "5555555555554444")

        assert again.status_code == 200
        assert "The card is saved" in again.text
        assert setup_intent(sandbox, session)["payment_method"] == first

    def test_closes_after_its_time(self, sandbox, session):
        sandbox.move_clock(24 * 3600 + 60)

        shown = sandbox.type_card(session["url"])

        assert shown.status_code == 410
        assert "This page has expired" in shown.text
        assert setup_intent(sandbox, session)["payment_method"] is None

    def test_is_not_there_for_a_guessed_address(self, sandbox):
        shown = sandbox.call("GET", "/c/pay/cs_test_guess")

        assert shown.status_code == 404
        assert "There is no such page here" in shown.text

    def test_escapes_what_others_wrote(self, sandbox):
        email = {"email": "<b>rosa</b>@example.org"}
        customer = sandbox.call("POST", "/v1/customers", data=email).json()["id"]

        shown = page(sandbox, make_session(sandbox, customer=customer))

        assert "<b>rosa" not in shown.text
        assert "&lt;b&gt;rosa" in shown.text


class TestChallengeSetup:
    def test_asks_and_goes_on(self, sandbox, session):
        asked = sandbox.type_card(session["url"], "4000002760003184")

        question = sandbox.call("GET", asked.headers["Location"])
        back = sandbox.answer_bank(asked.headers["Location"])

        assert "Your bank asks: is it you?" in question.text
        assert back.headers["Location"] == f"http://localhost:8000/back?s={session['id']}"
        assert setup_intent(sandbox, session)["status"] == "succeeded"

    def test_comes_back_to_the_card_page_when_failed(self, sandbox, session):
        asked = sandbox.type_card(session["url"], "4000002760003184")

        back = sandbox.answer_bank(asked.headers["Location"], "fail")

        shown = sandbox.call("GET", back.headers["Location"])
        assert back.headers["Location"] == f"/c/pay/{session['id']}"
        assert "The bank did not confirm that it is you" in shown.text

    def test_is_over_once_the_card_is_saved(self, sandbox, session):
        asked = sandbox.type_card(session["url"], "4000002760003184")
        sandbox.answer_bank(asked.headers["Location"])

        again = sandbox.answer_bank(asked.headers["Location"], "fail")

        assert "The card is saved" in again.text
        assert setup_intent(sandbox, session)["status"] == "succeeded"

    def test_has_nothing_to_ask_before_a_card_was_typed(self, sandbox, session):
        answer = sandbox.answer_bank(f"/3d_secure/setup/{session['id']}")

        assert answer.headers["Location"] == f"/c/pay/{session['id']}"
        assert setup_intent(sandbox, session)["status"] == "requires_payment_method"


class TestChallengePayment:
    def test_shows_the_amount_in_the_person_s_language(self, sandbox):
        session = make_session(sandbox, locale="es")
        asked = {"amount": "2800", "currency": "usd", "customer": session["customer"]}
        payment = sandbox.call("POST", "/v1/payment_intents", data=asked).json()["id"]
        confirmed = sandbox.call(
            "POST",
            f"/v1/payment_intents/{payment}/confirm",
            data={
                "payment_method": "pm_card_authenticationRequired",
                "return_url": "http://localhost/back",
            },
        ).json()
        url = confirmed["next_action"]["redirect_to_url"]["url"]

        shown = sandbox.call("GET", url.removeprefix(sandbox.origin))

        assert '<html lang="es">' in shown.text
        assert "28" in shown.text
        assert shown.status_code == 200

    def test_is_closed_once_the_payment_is_cancelled(self, sandbox):
        asked = {"amount": "2800", "currency": "usd"}
        payment = sandbox.call("POST", "/v1/payment_intents", data=asked).json()["id"]
        path = f"/v1/payment_intents/{payment}"
        confirmed = sandbox.call(
            "POST",
            f"{path}/confirm",
            data={
                "payment_method": "pm_card_authenticationRequired",
                "return_url": "http://localhost/back?x=1",
            },
        ).json()
        sandbox.call("POST", f"{path}/cancel")

        shown = sandbox.answer_bank(confirmed["next_action"]["redirect_to_url"]["url"])

        assert shown.status_code == 410
        assert sandbox.call("GET", path).json()["status"] == "canceled"


class TestFront:
    def test_says_what_it_is(self, sandbox):
        shown = sandbox.call("GET", "/")

        assert shown.status_code == 200
        assert "Sandbox processor" in shown.text

    def test_has_no_icon(self, sandbox):
        assert sandbox.call("GET", "/favicon.ico").status_code == 204

    def test_has_a_stylesheet(self, sandbox):
        sheet = sandbox.call("GET", "/_sandbox/page.css")

        assert sheet.headers["Content-Type"] == "text/css"
        assert "light-dark(" in sheet.text
