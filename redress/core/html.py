"""Markdown subset to clean HTML: what an organizer writes can never carry a script.

The editor in web/static/js/editor/markdown.js reads the same subset by the same rules.
"""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.entity import entity
from markdown_it.token import Token

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "br", "mark", "sup"}
# what the subset does not have stays on the page as it was typed
_LEFT_OUT = ["code", "fence", "hr", "lheading", "reference", "backticks"]
_HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_CHARACTER = re.compile(r"&(?:#|(?:amp|gt|lt|nbsp|quot);)")
# "1986. was a year" begins a paragraph, no list; a list has up to 99 points
_YEAR = re.compile(r"^([ \t>*+-]{0,12}[0-9]{3,9})([.)])(?=[ \t]|$)", re.MULTILINE)
_NUMBER = re.compile(r"[1-9][0-9]?")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
# controls, halves of pairs, and the two signs that turn the order of letters around
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
_UNSPACED = {"ja", "km", "lo", "my", "th", "zh"}  # written without spaces between words


def is_kept_address(value: str) -> bool:
    """Whether a link may lead there: https, mail, telephone, or a place on this site."""
    if value.startswith("#") or (value.startswith("/") and value[1:2] not in {"/", "\\"}):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.netloc)  # "https:x" is a path of ours in disguise
    return parts.scheme in {"mailto", "tel"}


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    # nh3 alone keeps //evil.com and /\evil.com, so addresses are judged here
    if name == "rel":
        return value  # nh3's own
    kept = _NUMBER.fullmatch(value) if name == "start" else is_kept_address(value)
    return value if kept else None


def clean(html: str) -> str:
    """HTML with only the tags and addresses that a section may have."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_keep_attribute,
        link_rel="noopener nofollow ugc",
    )


def _few_characters(state: StateInline, silent: bool) -> bool:
    # of two thousand named characters the subset knows five, as the editor does
    return bool(_CHARACTER.match(state.src, state.pos)) and entity(state, silent)


def _words_of(tokens: list[Token] | None) -> str:
    parts = []
    for token in tokens or []:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.type == "image":
            parts.append(_words_of(token.children))
        else:
            parts.append(token.content)
    return "".join(parts)


def _fit_inline(tokens: list[Token]) -> Iterator[Token]:
    # a link that leads nowhere good is its words, a picture is what it says
    refused = False
    for token in tokens:
        if token.type == "link_open" and not is_kept_address(str(token.attrGet("href"))):
            refused = True
        elif token.type == "link_close" and refused:
            refused = False
        elif token.type == "image":
            yield Token("text", "", 0, content=_words_of(token.children))
        else:
            yield token


def _fit(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = list(_fit_inline(token.children))
        token.tag = _HEADINGS.get(token.tag, token.tag)


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable(_LEFT_OUT)
    reader.inline.ruler.at("entity", _few_characters)
    reader.core.ruler.push("subset", _fit)
    return reader


def _without_years(text: str) -> str:
    return _YEAR.sub(r"\1\\\2", text)


def render_markdown(text: str) -> SafeString:
    """The Markdown subset of sections, updates and letters as clean HTML."""
    return mark_safe(clean(_markdown().render(_without_years(text))))  # noqa: S308 - cleaned in this line


def without_unseen(text: str) -> str:
    """The text with plain line ends and without control characters, which no page can show."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Mark before ("", "- ", "2. ") and words of each paragraph, heading and list point."""
    lists: list[int | None] = []
    mark = ""
    for token in _markdown().parse(_without_years(text)):
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield "  " * max(len(lists) - 1, 0) + mark, _words_of(token.children)
            mark = "  " if lists else ""
        if not lists:
            mark = ""


def to_plain_text(text: str) -> str:
    """The Markdown subset as plain words, for previews and mail: a blank line between blocks."""
    lines: list[str] = []
    within = False
    for mark, words in _blocks(text):
        if lines and not (within and mark.strip()):
            lines.append("")  # points of one list stand close together
        within = bool(mark)
        lines.append(mark + words.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def word_count(text: str, language: str) -> int:
    """Words of the Markdown subset; letters in languages that put no spaces between words.

    A word is what stands between spaces and has a letter or a digit.
    """
    words = " ".join(words for _mark, words in _blocks(text))
    if language[:2] in _UNSPACED:
        return sum(map(str.isalnum, words))
    return sum(any(map(str.isalnum, word)) for word in words.split())
