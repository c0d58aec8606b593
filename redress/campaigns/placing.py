"""Answers of a beginning become the parts of a draft; what fits nowhere stays with the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from redress.accounts.models import User
from redress.agencies.models import Agency
from redress.campaigns import drafting
from redress.campaigns.models import Campaign
from redress.campaigns.parts import Data
from redress.campaigns.parts.budget import largest_goal
from redress.core.money import Money, NotMoney
from redress.core.translated import Translated

type Answers = Mapping[str, Mapping[str, Any]]
CURRENCY = "USD"
_LONGEST_LINE = 200
# a purpose and a sum in either order, as people write: printing and postage, $1,200
_LINE = re.compile(
    r"[-*•]?\s*(?:(?P<before>[^\d$]+?)[\s:=,;–—-]+\$?\s*(?P<after_sum>\d[\d.,]*)"
    r"|\$?\s*(?P<first_sum>\d[\d.,]*)[\s:=,;–—-]+(?P<after>[^\d$]+?))\s*\Z"
)


def place_answers(
    *, title: Translated, title_language: str, answers: Answers, owner: User, now: datetime
) -> Campaign:
    """A new draft of `owner` with every answer in its part, in the language it was typed in."""
    campaign = drafting.create(owner=owner, title=title, language=title_language, now=now)
    for part, change in (
        ("problem", _problem),
        ("agency", _agency),
        ("solution", _solution),
        ("budget", _budget),
    ):
        data, base = drafting.read_part(campaign, part)
        if change(data, answers):
            drafting.save(
                campaign_id=campaign.pk, part=part, data=data, base=base, author=owner, now=now
            )
            campaign = Campaign.objects.get(pk=campaign.pk)
    return campaign


def budget_lines(text: str) -> tuple[list[tuple[str, int]], list[str]]:
    """Lines that name a purpose and a sum in minor units, and the lines that do not."""
    read, left = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        amount = money_of((match["after_sum"] or match["first_sum"]).rstrip(".,")) if match else 0
        if match and amount:
            read.append(((match["before"] or match["after"]).strip(" -*•:"), amount))
        else:
            left.append(line)
    return read, left


def money_of(text: str) -> int:
    """A sum as typed, in minor units; 0 where it is none, or more than any goal may be."""
    try:
        amount = Money.parse(text, CURRENCY)
    except NotMoney:
        return 0
    return amount.minor if amount <= largest_goal(CURRENCY) else 0


def paragraphs(text: str) -> str:
    """Each line of what was typed as a paragraph, as sections are written."""
    return "\n\n".join(filter(None, (line.strip() for line in text.splitlines())))


def _problem(data: Data, answers: Answers) -> bool:
    for question in ("problem", "people"):
        answer = answers[question]
        text = paragraphs(answer["fields"].get("text", ""))
        body = data["body"].get(answer["language"], "")
        data["body"][answer["language"]] = "\n\n".join(filter(None, (body, text)))
    return any(data["body"].values())


def _agency(data: Data, answers: Answers) -> bool:
    fields = answers["agency"]["fields"]
    known = Agency.objects.filter(code=fields.get("agency", "")).exists()
    data["agency"] = fields.get("agency", "") if known else ""
    data["rule_citation"] = fields.get("rule_citation", "")
    return bool(data["agency"] or data["rule_citation"])


def _solution(data: Data, answers: Answers) -> bool:
    fields = answers["words"]["fields"]
    current, wished = fields.get("current", "").strip(), fields.get("wished", "").strip()
    if current or wished:
        data["changes"] = [
            {
                "citation": answers["agency"]["fields"].get("rule_citation", ""),
                "current_text": current,
                "proposed_text": wished,
                "note": dict.fromkeys(data["body"], ""),
            }
        ]
    return bool(current or wished)


def _budget(data: Data, answers: Answers) -> bool:
    answer = answers["money"]
    goal = money_of(answer["fields"].get("amount", ""))
    lines, left = budget_lines(answer["fields"].get("purposes", ""))
    if goal:
        data["goal"] = goal
    if goal or lines:
        data["currency"] = CURRENCY
    languages = dict.fromkeys(data["body"], "")
    data["lines"] = [
        {"purpose": {**languages, answer["language"]: purpose}, "amount": amount}
        for purpose, amount in lines
    ]
    data["body"][answer["language"]] = paragraphs("\n".join(left))
    return bool(goal or lines or left)
