"""Domains: of a website, of an address, and whether one vouches for the other."""

from urllib.parse import urlsplit

from disposable_email_domains import blocklist

# whoever has an address there has proved nothing about an organization
FREE_MAIL = frozenset(
    {
        "126.com",
        "163.com",
        "aim.com",
        "aol.com",
        "att.net",
        "bellsouth.net",
        "bluewin.ch",
        "charter.net",
        "comcast.net",
        "cox.net",
        "duck.com",
        "earthlink.net",
        "email.com",
        "fastmail.com",
        "free.fr",
        "gmail.com",
        "gmx.at",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hey.com",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.es",
        "hotmail.fr",
        "hushmail.com",
        "icloud.com",
        "inbox.com",
        "juno.com",
        "libero.it",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "naver.com",
        "orange.fr",
        "outlook.com",
        "outlook.es",
        "pm.me",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "riseup.net",
        "rocketmail.com",
        "sbcglobal.net",
        "t-online.de",
        "terra.com.br",
        "tuta.com",
        "tuta.io",
        "tutanota.com",
        "uol.com.br",
        "verizon.net",
        "web.de",
        "yahoo.ca",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.com.mx",
        "yahoo.es",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
        "zohomail.com",
    }
)


def domain_of_website(website: str) -> str:
    """The host of an address on the web in lower case and without www; '' for none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def domain_of_address(email: str) -> str:
    """What stands behind the @, in lower case."""
    return email.rpartition("@")[2].lower().rstrip(".")


def is_open_to_all(domain: str) -> bool:
    """Whether anybody can have a mailbox there, for good or for ten minutes."""
    return domain in FREE_MAIL or domain in blocklist


def shared_domain(one: str, other: str) -> str:
    """The domain that both are or lie under, which is one of the two; '' when neither is.

    `mail.example.org` and `example.org` share `example.org`; two siblings share nothing, since
    nothing here knows which names are given out by the country.
    """
    if not one or not other:
        return ""
    short, long = sorted((one, other), key=len)
    if short == long or (long.endswith(f".{short}") and "." in short):
        return short
    return ""
