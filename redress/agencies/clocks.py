"""What a petition rule says about time, in one honest sentence that never invents a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from redress.agencies.models import ClockTrigger, ClockUnit, Jurisdiction

if TYPE_CHECKING:
    from redress.agencies.models import PetitionRule

# every federal agency must conclude a matter within a reasonable time, number or not
REASONABLE_TIME = "5 U.S.C. § 555(b), (e)"


def clock_sentence(rule: PetitionRule) -> str:
    """How long the agency may take under this rule, with the citation and any mark “to verify”."""
    if rule.clock_count is None:
        return _sentence_without_number(rule)
    return _sentence_with_number(rule, count=rule.clock_count)


def number_was_read(rule: PetitionRule) -> bool:
    """Whether the number was read in a public copy of the rule; otherwise pages mark it."""
    return rule.has_number and rule.was_read("reply")


def _sentence_without_number(rule: PetitionRule) -> str:
    agency = rule.agency.short_name
    if rule.agency.jurisdiction == Jurisdiction.FEDERAL:
        return _(
            "%(agency)s has no fixed number of days; it must answer within a reasonable time"
            " (%(citation)s)."
        ) % {"agency": agency, "citation": REASONABLE_TIME}
    if rule.reply_citation:
        return _("%(agency)s: %(citation)s sets no number of days that we know of.") % {
            "agency": agency,
            "citation": rule.reply_citation,
        }
    return _("%(agency)s: we know of no rule that sets a number of days.") % {"agency": agency}


def _sentence_with_number(rule: PetitionRule, *, count: int) -> str:
    sentence = _("%(agency)s has %(span)s from %(trigger)s, %(citation)s.") % {
        "agency": rule.agency.short_name,
        "span": _span(count, rule.clock_unit),
        "trigger": ClockTrigger(rule.clock_trigger).label,
        "citation": rule.reply_citation,
    }
    added = [
        _remark(rule),
        "" if number_was_read(rule) else _("This number is still to be verified."),
    ]
    return " ".join([sentence, *filter(None, added)])


def _span(count: int, unit: str) -> str:
    if unit == ClockUnit.MONTHS:
        text = ngettext("%(count)d month", "%(count)d months", count)
    elif unit == ClockUnit.BUSINESS_DAYS:
        text = ngettext("%(count)d business day", "%(count)d business days", count)
    else:
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", count)
    return text % {"count": count}


def _remark(rule: PetitionRule) -> str:
    """The condition under which the number does not hold, or what silence means."""
    if rule.data.get("condition") == "rail":
        return pgettext("limit of a number of days", "This holds in rail cases only.")
    if rule.data.get("condition") == "found_justified":
        return _("This holds only when the agency finds the petition justified.")
    if rule.data.get("deemed") == "denied":
        return _("Silence after that counts as a denial.")
    variants = [variant for variant in rule.data.get("variants", []) if "days" in variant]
    if variants:
        return ngettext(
            "For a board or commission it is %(days)d day.",
            "For a board or commission it is %(days)d days.",
            variants[0]["days"],
        ) % {"days": variants[0]["days"]}
    return ""
