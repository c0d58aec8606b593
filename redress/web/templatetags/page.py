"""Tags and filters of the pages: addresses, money, days and the Markdown subset."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from redress.actions.models import Action
from redress.core.html import render_markdown
from redress.core.money import Money
from redress.web import formatting
from redress.web.addresses import page_path

register = template.Library()


@register.simple_tag
def page(name: str, *args: object) -> str:
    """The path of a public page in the active language."""
    return page_path(name, *args)


@register.filter
def money(amount: Money) -> str:
    """An amount, whole sums without cents."""
    return formatting.money_text(amount)


@register.filter
def cents(amount: Money) -> str:
    """An amount, always with cents."""
    return formatting.money_text(amount, cents=True)


@register.filter
def in_currency(minor: int, currency: str) -> str:
    """Minor units as an amount, whole sums without cents."""
    return formatting.money_text(Money(minor, currency))


@register.filter
def units(amount: int, currency: str) -> str:
    """Whole units of the currency as an amount: 15 is "$15"."""
    return formatting.money_text(Money.parse(str(amount), currency))


@register.filter
def happens(action: Action) -> str:
    """When an action takes place, with the named zone."""
    if action.happens_at is None:
        return ""
    return formatting.moment_text(action.happens_at, action.happens_tz or "UTC")


@register.filter
def number(count: int) -> str:
    """A count with its thousands apart."""
    return formatting.number_text(count)


@register.filter
def day(value: date, skeleton: str = "MMMd") -> str:
    """A day such as "Dec 18"; the argument is a CLDR skeleton."""
    return formatting.day_text(value, skeleton)


@register.filter
def full_day(value: date) -> str:
    """A day with its weekday and year."""
    return formatting.full_day_text(value)


@register.filter
def iso(value: datetime | date) -> str:
    """A machine-readable day or instant for <time datetime>."""
    return value.isoformat()


@register.filter
def markdown(text: object) -> SafeString:
    """The Markdown subset as clean HTML."""
    return render_markdown(str(text))
