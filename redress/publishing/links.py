"""Whether the links of a campaign lead anywhere: asked in a job, judged from what is stored."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from redress.campaigns.checks.check import Check, Finding, Level, Sheet
from redress.campaigns.checks.sheet import sheet_of
from redress.campaigns.models import Campaign
from redress.core import clock, outgoing
from redress.core.locks import refuse_transaction
from redress.publishing.models import LinkCheck

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Get = Callable[[str], int]

GOOD_FOR = timedelta(days=7)
AGAIN_AFTER = timedelta(hours=1)
MOST = 60  # addresses of one campaign in one job
# a robot is turned away where a person may read
_CLOSED_TO_ROBOTS = frozenset({401, 403, 405, 406, 429})
_LINK = re.compile(r"\]\((?P<url>https://[^\s()]+)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """An address and where it stands."""

    part: str
    field: str
    url: str


def links_of(sheet: Sheet) -> list[Link]:
    """Every address of another host that the page links to, each once, where it stands first."""
    found: dict[str, Link] = {}
    for link in _all_links(sheet):
        found.setdefault(link.url, link)
    return list(found.values())


def _all_links(sheet: Sheet) -> Iterator[Link]:
    for part, rows in (("facts", "sources"), ("press", "articles")):
        for place, row in enumerate(sheet.parts[part][rows]):
            if row["url"]:
                yield Link(part, f"{rows}-{place}-url", row["url"])
    if sheet.campaign is not None:
        for place, member in enumerate(sheet.campaign.members.all()):
            if member.url and member.is_standing:
                yield Link("coalition", f"members-{place}-url", member.url)
    for words in sheet.texts:
        for match in _LINK.finditer(words.text):
            yield Link(words.part, words.field, match["url"])


def status_of(url: str) -> int:
    """The status that the address answers with, as LinkCheck keeps it."""
    agent = f"{settings.SITE_NAME} link check (+{settings.SITE_URL})"
    try:
        return outgoing.get(url, agent=agent).status
    except outgoing.NotAsked:
        return LinkCheck.NOT_ASKED
    except outgoing.NoAnswer:
        return LinkCheck.NO_ANSWER


def ask(campaign: Campaign, *, now: datetime, get: Get = status_of) -> int:
    """Ask every link that was not asked within the hour; how many were. Never in a transaction."""
    refuse_transaction()
    links = links_of(sheet_of(campaign, now=now))
    LinkCheck.objects.filter(campaign=campaign).exclude(url__in=[one.url for one in links]).delete()
    lately = set(
        LinkCheck.objects.filter(campaign=campaign, checked_at__gt=now - AGAIN_AFTER).values_list(
            "url", flat=True
        )
    )
    due = [link.url for link in links if link.url not in lately][:MOST]
    for url in due:
        LinkCheck.objects.update_or_create(
            campaign=campaign, url=url, defaults={"status": get(url), "checked_at": now}
        )
    return len(due)


def asks() -> bool:
    """Whether this installation asks other hosts at all."""
    asks_links: bool = settings.CHECK_LINKS
    return asks_links


def want_asked(campaign: Campaign) -> bool:
    """Put the asking into the queue; False when no other hosts are asked here at all."""
    if not asks():
        return False
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        ask_links.configure(queueing_lock=f"ask-links-{campaign.pk}").defer(campaign_id=campaign.pk)
    return True


def _judge(sheet: Sheet) -> Iterable[Finding]:
    if sheet.campaign is None or not sheet.asks_links:
        return
    links = links_of(sheet)
    answers = {
        row.url: row
        for row in LinkCheck.objects.filter(
            campaign=sheet.campaign, checked_at__gt=sheet.now - GOOD_FOR
        )
    }
    for link in links:
        answer = answers.get(link.url)
        if answer is not None and 200 <= answer.status < 300:
            continue
        mild = answer is not None and answer.status in _CLOSED_TO_ROBOTS
        yield Finding(
            part=link.part,
            field=link.field,
            excerpt=link.url,
            detail=_detail(answer),
            level=Level.WARN if mild else None,
        )


def _detail(answer: LinkCheck | None) -> "str | StrPromise":
    if answer is None:
        return _("This link was not asked lately. It is asked when you check the links.")
    if answer.status == LinkCheck.NOT_ASKED:
        return _("This address lies in no public network.")
    if answer.status == LinkCheck.NO_ANSWER:
        return _("There was no answer.")
    if answer.status in _CLOSED_TO_ROBOTS:
        return _("It turns programs away. Open it yourself to see that it works.")
    return _("It answers with an error (%(status)s).") % {"status": answer.status}


LINKS = Check(
    code="B13",
    level=Level.BLOCK,
    title=_("A link leads nowhere"),
    why=_("A reader who cannot open a source cannot check it."),
    mend=_("Open the link, correct it, or name the source without one."),
    judge=_judge,
)


@app.task(queue="default", name="ask_links")
def ask_links(campaign_id: int) -> int:
    """Ask the links of one campaign; 0 when it is gone."""
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    return ask(campaign, now=clock.now()) if campaign is not None else 0
