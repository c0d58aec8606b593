"""From the local time that people read to the one instant that decides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SOONEST, LATEST = timedelta(days=14), timedelta(days=90)


class NoSuchTime(ValueError):
    """The clocks of that zone never show this time, or the zone does not exist."""


class SkippedTime(NoSuchTime):
    """The clocks jump over this time; `before` and `after` are the nearest ones, in the zone."""

    def __init__(self, *, before: datetime, after: datetime) -> None:
        """Keep the two times that could be meant."""
        super().__init__(f"The clocks go from before {before} to after {after}.")
        self.before, self.after = before, after


def instant_after(*, local: str, zone: str) -> datetime:
    """The exclusive instant at which a deadline "by `local`" ends, in UTC.

    `local` is `2026-12-18T19:59`; "by 7:59 p.m." includes that minute, so the instant is
    8:00:00. In the repeated hour of autumn the later instant counts. Raises SkippedTime for a
    time that the spring change skips, and NoSuchTime for an unknown zone and for text that is
    no time.
    """
    aware = shown_in(local=local, zone=zone)
    try:
        return aware.astimezone(UTC) + timedelta(minutes=1)
    except OverflowError as fault:
        raise NoSuchTime(local) from fault


def shown_in(*, local: str, zone: str) -> datetime:
    """The local time in its zone, the later one where the clocks show it twice.

    Raises as `instant_after`.
    """
    try:
        place = ZoneInfo(zone)
        naive = datetime.fromisoformat(local)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise NoSuchTime(str(fault)) from fault
    if naive.tzinfo is not None or naive.second or naive.microsecond:
        raise NoSuchTime(f"{local} is not a local time in whole minutes.")
    aware = naive.replace(tzinfo=place, fold=1)
    try:
        back = aware.astimezone(UTC).astimezone(place)
        if back.replace(tzinfo=None, fold=0) == naive:
            return aware
        # the two readings of a skipped time lie on either side of the gap, equally far from it
        forward = naive.replace(tzinfo=place, fold=0).astimezone(UTC).astimezone(place)
    except OverflowError as fault:
        raise NoSuchTime(local) from fault
    raise SkippedTime(before=min(back, forward), after=max(back, forward))


def is_doubled(*, local: str, zone: str) -> bool:
    """Whether the clocks of the zone show this existing time twice. Raises as `instant_after`."""
    aware = shown_in(local=local, zone=zone)
    return aware.utcoffset() != aware.replace(fold=0).utcoffset()
