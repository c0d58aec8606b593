"""Markdown subset to clean HTML: what an organizer writes can never carry a script."""

from functools import cache
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "br", "mark", "sup"}


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    # nh3 alone keeps //evil.com and /\evil.com, so addresses are judged here
    if name == "rel":
        return value  # nh3's own
    if value.startswith("#") or (value.startswith("/") and value[1:2] not in {"/", "\\"}):
        return value
    parts = urlsplit(value)
    if parts.scheme == "https":
        return value if parts.netloc else None  # "https:x" is a path of ours in disguise
    return value if parts.scheme in {"mailto", "tel"} else None


def clean(html: str) -> str:
    """HTML with only the tags and addresses that a section may have."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_keep_attribute,
        link_rel="noopener nofollow ugc",
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": False})


def render_markdown(text: str) -> SafeString:
    """The Markdown subset of sections, updates and letters as clean HTML."""
    return mark_safe(clean(_markdown().render(text)))  # noqa: S308 - cleaned in this line
