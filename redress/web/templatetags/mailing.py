"""Tags and filters of messages: full links with signed tokens, sums with cents, named times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import template

from redress.core.money import Money
from redress.core.tokens import make_token
from redress.web import formatting
from redress.web.addresses import page_address

register = template.Library()
# which token a page asks for; a page that is not named here takes its argument as it is
PURPOSES = {
    "confirm": "confirm",
    "mine": "mine",
    "mine_pledge": "mine",
    "mine_cancel": "mine",
    "mine_card": "mine",
    "mine_leave": "mine",
    "card_return": "card",
    "invitation": "invitation",
    "organization_invitation": "organization_invitation",
    "domain_check": "domain_check",
    "coalition": "coalition",
    "coalition_manage": "coalition-manage",
    "coalition_withdraw": "coalition-manage",
}


@register.simple_tag
def link(name: str, *args: object) -> str:
    """The full address of a page in the message's language, signed where the page asks for it."""
    if name in PURPOSES:
        args = (make_token(PURPOSES[name], *(str(part) for part in args)),)
    return page_address(name, *args)


@register.filter
def cents_in(minor: int, currency: str) -> str:
    """Minor units as an amount, always with cents."""
    return formatting.money_text(Money(minor or 0, currency), cents=True)


@register.simple_tag
def deadline(local: str, zone: str) -> str:
    """A campaign's deadline as it was typed, in full with its named zone."""
    if not local:
        return ""
    shown = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=1)
    return formatting.moment_text(shown, zone)


@register.simple_tag
def moment(at: str | None, zone: str) -> str:
    """An instant of a message's facts, in full with the campaign's named zone."""
    if not at:
        return ""
    found = datetime.fromisoformat(at)
    return formatting.moment_text(
        found if found.tzinfo else found.replace(tzinfo=UTC), zone or "UTC"
    )
