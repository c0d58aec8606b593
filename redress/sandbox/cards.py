"""The test cards: how each behaves, and the refusals that a bank may give.

Stated by Stripe's page "Test card numbers"; the advice codes by "Retry recommendations".
"""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Decline:
    """Why a bank says no."""

    code: str
    decline_code: str
    advice_code: str
    message: str


DECLINES = {
    "generic": Decline(
        "card_declined", "generic_decline", "try_again_later", "Your card was declined."
    ),
    "funds": Decline(
        "card_declined",
        "insufficient_funds",
        "try_again_later",
        "Your card has insufficient funds.",
    ),
    "lost": Decline("card_declined", "lost_card", "do_not_try_again", "Your card was declined."),
    "stolen": Decline(
        "card_declined", "stolen_card", "do_not_try_again", "Your card was declined."
    ),
    "blocked": Decline(
        "card_declined", "fraudulent", "do_not_try_again", "Your card was declined."
    ),
    "expired": Decline(
        "expired_card", "expired_card", "confirm_card_data", "Your card has expired."
    ),
    "cvc": Decline(
        "incorrect_cvc",
        "incorrect_cvc",
        "confirm_card_data",
        "Your card's security code is incorrect.",
    ),
    "authentication": Decline(
        "authentication_required",
        "authentication_required",
        "",
        "Your card was declined. This transaction requires authentication.",
    ),
}


@dataclass(frozen=True)
class Behavior:
    """What a card does when it is saved and when it is charged."""

    name: str
    at_setup: str = "save"
    """`save`, `challenge`, or the name of a decline."""
    at_charge: str = "pay"
    """`pay`, `challenge`, `challenge_unless_set_up`, or the name of a decline."""
    disputed: bool = False


@dataclass(frozen=True)
class TestCard:
    """One well-known number, with the name under which the API knows it."""

    number: str
    behavior: Behavior
    token: str
    meaning: str
    brand: str = "visa"

    @property
    def spaced(self) -> str:
        """The number as it is printed on a card."""
        groups = (4, 6, 5) if self.brand == "amex" else (4, 4, 4, 4)
        parts, rest = [], self.number
        for size in groups:
            parts.append(rest[:size])
            rest = rest[size:]
        return " ".join(parts)


WORKS = Behavior("works")
_CHALLENGED = gettext_noop("always asks for 3-D Secure")


def _refused(decline: str) -> Behavior:
    return Behavior(f"declined_{decline}", at_setup=decline, at_charge=decline)


TEST_CARDS = (
    TestCard("4242424242424242", WORKS, "pm_card_visa", gettext_noop("works (Visa)")),
    TestCard(
        "5555555555554444",
        WORKS,
        "pm_card_mastercard",
        gettext_noop("works (Mastercard)"),
        "mastercard",
    ),
    TestCard(
        "378282246310005",
        WORKS,
        "pm_card_amex",
        gettext_noop("works (American Express)"),
        "amex",
    ),
    TestCard(
        "4000000000000341",
        Behavior("declined_later", at_charge="generic"),
        "pm_card_chargeCustomerFail",
        gettext_noop("can be saved, is declined when charged"),
    ),
    TestCard(
        "4000002500003155",
        Behavior(
            "challenge_unless_set_up",
            at_setup="challenge",
            at_charge="challenge_unless_set_up",
        ),
        "pm_card_authenticationRequiredOnSetup",
        gettext_noop("asks for 3-D Secure when saved; the later charge passes"),
    ),
    TestCard(
        "4000002760003184",
        Behavior("challenge_always", at_setup="challenge", at_charge="challenge"),
        "pm_card_authenticationRequired",
        _CHALLENGED,
    ),
    TestCard(
        "4000000000004954",
        Behavior("blocked_later", at_charge="blocked"),
        "pm_card_riskLevelHighest",
        gettext_noop("can be saved, is blocked as highest risk when charged"),
    ),
    TestCard(
        "4000000000000259",
        Behavior("disputed", disputed=True),
        "pm_card_createDispute",
        gettext_noop("can be saved and charged, and is disputed"),
    ),
    TestCard(
        "4000000000000002",
        _refused("generic"),
        "pm_card_chargeDeclined",
        gettext_noop("declined at once"),
    ),
    TestCard(
        "4000000000009995",
        _refused("funds"),
        "pm_card_chargeDeclinedInsufficientFunds",
        gettext_noop("declined: not enough funds"),
    ),
    TestCard(
        "4000000000009987",
        _refused("lost"),
        "pm_card_chargeDeclinedLostCard",
        gettext_noop("declined: lost card"),
    ),
    TestCard(
        "4000000000009979",
        _refused("stolen"),
        "pm_card_chargeDeclinedStolenCard",
        gettext_noop("declined: stolen card"),
    ),
    TestCard(
        "4000000000000069",
        _refused("expired"),
        "pm_card_chargeDeclinedExpiredCard",
        gettext_noop("declined: expired card"),
    ),
    TestCard(
        "4000000000000127",
        _refused("cvc"),
        "pm_card_chargeDeclinedIncorrectCvc",
        gettext_noop("declined: wrong security code"),
    ),
)
BY_NUMBER = {card.number: card for card in TEST_CARDS}
BY_TOKEN = {card.token: card for card in TEST_CARDS}
BEHAVIORS = {card.behavior.name: card.behavior for card in TEST_CARDS}

DECLINE_SENTENCES = {
    "generic": _("The bank declined this card. Please use another one."),
    "funds": _("The bank says there is not enough money. Please use another card."),
    "lost": _("The bank declined this card. Please use another one."),
    "stolen": _("The bank declined this card. Please use another one."),
    "expired": _("The bank says this card has expired. Please use another one."),
    "cvc": _("The bank says the security code is wrong. Please check it."),
}


def fingerprint(card: TestCard) -> str:
    """Equal for equal numbers; nobody without the table finds the way back."""
    return hashlib.sha256(f"sandbox:{card.number}".encode()).hexdigest()[:16]


def passes_luhn(number: str) -> bool:
    """The check digit of card numbers."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
