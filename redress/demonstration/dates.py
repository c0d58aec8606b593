"""Relative dates of the demonstration: days from the first start, as instants and local times."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from redress.campaigns.deadlines import instant_after
from redress.demonstration.writing import Life

LOCAL = "%Y-%m-%dT%H:%M"


def instant(days: int | None, *, now: datetime) -> datetime | None:
    """The instant so many days from now; None for what does not happen."""
    return None if days is None else now + timedelta(days=days)


def day(days: int | None, *, now: datetime) -> date | None:
    """The day so many days from now; None for what does not happen."""
    return None if days is None else (now + timedelta(days=days)).date()


def deadline_local(life: Life, *, now: datetime, minutes: int) -> str:
    """The deadline as an organizer would type it, in the campaign's zone.

    Zero days means `minutes` from now, for the campaign that a newcomer watches being decided.
    """
    if life.deadline is None:
        return ""
    zone = ZoneInfo(life.zone)
    if life.deadline == 0:
        return (now + timedelta(minutes=minutes)).astimezone(zone).strftime(LOCAL)
    at = now.astimezone(zone) + timedelta(days=life.deadline)
    if life.weekday is not None:
        # the nearest such day: at most three days off
        off = (life.weekday - at.weekday() + 3) % 7 - 3
        at += timedelta(days=off)
    return f"{at:%Y-%m-%d}T{life.deadline_time}"


def deadline_instant(local: str, *, zone: str) -> datetime | None:
    """The exclusive instant of a typed deadline; None for ''."""
    return instant_after(local=local, zone=zone) if local else None


def evening(days: int, *, zone: str, now: datetime) -> datetime:
    """Six in the evening, so many days from now, in that zone."""
    at = now.astimezone(ZoneInfo(zone)) + timedelta(days=days)
    return at.replace(hour=18, minute=0, second=0, microsecond=0)
