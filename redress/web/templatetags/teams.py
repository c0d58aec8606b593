"""Names of roles in the active language, from their stored values."""

from datetime import UTC, datetime

from django import template

from redress.accounts.models import HouseRole
from redress.accounts.permissions import OrganizationRole, TeamRole
from redress.web import formatting

register = template.Library()


@register.filter
def team_role(value: str) -> str:
    """The name of a role of a team."""
    return str(TeamRole(value).label)


@register.filter
def organization_role(value: str) -> str:
    """The name of a role in an organization."""
    return str(OrganizationRole(value).label)


@register.filter
def house_role(value: str) -> str:
    """The name of a role of the house."""
    return str(HouseRole.Role(value).label)


@register.filter
def until(value: datetime | str) -> str:
    """A day with its time and zone, of an instant or of its ISO text."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return formatting.moment_text(at.astimezone(UTC), "UTC")
