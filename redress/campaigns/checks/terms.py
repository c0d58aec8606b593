"""Checks on the terms: agency and rule, deadline, budget, and the house's own address."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from redress.agencies.citations import CitationRefused, clean_citation
from redress.campaigns.checks.check import Check, Finding, Level, Sheet
from redress.campaigns.deadlines import LATEST, SOONEST, NoSuchTime, instant_after
from redress.campaigns.parts.budget import balance, balance_text


def _agency(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    citation = campaign.rule_citation
    if campaign.agency is None:
        yield Finding(part="agency", field="agency", detail=_("No agency is chosen."))
        jurisdiction = ""
    else:
        jurisdiction = campaign.agency.jurisdiction
    if not citation.strip():
        yield Finding(part="agency", field="rule_citation", detail=_("No rule is named."))
        return
    try:
        clean_citation(citation, jurisdiction=jurisdiction)
    except CitationRefused:
        yield Finding(
            part="agency",
            field="rule_citation",
            excerpt=citation,
            detail=_("A federal rule is written as title, CFR, part and section: 8 CFR 236.3."),
        )


AGENCY_AND_RULE = Check(
    code="B4",
    level=Level.BLOCK,
    title=_("The agency or the rule is not named rightly"),
    why=_("A petition goes to the one agency that can change one rule."),
    mend=_("Choose the agency from the list, and cite the rule as its code does."),
    judge=_agency,
)


def _deadline(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    local, zone = campaign.deadline_local, campaign.deadline_tz
    if not local or not zone:
        yield Finding(part="conditions", field="day", detail=_("There is no deadline yet."))
        return
    try:
        instant = instant_after(local=local, zone=zone)
    except NoSuchTime:
        yield Finding(
            part="conditions",
            field="time",
            excerpt=f"{local} {zone}",
            detail=_("The clocks of that place never show this time."),
        )
        return
    # once it is live, what counts is how much time people had from then on
    left = instant - (campaign.launched_at or sheet.now)
    detail = None
    if left.total_seconds() <= 0:
        detail = _("This deadline is in the past.")
    elif left < SOONEST and not sheet.is_demonstration:
        detail = _("This deadline is less than 14 days away. People need time to decide.")
    elif left > LATEST and not sheet.is_demonstration:
        detail = _("This deadline is more than 90 days away. A pledge waits no longer.")
    if detail:
        yield Finding(part="conditions", field="day", excerpt=f"{local} {zone}", detail=detail)


DEADLINE = Check(
    code="B8",
    level=Level.BLOCK,
    title=_("The deadline is missing, too near, too far or at no real time"),
    why=_("Every pledge hangs on this one moment."),
    mend=_("Choose a day 14 to 90 days ahead, with a time and the place whose clocks count."),
    judge=_deadline,
)


def _budget(sheet: Sheet) -> Iterator[Finding]:
    if sheet.is_record:
        return
    data = sheet.parts["budget"]
    amounts = [line["amount"] for line in data["lines"]]
    currency = data["currency"] or "USD"
    if not data["goal"]:
        yield Finding(part="budget", field="goal", detail=_("There is no goal yet."))
    elif not amounts or balance(goal=data["goal"], lines=amounts)[1]:
        yield Finding(
            part="budget",
            field="lines",
            detail=balance_text(goal=data["goal"], lines=amounts, currency=currency),
        )
    for place, amount in enumerate(amounts):
        if not amount:
            yield Finding(
                part="budget",
                field=f"lines-{place}-amount",
                detail=_("This line has no amount yet."),
            )


BUDGET_SUMS = Check(
    code="B9",
    level=Level.BLOCK,
    title=_("The budget does not come to the goal"),
    why=_("People are told what each part of the goal pays for."),
    mend=_("Change the lines or the goal until they are equal."),
    judge=_budget,
)


def _house(_sheet: Sheet) -> Iterator[Finding]:
    address = parseaddr(settings.MAIL_FROM)[1]
    name, _at, host = address.rpartition("@")
    site = urlsplit(settings.SITE_URL)
    if not name or not host:
        yield Finding(part="house", detail=_("No sender address is set (REDRESS_MAIL_FROM)."))
    if not site.hostname:
        yield Finding(
            part="house", detail=_("The links in messages have no site (REDRESS_SITE_URL).")
        )
    if settings.PRODUCTION and not settings.MAIL_HOST:
        yield Finding(part="house", detail=_("No mail server is set (REDRESS_MAIL_HOST)."))
    if settings.PRODUCTION and host in {"localhost", "example.org", "example.com"}:
        yield Finding(part="house", excerpt=address, detail=_("Nobody can answer this address."))


SENDER = Check(
    code="B15",
    level=Level.BLOCK,
    title=_("Messages have no sender or no way to end them"),
    why=_("Supporters get mail: it must say who sends it, and its link to stop must lead here."),
    mend=_("This is set by whoever runs the site, not in the studio. Tell them."),
    judge=_house,
)
