"""Signing in as people do: a code from the mailbox, a code from an app, or a passkey."""

import re
import time

from tests.journeys.browsing import Visitor
from tests.journeys.site import until

CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}$")  # the subject ends with it
STEP = 30
FORGET_STEP = """
    WITH codes AS (DELETE FROM core_shared_cache WHERE cache_key LIKE '%%mfa.totp.used%%')
    UPDATE mfa_authenticator SET data = data - 'last_step'
     WHERE type = 'totp' AND user_id = (SELECT id FROM accounts_user WHERE email = %s)
    RETURNING id
"""


def mailed_code(visitor: Visitor, email: str, *, after: int) -> str:
    """The code of the newest message, once more than `after` messages with a code are there."""

    def codes() -> list[str]:
        subjects = [subject for _number, subject in visitor.letters(email)]
        return [found.group() for subject in subjects if (found := CODE.search(subject))]

    until(lambda: len(codes()) > after, f"a code for {email}")
    return codes()[-1]


def count_codes(visitor: Visitor, email: str) -> int:
    """How many messages with a code have arrived."""
    return sum(bool(CODE.search(subject)) for _number, subject in visitor.letters(email))


def ask_for_code(visitor: Visitor, email: str) -> None:
    """On the log-in page: ask for a code, read it in the mailbox, type it."""
    # the same few people sign in all the time here; the limits have tests of their own
    visitor.site.all("DELETE FROM core_shared_cache RETURNING cache_key")
    before = count_codes(visitor, email)
    visitor.page.fill("[name=email]", email)
    visitor.press("form[novalidate] button.go")
    visitor.at(r"/accounts/login/code/$")
    visitor.page.fill("[name=code]", mailed_code(visitor, email, after=before))
    visitor.press("form button.go")


def log_in(visitor: Visitor, email: str, *, path: str = "/accounts/login/") -> None:
    """Log in by a mailed code, from the log-in page."""
    visitor.go(path)
    ask_for_code(visitor, email)


def type_app_code(visitor: Visitor, email: str) -> None:
    """Open the demonstration's stand-in for a telephone in another window, and type its code."""
    # a code opens once, and nobody here waits half a minute for the next one: the step that was
    # used up is forgotten
    visitor.site.all(FORGET_STEP, email)
    until(lambda: time.time() % STEP < STEP - 3, "a code that stays good while it is typed")
    telephone = visitor.context.new_page()
    telephone.goto(visitor.address("/dev/authenticator/"))
    shown = telephone.locator("tr", has_text=email).locator("code").inner_text()
    telephone.close()
    assert len(shown) == 6, shown
    visitor.page.fill("[name=code]", shown)
    visitor.press("form[novalidate] button.go")


def log_in_strongly(visitor: Visitor, email: str) -> None:
    """Log in as somebody of the house: a mailed code, then that of the app."""
    log_in(visitor, email)
    visitor.at(r"/accounts/login/factor/$")
    type_app_code(visitor, email)


def give_passkeys(visitor: Visitor) -> None:
    """Let the browser keep passkeys and say yes whenever it is asked for one."""
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
