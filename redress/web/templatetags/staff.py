"""Tags of the staff pages: which desks the present person may open."""

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from redress.accounts.models import User
from redress.accounts.permissions import Ability, may

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_places(context: template.Context) -> list[dict[str, str]]:
    """The desks beside the first page that the person may open; a link to another finds nothing."""
    request: HttpRequest = context["request"]
    user = request.user
    places = (
        ("staff_approvals", _("Approvals"), Ability.APPROVE_CAMPAIGN),
        ("staff_calls", _("Calls to organizations"), Ability.CHECK_ORGANIZATIONS),
        ("staff_areas", _("Subjects"), Ability.MANAGE_ISSUE_AREAS),
        ("staff_people", _("People of the house"), Ability.MANAGE_HOUSE_ROLES),
    )
    return [
        {"path": reverse(name), "word": word}
        for name, word, ability in places
        if isinstance(user, User) and may(user, ability)
    ]
