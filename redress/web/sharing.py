"""Links that hand a campaign's address to a network; plain addresses, no script of theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from redress.supporters.traffic import Channel


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One way to pass a campaign on."""

    key: str
    name: str
    href: str
    channel: Channel  # its code stands in the passed-on address, so that a visit can name it


def _query(base: str, **values: str) -> str:
    # mail and text programs read "+" as a plus sign, so blanks are always %20
    return f"{base}?{urlencode(values, quote_via=quote)}"


def with_channel(url: str, channel: Channel) -> str:
    """The address with the code of the channel by which it is passed on."""
    return f"{url}?s={channel.value}"


def share_links(*, title: str, url: str) -> tuple[ShareLink, ...]:
    """The networks, the ones that families use first in front; `url` has no query yet."""
    return (
        _link("whatsapp", Channel.WHATSAPP, title, url),
        _link("sms", Channel.SMS, title, url),
        _link("email", Channel.EMAIL, title, url),
        _link("facebook", Channel.FACEBOOK, title, url),
        _link("bluesky", Channel.BLUESKY, title, url),
        _link("threads", Channel.THREADS, title, url),
        _link("telegram", Channel.TELEGRAM, title, url),
        _link("x", Channel.X, title, url),
        _link("linkedin", Channel.LINKEDIN, title, url),
        _link("reddit", Channel.REDDIT, title, url),
    )


def _link(key: str, channel: Channel, title: str, url: str) -> ShareLink:
    href = _ADDRESSES[key](title, with_channel(url, channel))
    return ShareLink(key=key, name=str(channel.label), href=href, channel=channel)


def _cut(words: str, url: str) -> str:
    """Words and address in at most 300 letters, the address whole."""
    if len(words) <= 300:
        return words
    return f"{words[: 297 - len(url)].rstrip()}… {url}"


_ADDRESSES: Mapping[str, Callable[[str, str], str]] = {
    "whatsapp": lambda title, url: _query("https://wa.me/", text=f"{title} {url}"),
    # iOS and Android both read the words behind "?&"
    "sms": lambda title, url: f"sms:?&{urlencode({'body': f'{title} {url}'}, quote_via=quote)}",
    "email": lambda title, url: _query("mailto:", subject=title, body=f"{title}\r\n\r\n{url}\r\n"),
    "facebook": lambda _title, url: _query("https://www.facebook.com/sharer/sharer.php", u=url),
    "bluesky": lambda title, url: _query(
        "https://bsky.app/intent/compose", text=_cut(f"{title} {url}", url)
    ),
    "threads": lambda title, url: _query(
        "https://www.threads.com/intent/post", text=title, url=url
    ),
    "telegram": lambda title, url: _query("https://t.me/share/url", url=url, text=title),
    "x": lambda title, url: _query("https://x.com/intent/tweet", text=title, url=url),
    "linkedin": lambda _title, url: _query(
        "https://www.linkedin.com/sharing/share-offsite/", url=url
    ),
    "reddit": lambda title, url: _query("https://www.reddit.com/submit", url=url, title=title),
}
