"""What was published about the campaign or its subject."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, PressMention
from redress.campaigns.parts.part import Data, Lack, Part
from redress.core import clock

# somewhere on earth it may be tomorrow already
_AHEAD = timedelta(hours=14)


def _read(campaign: Campaign) -> Data:
    rows = sorted(campaign.press.all(), key=lambda row: (row.position, row.pk))
    return {
        "articles": [
            {
                "outlet": row.outlet,
                "headline": row.headline,
                "language": row.language,
                "url": row.url,
                "published_on": row.published_on.isoformat() if row.published_on else None,
            }
            for row in rows
        ]
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.press.all().delete()
    PressMention.objects.bulk_create(
        PressMention(
            campaign=campaign,
            position=position,
            outlet=article["outlet"],
            headline=article["headline"],
            language=article["language"],
            url=article["url"],
            published_on=_day(article["published_on"]),
        )
        for position, article in enumerate(data["articles"], start=1)
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def lacks_at(data: Data, now: datetime) -> list[Lack]:
    """What each article lacks at this instant: outlet, headline, a link, a day that has come."""
    lacks = []
    for place, article in enumerate(data["articles"]):
        for field, sentence in (
            ("outlet", _("Say where it was published.")),
            ("headline", _("The headline is missing.")),
            ("url", _("The link is missing.")),
            ("published_on", _("Say on which day it was published.")),
        ):
            if not article[field]:
                lacks.append(Lack(field=f"articles-{place}-{field}", sentence=sentence))
        day = _day(article["published_on"])
        if day is not None and day > (now + _AHEAD).date():
            lacks.append(
                Lack(
                    field=f"articles-{place}-published_on",
                    sentence=_("This day is still to come."),
                )
            )
    return lacks


def _lacks(data: Data) -> list[Lack]:
    return lacks_at(data, clock.now())


PRESS = Part(
    key="press", title=_("Press"), read=_read, write=_write, lacks=_lacks, loads=("press",)
)
