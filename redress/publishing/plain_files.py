"""A plain text or HTML file as the checks read it."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser

from redress.campaigns.checks.check import Heading, Sheet, Words

_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = frozenset({"script", "style", "template", "noscript", "label", "button", "option"})
_VOID_NAMES = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_SAID_BY_META = frozenset(
    {"description", "og:title", "og:description", "og:image:alt", "twitter:title"}
)


def looks_like_html(text: str) -> bool:
    """Whether the text begins as a page does."""
    return text.lstrip()[:200].lower().startswith(("<!doctype html", "<html", "<!--", "<body"))


def sheet_of_text(text: str, *, language: str, now: datetime) -> Sheet:
    """The sheet of a plain text: all of it is one text."""
    words = Words("file", "", language, text, text)
    return Sheet(now=now, texts=(words,) if text.strip() else ())


def sheet_of_html(text: str, *, language: str, now: datetime) -> Sheet:
    """The sheet of a page: visible words, alt texts, titles and what is said for search engines."""
    reader = _Reader(language)
    reader.feed(text)
    reader.close()
    reader.end_text()
    return Sheet(
        now=now,
        texts=tuple(reader.texts),
        headings=tuple(reader.headings),
        pictures=tuple(reader.pictures),
    )


class _Reader(HTMLParser):
    """Gathers words between headings, each attribute that is read out, and the headings."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Words] = []
        self.headings: list[Heading] = []
        self.pictures: list[str] = []
        self._open: list[tuple[str, str, bool]] = []  # tag, language, whether unseen
        self._language = language
        self._said = ""
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language, unseen = self._state()
        own = given.get("lang", "")[:2].lower() or language
        if own != language or tag in _HEADINGS or tag == "title":
            self.end_text()
        elif tag in _BLOCKS:
            self._said += "\n\n" if tag != "br" else "\n"
        if tag not in _VOID:
            hidden = unseen or tag in _UNSEEN or "hidden" in given
            self._open.append((tag, own, hidden))
        if not unseen:
            self._attributes(tag, given, own)

    def _attributes(self, tag: str, given: dict[str, str], language: str) -> None:
        said = [("alt", given.get("alt", "")), ("title", given.get("title", ""))]
        said.append(("aria-label", given.get("aria-label", "")))
        if tag == "meta" and (given.get("name") or given.get("property")) in _SAID_BY_META:
            said.append(("meta", given.get("content", "")))
        self.texts += [
            Words("file", name, language, text, text) for name, text in said if text.strip()
        ]
        if tag == "img" and given.get("src"):
            self.pictures.append(given["src"])

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            text = " ".join(self._said.split())
            self.headings.append(Heading("file", tag, self._state()[0], _HEADINGS[tag], text))
        if tag in _HEADINGS or tag == "title":
            self.end_text()
        elif tag in _BLOCKS:
            self._said += "\n\n"
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                outer = self._open[place - 1][1] if place else self._language
                if self._open[place][1] != outer:
                    self.end_text()
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        if not self._state()[1]:
            self._said += " ".join(data.split("\n"))

    def _state(self) -> tuple[str, bool]:
        if not self._open:
            return self._language, False
        _tag, language, unseen = self._open[-1]
        return language, unseen

    def end_text(self) -> None:
        """What was said since the last heading is one text."""
        blocks = [" ".join(block.split(" ")) for block in self._said.split("\n\n")]
        text = "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())
        if text:
            language = self._state()[0]
            self.texts.append(Words("file", "", language, text, text))
        self._said = ""
