"""Dates, times and lengths of time as people of the active language write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from redress.core.money import Money

_LOCALES = {"en": "en_US", "es": "es_US"}


def language() -> str:
    """The active language as two letters."""
    return (get_language() or "en")[:2]


def locale() -> str:
    """The active language as a name that Babel knows."""
    return _LOCALES.get(language(), language())


def money_text(amount: Money, *, cents: bool = False) -> str:
    """An amount; without `cents`, whole sums are written without them."""
    return amount.format(language(), short=not cents)


def number_text(number: int) -> str:
    """A count with its thousands apart: 4,898."""
    return str(format_decimal(number, locale=locale()))


def day_text(day: date, skeleton: str = "MMMd") -> str:
    """A day by a CLDR skeleton: MMMd is "Dec 18", yMMMd has the year, yMMMM month and year."""
    return format_skeleton(skeleton, day, locale=locale())


def full_day_text(day: date) -> str:
    """A day with its weekday and year."""
    return format_date(day, "full", locale=locale())


def clock_text(at: datetime) -> str:
    """The time of day of an aware instant, in its own zone."""
    written = format_time(at, "short", locale=locale()).replace("\u202f", "\u00a0")
    return written.replace("AM", "a.m.").replace("PM", "p.m.")


def zone_text(zone: str) -> str:
    """The zone as people name it: "Pacific", "hora del Pacífico"."""
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    return str(get_timezone_name(ZoneInfo(zone), locale=locale())).removesuffix(" Time")


def moment_text(local: datetime, zone: str) -> str:
    """An instant in full: "Friday, December 18, 2026, 7:59 p.m. Pacific"."""
    shown = local.astimezone(ZoneInfo(zone))
    return f"{full_day_text(shown)}, {clock_text(shown)} {zone_text(zone)}"


def length_text(left: timedelta) -> str:
    """The largest fitting unit: days from two days on, then hours, then minutes."""
    seconds = max(int(left.total_seconds()), 0)
    if seconds >= 2 * 86_400:
        days = seconds // 86_400
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if seconds >= 2 * 3_600:
        hours = seconds // 3_600
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    minutes = max(seconds // 60, 1)
    return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}


def ago_text(at: datetime, *, now: datetime) -> str:
    """Only "today" or "this week", so that nobody's hour is told; older is ''."""
    if now - at < timedelta(days=1):
        return _("today")
    if now - at < timedelta(days=7):
        return _("this week")
    return ""
