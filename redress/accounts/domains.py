"""Domains: of a website, of an address, and whether one vouches for the other. Asks no server."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from disposable_email_domains import blocklist

# mailboxes and pages that anybody gets: an address or page there proves no organization
_FOR_ANYBODY = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.es",
        "yahoo.co.uk",
        "yahoo.com.mx",
        "ymail.com",
        "rocketmail.com",
        "hotmail.com",
        "hotmail.es",
        "hotmail.co.uk",
        "outlook.com",
        "outlook.es",
        "live.com",
        "msn.com",
        "passport.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "aim.com",
        "love.com",
        "comcast.net",
        "xfinity.com",
        "verizon.net",
        "att.net",
        "sbcglobal.net",
        "bellsouth.net",
        "cox.net",
        "charter.net",
        "spectrum.net",
        "earthlink.net",
        "juno.com",
        "netzero.net",
        "optonline.net",
        "frontier.com",
        "windstream.net",
        "roadrunner.com",
        "rr.com",
        "proton.me",
        "protonmail.com",
        "protonmail.ch",
        "pm.me",
        "tutanota.com",
        "tutanota.de",
        "tuta.io",
        "tuta.com",
        "mail.com",
        "email.com",
        "usa.com",
        "gmx.com",
        "gmx.net",
        "gmx.de",
        "gmx.us",
        "web.de",
        "t-online.de",
        "posteo.de",
        "mailbox.org",
        "fastmail.com",
        "fastmail.fm",
        "hey.com",
        "zoho.com",
        "zohomail.com",
        "yandex.com",
        "yandex.ru",
        "mail.ru",
        "bk.ru",
        "inbox.ru",
        "list.ru",
        "rambler.ru",
        "qq.com",
        "163.com",
        "126.com",
        "foxmail.com",
        "sina.com",
        "naver.com",
        "daum.net",
        "hanmail.net",
        "rediffmail.com",
        "hushmail.com",
        "riseup.net",
        "disroot.org",
        "autistici.org",
        "duck.com",
        "privaterelay.appleid.com",
        "mozmail.com",
        "simplelogin.com",
        "aleeas.com",
        "anonaddy.com",
        "addy.io",
        "terra.com",
        "terra.es",
        "uol.com.br",
        "bol.com.br",
        "prodigy.net.mx",
        "telefonica.net",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "wanadoo.fr",
        "libero.it",
        "virgilio.it",
        "btinternet.com",
        "bluewin.ch",
        "gmx.at",
        "hotmail.fr",
        "inbox.com",
        "terra.com.br",
        "yahoo.ca",
        "wordpress.com",
        "blogspot.com",
        "blogger.com",
        "github.io",
        "gitlab.io",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "workers.dev",
        "herokuapp.com",
        "web.app",
        "firebaseapp.com",
        "wixsite.com",
        "wix.com",
        "weebly.com",
        "squarespace.com",
        "webflow.io",
        "carrd.co",
        "strikingly.com",
        "jimdo.com",
        "jimdosite.com",
        "godaddysites.com",
        "square.site",
        "myshopify.com",
        "tumblr.com",
        "medium.com",
        "substack.com",
        "ghost.io",
        "sites.google.com",
        "google.com",
        "facebook.com",
        "fb.com",
        "fb.me",
        "instagram.com",
        "twitter.com",
        "x.com",
        "linkedin.com",
        "youtube.com",
        "tiktok.com",
        "linktr.ee",
        "change.org",
        "gofundme.com",
        "actionnetwork.org",
        "meetup.com",
        "eventbrite.com",
        "notion.site",
        "notion.so",
        "canva.site",
        "glitch.me",
        "neocities.org",
        "nationbuilder.com",
        "azurewebsites.net",
        "amazonaws.com",
        "onrender.com",
        "fly.dev",
        "surge.sh",
        "my.canva.site",
        "mailchi.mp",
        "typeform.com",
        "bsky.social",
        "mastodon.social",
    ]
)
# the part before a country code that is itself only a shelf of names, as in co.uk
_SHELVES = frozenset(
    [
        "ac",
        "co",
        "com",
        "edu",
        "gob",
        "gouv",
        "gov",
        "govt",
        "gub",
        "id",
        "info",
        "k12",
        "lib",
        "ltd",
        "me",
        "mil",
        "ne",
        "net",
        "nhs",
        "nom",
        "or",
        "org",
        "plc",
        "police",
        "sch",
        "school",
        "state",
        "tm",
    ]
)


def host_of(url: str) -> str:
    """The host of a web address in lower case without www; '' where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""


def domain_of_address(email: str) -> str:
    """What stands behind the last @, in lower case; '' where that is no domain."""
    try:
        return email.rpartition("@")[2].strip().lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        return ""


def is_open_to_all(domain: str) -> bool:
    """Whether anybody can have a mailbox or a page there, for good or for ten minutes."""
    labels = domain.split(".")
    ends = {".".join(labels[start:]) for start in range(len(labels))}
    return bool(ends & _FOR_ANYBODY) or bool(ends & blocklist)


def shared_domain(one: str, other: str) -> str:
    """The domain that both are or lie under, which is one of the two; '' when neither is.

    `mail.example.org` and `example.org` share `example.org`; two siblings share nothing. Nor do
    names on the same shelf, such as co.uk: the shared one must be somebody's own.
    """
    if not one or not other or _is_number(other) or _is_number(one):
        return ""
    shorter, longer = sorted((one, other), key=len)
    within = shorter == longer or longer.endswith(f".{shorter}")
    return shorter if within and _is_own(shorter) else ""


def proves(*, email: str, url: str) -> bool:
    """Whether a message to this address can only be read by people of this website's domain."""
    at, host = domain_of_address(email), host_of(url)
    return bool(shared_domain(at, host)) and not (is_open_to_all(at) or is_open_to_all(host))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_own(domain: str) -> bool:
    """Whether it has a label of its own before what is a suffix."""
    labels = domain.split(".")
    if len(labels) < 2:
        return False
    country = len(labels[-1]) == 2
    if country and labels[-1] == "us" and len(labels[-2]) == 2:
        return len(labels) > 3  # ca.us, k12.ca.us
    return len(labels) > 2 or not (country and labels[-2] in _SHELVES)
