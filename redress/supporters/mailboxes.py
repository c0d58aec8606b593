"""E-mail addresses: their shape, which of them are one mailbox, and likely slips."""

from functools import cache

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

LONGEST = 254
# providers that deliver several spellings to one mailbox: the domain meant, letters without meaning
_ONE_MAILBOX = {
    "gmail.com": ("gmail.com", "."),
    "googlemail.com": ("gmail.com", "."),
    "proton.me": ("proton.me", "._-"),
    "protonmail.com": ("proton.me", "._-"),
    "pm.me": ("proton.me", "._-"),
}
_COMMON = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "live.com",
    "comcast.net",
    "proton.me",
    "protonmail.com",
)
_REAL_NEIGHBORS = frozenset(
    {"mail.com", "email.com", "ymail.com", "gmx.com", "aim.com", "love.com"}
)


class AddressRefused(ValueError):
    """What was typed is no e-mail address that a message could reach."""


def clean_address(typed: str) -> str:
    """The address in its normal form. Raises AddressRefused; asks no server."""
    text = typed.strip()
    if not text or len(text) > LONGEST:
        raise AddressRefused
    try:
        address = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise AddressRefused from None
    if len(address.normalized) > LONGEST:
        raise AddressRefused
    return address.normalized


def canonical(address: str) -> str:
    """One spelling for all that reach the same mailbox: `A.B+c@googlemail.com` → `ab@gmail.com`."""
    local, _at, domain = address.lower().rpartition("@")
    domain, without_meaning = _ONE_MAILBOX.get(domain, (domain, ""))
    # a local part that begins with the plus has nothing before it to keep
    local = local.partition("+")[0] or local
    for letter in without_meaning:
        local = local.replace(letter, "")
    return f"{local}@{domain}"


def is_disposable(address: str) -> bool:
    """Whether the domain hands out throw-away mailboxes; a reason to warn, never to refuse."""
    return address.rpartition("@")[2].lower() in blocklist


@cache
def _likely_domain(domain: str) -> str:
    if domain in _COMMON or domain in _REAL_NEIGHBORS:
        return ""
    return next((known for known in _COMMON if _one_slip_apart(domain, known)), "")


def likely_meant(address: str) -> str:
    """The address with a common domain in place of its likely slip (`gmial.com`), else ''."""
    local, _at, domain = address.rpartition("@")
    if len(domain) > 20:
        return ""
    meant = _likely_domain(domain.lower())
    return f"{local}@{meant}" if meant else ""


def _one_slip_apart(typed: str, known: str) -> bool:
    """Whether one letter is missing, added, wrong, or swapped with its neighbor."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(known)) and typed[start] == known[start]:
        start += 1
    rest, meant = typed[start:], known[start:]
    swapped = rest[:2] == meant[:2][::-1] and rest[2:] == meant[2:] and len(rest) >= 2
    return swapped or rest[1:] == meant[1:] or rest[1:] == meant or rest == meant[1:]
