"""From the local time that people read to the one instant that decides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class NoSuchTime(ValueError):
    """The clocks of that zone never show this time, or the zone does not exist."""


def instant_after(*, local: str, zone: str) -> datetime:
    """The exclusive instant at which a deadline "by `local`" ends, in UTC.

    `local` is `2026-12-18T19:59`; "by 7:59 p.m." includes that minute, so the instant is
    8:00:00. In the repeated hour of autumn the later instant counts. Raises NoSuchTime for a
    time that the spring change skips, for an unknown zone and for text that is no time.
    """
    try:
        place = ZoneInfo(zone)
        naive = datetime.fromisoformat(local)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise NoSuchTime(str(fault)) from fault
    if naive.tzinfo is not None or naive.second or naive.microsecond:
        raise NoSuchTime(f"{local} is not a local time in whole minutes.")
    aware = naive.replace(tzinfo=place, fold=1)
    if aware.astimezone(UTC).astimezone(place).replace(tzinfo=None) != naive:
        raise NoSuchTime(f"{local} does not exist in {zone}.")
    return aware.astimezone(UTC) + timedelta(minutes=1)
