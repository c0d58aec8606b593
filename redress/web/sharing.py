"""Links that hand a campaign's address to a network; plain addresses, no script of theirs."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One way to pass a campaign on."""

    key: str
    name: str
    href: str


def _query(base: str, **values: str) -> str:
    # mail and text programs read "+" as a plus sign, so blanks are always %20
    return f"{base}?{urlencode(values, quote_via=quote)}"


def share_links(*, title: str, url: str) -> tuple[ShareLink, ...]:
    """The networks, the ones that families use first in front."""
    words = f"{title} {url}"
    return (
        ShareLink("whatsapp", "WhatsApp", _query("https://wa.me/", text=words)),
        # iOS and Android both read the words behind "?&"
        ShareLink("sms", _("Text message"), f"sms:?&{urlencode({'body': words}, quote_via=quote)}"),
        ShareLink(
            "email",
            _("E-mail"),
            _query("mailto:", subject=title, body=f"{title}\r\n\r\n{url}\r\n"),
        ),
        ShareLink(
            "facebook", "Facebook", _query("https://www.facebook.com/sharer/sharer.php", u=url)
        ),
        ShareLink(
            "bluesky", "Bluesky", _query("https://bsky.app/intent/compose", text=_cut(words, url))
        ),
        ShareLink(
            "threads",
            "Threads",
            _query("https://www.threads.com/intent/post", text=title, url=url),
        ),
        ShareLink("telegram", "Telegram", _query("https://t.me/share/url", url=url, text=title)),
        ShareLink("x", "X", _query("https://x.com/intent/tweet", text=title, url=url)),
        ShareLink(
            "linkedin",
            "LinkedIn",
            _query("https://www.linkedin.com/sharing/share-offsite/", url=url),
        ),
        ShareLink(
            "reddit", "Reddit", _query("https://www.reddit.com/submit", url=url, title=title)
        ),
    )


def _cut(words: str, url: str) -> str:
    """Words and address in at most 300 letters, the address whole."""
    if len(words) <= 300:
        return words
    return f"{words[: 297 - len(url)].rstrip()}… {url}"
