"""What cannot be is refused with a sentence beside the field, and nothing is written."""

from datetime import timedelta

import pytest
import requests

from tests.journeys.campaigns import open_campaign
from tests.journeys.supporting import SEND, Person, fill_in

pytestmark = pytest.mark.journey
NAMES = {
    "": "Please write your name.",
    " \t ": "Please write your name.",
    "A" * 121: "This name is too long. 120 letters are the most we can keep.",
    "Ana\u202eziuR": "There is a hidden character in this name. Please type it instead of pasting it.",
    "Ana\u2066Ruiz": "There is a hidden character in this name. Please type it instead of pasting it.",
    "=HYPERLINK(1)": "A name cannot begin with = + - or @.",
    "@SUM(A1)": "A name cannot begin with = + - or @.",
    "http://example.org": "Please write a name, without a link or an address.",
    "12345": "Please write a name with letters.",
    "\u0410na": "This name mixes letters of different alphabets in one word. Please write it in one.",
}
NO_ADDRESS = "This is no address that a message can reach. Look at it once more."
ADDRESSES = {
    "": "Please write your e-mail address.",
    "ana": NO_ADDRESS,
    "ana@": NO_ADDRESS,
    "ana@localhost": NO_ADDRESS,
    "ana ruiz@example.org": NO_ADDRESS,
    "ana@example..org": NO_ADDRESS,
    f"{'a' * 250}@example.org": NO_ADDRESS,
    "ana@example.org\r\nBcc: all@example.org": NO_ADDRESS,
}
NUMBERS = "Write the amount in numbers, such as 28 or 28.50."
AMOUNTS = {
    ("champion", ""): "Please choose or write an amount.",
    ("champion", "27.99"): "This tier begins at %(amount)s. For less, choose another tier.",
    ("advocate", "14.99"): "This tier begins at %(amount)s. For less, choose another tier.",
    ("ally", "4"): "A pledge of this tier is %(amount)s or more.",
    ("champion", "twenty-eight"): NUMBERS,
    ("champion", "veintiocho"): NUMBERS,
    ("champion", "-28"): NUMBERS,
    ("champion", "28.505"): NUMBERS,
    ("champion", "1e3"): NUMBERS,
    ("champion", "9" * 40): None,
    (
        "champion",
        "1000.01",
    ): "Here you can pledge up to %(amount)s. For more, please write to us first.",
}
"""What is typed, and the sentence; None where only the refusal is sure."""
SHOWN = {"champion": "$28", "advocate": "$15", "ally": "$5"}
GOOD = {"tier": "champion", "amount_choice": "other", "amount_other": "28", "name": "Ana Ruiz"}


@pytest.fixture
def campaign(site, rows):
    """An open campaign in its seed phase."""
    with rows():
        return open_campaign(now=site.now(), ends_in=timedelta(days=7), goal_minor=60_000)


def send(site, language, campaign, **values):
    """Send the form as a browser would, without what the browser itself would refuse."""
    prefix = "" if language == "en" else f"/{language}"
    return requests.post(
        f"{site.origin}{prefix}/c/{campaign.address}/support/",
        data={**GOOD, "email": "ana@example.org", **values},
        headers={"Origin": site.origin},
        allow_redirects=False,
        timeout=30,
    )


class TestFields:
    @pytest.mark.parametrize(
        ("field", "cases"), [("name", NAMES), ("email", ADDRESSES)], ids=["name", "email"]
    )
    def test_who_somebody_is(self, site, arrive, campaign, language, field, cases):
        visitor = arrive(language)
        before = site.row_counts()

        for typed, sentence in cases.items():
            answer = send(site, language, campaign, **{field: typed})
            assert answer.status_code == 422, typed
            self._shows(visitor, answer.text, field, typed, visitor.say(sentence))

        assert site.row_counts() == before

    def test_amounts(self, site, arrive, campaign, language):
        visitor = arrive(language)
        before = site.row_counts()

        for (tier, typed), sentence in AMOUNTS.items():
            answer = send(site, language, campaign, tier=tier, amount_other=typed)
            assert answer.status_code == 422, typed
            amount = "$1,000" if typed == "1000.01" else SHOWN[tier]
            words = visitor.say(sentence) % {"amount": amount} if sentence else ""
            self._shows(visitor, answer.text, "amount_other", typed, words)

        assert site.row_counts() == before

    def _shows(self, visitor, html, field, typed, sentence):
        """Beside the field stands the sentence, in it what was typed, above it a summary."""
        visitor.page.set_content(html)
        assert sentence in visitor.page.inner_text(f"#id_{field}_error"), typed
        kept = visitor.page.input_value(f"[name={field}]")
        assert "".join(kept.split()) == "".join(typed.split()), typed
        assert visitor.page.get_attribute(f"[name={field}]", "aria-invalid") == "true"
        assert visitor.page.locator("#errors a").count() >= 1


class TestTheForm:
    def test_a_browser_shows_the_page_with_what_was_typed(self, site, arrive, campaign, language):
        visitor = arrive(language)
        before = site.row_counts()
        visitor.go(f"/c/{campaign.address}/")
        fill_in(visitor, Person("=Ana", "ana@example", "advocate", "15"))
        visitor.page.check("[name=cover_fee]")

        visitor.press(SEND, status=422)

        assert visitor.page.input_value("[name=name]") == "=Ana"
        assert visitor.page.input_value("[name=email]") == "ana@example"
        assert visitor.page.is_checked("[name=tier][value=advocate]")
        assert visitor.page.is_checked("[name=cover_fee]")
        assert site.row_counts() == before
        visitor.page.fill("[name=name]", "Ana Ruiz")
        visitor.page.fill("[name=email]", f"corrected.{language}@example.org")
        visitor.press(SEND)
        visitor.at(r"/inbox/$")

    def test_a_closed_campaign_takes_nobody(self, site, rows, arrive, language):
        with rows():
            closed = open_campaign(now=site.now(), ends_in=timedelta(days=-1), goal_minor=60_000)
        before = site.one("SELECT count(*) FROM supporters_supporter")

        answer = send(site, language, closed)

        assert answer.status_code == 409
        visitor = arrive(language)
        visitor.go(f"/c/{closed.address}/support/")
        visitor.sees("This campaign is closed")
        assert site.one("SELECT count(*) FROM supporters_supporter") == before

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Host": "evil.example"}, 400),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({}, 403),
        ],
        ids=["host", "origin", "null", "cross-site", "nothing"],
    )
    def test_a_forged_request_writes_nothing(self, site, campaign, headers, status):
        before = site.row_counts()

        answer = requests.post(
            f"{site.origin}/c/{campaign.address}/support/",
            data={**GOOD, "email": "ana@example.org"},
            headers=headers,
            allow_redirects=False,
            timeout=30,
        )

        assert answer.status_code == status
        assert "evil.example" not in answer.text
        assert site.row_counts() == before
