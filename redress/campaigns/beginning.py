"""Beginning a campaign before anybody signed in: six answers, kept under an unguessable code.

Whoever has the code may go on writing. Signing in turns the answers into a draft; after that
the code opens nothing any more. What nobody keeps is forgotten 30 days after its last word.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from redress.accounts.models import User
from redress.campaigns.models import Beginning, Campaign
from redress.campaigns.placing import place_answers
from redress.core import clock
from redress.core.translated import Translated

KEPT = timedelta(days=30)
PER_HOUR = 10  # beginnings from one network; a school or a library shares one
HOUR = timedelta(hours=1)
# the six questions in their order, and what each holds: a field and its longest text
QUESTIONS: Mapping[str, Mapping[str, int]] = {
    "problem": {"text": 6000},
    "people": {"text": 4000},
    "agency": {"agency": 60, "rule_citation": 80},
    "words": {"current": 10_000, "wished": 10_000},
    "allies": {"text": 4000},
    "money": {"amount": 40, "purposes": 4000},
}
TITLE: Mapping[str, int] = {"title": 90}
_LONG = frozenset({"text", "current", "wished", "purposes"})  # where two texts can stand together


class NotThere(Exception):
    """No beginning has this code, or somebody has kept it meanwhile."""


class TooMany(Exception):
    """This network began enough campaigns for now; `seconds` says when it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What stands after a save; `merged` when another window had written meanwhile."""

    version: int
    fields: Mapping[str, str]
    merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody wrote in answer to one question.

    `base` is the version that stood on the page, `writer` names that page; `mark` is the line
    that is put between two texts that were written at once.
    """

    fields: Mapping[str, str]
    language: str
    base: int
    writer: str
    mark: str


def begin(*, language: str, network: str, now: datetime) -> Beginning:
    """A new, empty beginning. Raises TooMany when the network has begun too many this hour."""
    if network:
        recent = Beginning.objects.filter(network=network, created_at__gt=now - HOUR)
        times = list(recent.order_by("created_at").values_list("created_at", flat=True))
        if len(times) >= PER_HOUR:
            raise TooMany(max(1, int((times[-PER_HOUR] + HOUR - now).total_seconds())))
    return Beginning.objects.create(
        code=secrets.token_urlsafe(32),
        language=language,
        network=network,
        created_at=now,
        saved_at=now,
    )


def unkept(code: str) -> Beginning:
    """The beginning of this code, while nobody has kept it. Raises NotThere."""
    try:
        return Beginning.objects.get(code=code, campaign=None)
    except Beginning.DoesNotExist:
        raise NotThere from None


def answer_of(beginning: Beginning, question: str) -> dict[str, Any]:
    """What stands under a question: fields, language, version, and texts put aside."""
    empty = {"fields": {}, "language": beginning.language, "version": 0, "writer": "", "aside": []}
    return empty | dict(beginning.answers.get(question, {}))


def fields_of(beginning: Beginning, question: str) -> dict[str, str]:
    """The fields under a question, '' for what is not written."""
    names = TITLE if question == "title" else QUESTIONS[question]
    return dict.fromkeys(names, "") | dict(answer_of(beginning, question)["fields"])


def is_answered(beginning: Beginning, question: str) -> bool:
    """Whether anything is written under a question."""
    return any(fields_of(beginning, question).values())


@transaction.atomic
def save(*, code: str, question: str, words: Words, now: datetime) -> Saved:
    """Keep what was written; what another window wrote meanwhile stays as well.

    Raises NotThere.
    """
    beginning = _locked(code)
    answer = answer_of(beginning, question)
    names = TITLE if question == "title" else QUESTIONS[question]
    fresh = {name: words.fields.get(name, "")[:most] for name, most in names.items()}
    standing = fields_of(beginning, question)
    if fresh == standing:
        return Saved(version=beginning.version, fields=standing, merged=False)
    stale = answer["version"] > words.base and answer["writer"] != words.writer
    merged = False
    if stale:
        sent = fresh
        fresh, aside = _both(standing, sent, names, mark=words.mark)
        merged = bool(aside) or fresh != sent
        answer["aside"] = [*answer["aside"], *aside]
    beginning.version += 1
    answer |= {
        "fields": fresh,
        # who mends a word on a page of the other language has not translated the text
        "language": answer["language"] if _is_mended(standing, fresh) else words.language,
        "version": beginning.version,
        "writer": words.writer,
    }
    beginning.answers = {**beginning.answers, question: answer}
    beginning.saved_at = now
    beginning.save(update_fields=["answers", "version", "saved_at"])
    return Saved(version=beginning.version, fields=fresh, merged=merged)


@transaction.atomic
def keep(*, code: str, user: User, now: datetime) -> Campaign:
    """Make the answers a draft of this person; asked again it is the same draft.

    Raises NotThere when the code is unknown or somebody else has kept it.
    """
    beginning = Beginning.objects.select_for_update().filter(code=code).first()
    if beginning is None:
        raise NotThere
    if beginning.campaign_id is not None:
        return _kept_by(beginning, user)
    language = answer_of(beginning, "title")["language"]
    title = fields_of(beginning, "title")["title"]
    campaign = place_answers(
        title=Translated({language: title} if title else {}),
        title_language=language,
        answers={question: answer_of(beginning, question) for question in QUESTIONS},
        owner=user,
        now=now,
    )
    beginning.campaign = campaign
    beginning.saved_at = now
    beginning.save(update_fields=["campaign", "saved_at"])
    return campaign


def kept_by(*, code: str, user: User) -> Campaign | None:
    """The campaign that this person's team has made of it; None while nobody kept it.

    Raises NotThere as `keep` does.
    """
    beginning = Beginning.objects.filter(code=code).first()
    if beginning is None:
        raise NotThere
    return _kept_by(beginning, user) if beginning.campaign_id is not None else None


def forget_unclaimed(*, now: datetime) -> int:
    """Delete beginnings that nobody kept and nobody wrote in for 30 days; returns how many."""
    deleted, _rows = Beginning.objects.filter(campaign=None, saved_at__lt=now - KEPT).delete()
    return deleted


def _kept_by(beginning: Beginning, user: User) -> Campaign:
    campaign = beginning.campaign
    if campaign is None or not campaign.memberships.filter(user=user).exists():
        raise NotThere
    return campaign


def _locked(code: str) -> Beginning:
    found = Beginning.objects.select_for_update().filter(code=code, campaign=None).first()
    if found is None:
        raise NotThere
    return found


def _is_mended(standing: Mapping[str, str], fresh: Mapping[str, str]) -> bool:
    before, after = (set(" ".join(one.values()).split()) for one in (standing, fresh))
    return bool(before) and 2 * len(before & after) >= len(before)


def _both(
    standing: Mapping[str, str], fresh: Mapping[str, str], names: Mapping[str, int], *, mark: str
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Both texts of every field: one under the other, or the older one aside."""
    together, aside = {}, []
    for name, most in names.items():
        old, new = standing[name], fresh[name]
        if not old.strip() or old in new:
            together[name] = new
        elif new in old:
            together[name] = old
        elif name in _LONG and len(joined := f"{old}\n\n{mark}\n\n{new}") <= most:
            together[name] = joined
        else:
            together[name] = new
            aside.append({"field": name, "text": old})
    return together, aside


@app.periodic(cron="43 3 * * *")
@app.task(queue="default", name="forget_beginnings", queueing_lock="forget_beginnings")
def forget_beginnings(timestamp: int) -> None:
    """Forget, once a day, what nobody kept."""
    forget_unclaimed(now=clock.now())
