"""An instant in full, with the zone that it is meant in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from redress.web import formatting

register = template.Library()


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """Day, time and named zone: those of `zone`, else of the instant itself; '' for none."""
    if value is None:
        return ""
    own = value.tzinfo
    return formatting.moment_text(value, zone or (own.key if isinstance(own, ZoneInfo) else "UTC"))
