"""A campaign as the checks read it: its parts, every visible text, its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from redress.campaigns.checks.check import Heading, Sheet, Words
from redress.campaigns.models import Campaign, CoalitionMember
from redress.campaigns.parts import PARTS
from redress.campaigns.parts.part import LANGUAGES
from redress.core.html import to_plain_text

# what the rows hold beside words: keys, codes, addresses, moments
_NO_WORDS = frozenset(
    {
        "agency",
        "areas",
        "currency",
        "deadline_local",
        "deadline_tz",
        "language",
        "published_on",
        "scope",
        "tax_class",
        "url",
    }
)
_RICH = frozenset({"body"})
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
# as the page shows them: h1 and h2 become h3, h5 and h6 become h4
_SHOWN_LEVEL = {1: 3, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}
_RELATIONS = ("memberships__user", "members", "agency", "picture")


def sheet_of(campaign: Campaign, *, now: datetime, more: tuple[Words, ...] = ()) -> Sheet:
    """Read the campaign's rows once. `more` are texts of its page that other packages keep."""
    loads = {name for part in PARTS.values() for name in part.loads}
    prefetch_related_objects([campaign], *sorted(loads), *_RELATIONS)
    parts = {key: part.read(campaign) for key, part in PARTS.items()}
    texts = [
        words
        for key, data in parts.items()
        for words in _words_in(data, part=key, path="", name="")
    ]
    members = [member for member in campaign.members.all() if member.withdrawn_at is None]
    texts += [words for number, row in enumerate(members) for words in _of_member(row, number)]
    texts += _of_text("campaign", "notice", campaign.notice)
    texts += _of_text("campaign", "starter_title", campaign.starter_title)
    texts += _plain("campaign", "starter_name", campaign.starter_name)
    texts += _plain("campaign", "counsel_name", campaign.counsel_name)
    texts += more
    return Sheet(
        now=now,
        campaign=campaign,
        parts=parts,
        texts=tuple(texts),
        headings=tuple(heading for words in texts for heading in _headings_in(words)),
        known_names=_known_names(campaign, members),
        is_demonstration=settings.DEMONSTRATION,
        asks_links=settings.CHECK_LINKS,
    )


def _words_in(value: Any, *, part: str, path: str, name: str) -> Iterator[Words]:
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        for code, text in value.items():
            if text and text.strip():
                plain = to_plain_text(text) if name in _RICH else text
                yield Words(part, f"{path}_{code}", code, text, plain)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NO_WORDS:
                place = f"{path}-{key}" if path else key
                yield from _words_in(inner, part=part, path=place, name=key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _words_in(inner, part=part, path=f"{path}-{number}", name=name)
    elif isinstance(value, str) and value.strip():
        yield Words(part, path, "", value, value)


def _of_text(part: str, field: str, text: dict[str, str]) -> list[Words]:
    return [Words(part, f"{field}_{code}", code, said, said) for code, said in text.items() if said]


def _plain(part: str, field: str, text: str) -> list[Words]:
    return [Words(part, field, "", text, text)] if text.strip() else []


def _of_member(row: CoalitionMember, number: int) -> list[Words]:
    place = f"members-{number}"
    return [
        *_plain("coalition", f"{place}-name", row.name),
        *_plain("coalition", f"{place}-signatory_name", row.signatory_name),
        *_of_text("coalition", f"{place}-signatory_title", row.signatory_title),
        *_of_text("coalition", f"{place}-quote", row.quote if row.shows_quote else {}),
    ]


def _headings_in(words: Words) -> Iterator[Heading]:
    if words.text == words.plain:
        return
    for match in _HEADING.finditer(words.text):
        level = _SHOWN_LEVEL[len(match[1])]
        yield Heading(words.part, words.field, words.language, level, match[2])


def _known_names(campaign: Campaign, members: list[CoalitionMember]) -> frozenset[str]:
    """Those who agreed to be named: the team, who started it, and who signed for a member."""
    names = [campaign.starter_name, campaign.counsel_name]
    names += [row.user.name for row in campaign.memberships.all()]
    names += [row.signatory_name for row in members if row.shows_signatory]
    names += [row.name for row in members if row.shows_name]
    if campaign.agency is not None:
        names.append(campaign.agency.name)
    return frozenset(" ".join(name.lower().split()) for name in names if name.strip())
