"""Tags of the studio: its frame with the list of parts, and what is missing at a field."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from redress.accounts.models import User
from redress.accounts.permissions import may
from redress.campaigns import drafting
from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import Lack
from redress.campaigns.permitting import abilities_in, role_of
from redress.publishing.preflight import Report
from redress.web import formatting

register = template.Library()
_PLACES = (
    "studio_campaign",
    "studio_team",
    "studio_coalition",
    "studio_preflight",
    "studio_preview",
    "studio_insight",
)


@register.simple_tag
def lacks_of(field: BoundField) -> list[Lack]:
    """What is missing at a field of a part's form, or of a row in it."""
    form: Any = field.form
    owner = getattr(form, "owner", form)
    lacks: dict[str, list[Lack]] = getattr(owner, "lacks", {})
    return lacks.get(field.html_name, [])


@register.inclusion_tag("studio/frame_list.html", takes_context=True)
def parts_list(context: template.Context) -> dict[str, Any]:
    """Every part with its state; the page's own states are used where it has them."""
    campaign: Campaign = context["campaign"]
    if "states" not in context:
        context.dicts[0]["states"] = drafting.states_of(campaign)
    part = context.get("part")
    return {
        "campaign": campaign,
        "states": context["states"],
        "current": getattr(part, "key", ""),
    }


@register.simple_tag(takes_context=True)
def studio_places(context: template.Context) -> list[dict[str, object]]:
    """The campaign's pages that the person may open, the present one marked; none for others."""
    request: HttpRequest = context["request"]
    campaign: Campaign = context["campaign"]
    user = request.user
    if not isinstance(user, User):
        return []
    abilities = abilities_in(role_of(user=user, campaign=campaign))
    words = (
        _("Overview"),
        _("Team"),
        _("Coalition"),
        _preflight_word(context),
        _("Preview"),
        _("Insight"),
    )
    found: list[dict[str, object]] = []
    for name, word in zip(_PLACES, words, strict=True):
        try:
            path = reverse(name, args=[campaign.number])
            needed = getattr(resolve(path).func, "needs_ability", None)
        except (NoReverseMatch, Resolver404):
            continue
        if needed is None or needed in abilities or (not abilities and may(user, needed)):
            found.append({"path": path, "word": word, "here": request.path == path})
    return found


def _preflight_word(context: template.Context) -> str:
    """With the number of what blocks, on pages that have judged the campaign anyway."""
    report = context.get("report")
    if not isinstance(report, Report) or not report.blocked:
        return _("Pre-flight")
    return _("Pre-flight (%(number)s)") % {"number": len(report.blocking)}


@register.simple_tag
def code_of(field: BoundField) -> str:
    """The language that a field's text is in, or '' for what has none."""
    name, _low, code = field.name.rpartition("_")
    texts: list[str] = getattr(field.form, "texts", [])
    return code if name in texts else ""


@register.filter
def saved_at(at: datetime) -> str:
    """Day and time of day of a save: "Nov 20, 6:03 p.m. UTC"."""
    at = at.astimezone(UTC)
    return f"{formatting.day_text(at)}, {formatting.clock_text(at)} UTC"
