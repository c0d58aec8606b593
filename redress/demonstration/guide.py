"""What a newcomer is told at the start: whom to log in as, where to look, and what to try."""

from django.conf import settings

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status
from redress.demonstration.content import children, loan_page, report_cards
from redress.demonstration.people import PEOPLE
from redress.web.addresses import page_path
from redress.web.formatting import moment_text

CARDS = (
    ("4242 4242 4242 4242", "is saved, and charged at the deadline"),
    ("4000 0000 0000 0341", "is saved, and declined when charged"),
    ("4000 0027 6000 3184", "asks for 3-D Secure when saved and when charged"),
)


def guide() -> str:
    """The guide as plain text, with full addresses."""
    parts = [
        f"Redress: {settings.SITE_URL}/  (Spanish: {settings.SITE_URL}/es/)",
        "Demonstration: people, sums and dates are invented; no real money moves.",
        "",
        *_seed(),
        "",
        *_people(),
        "",
        "Test cards (any future date, any three digits):",
        *(f"  {number}  {meaning}" for number, meaning in CARDS),
        "",
        *_tries(),
    ]
    return "\n".join(parts) + "\n"


def _find(slug: str) -> Campaign | None:
    return Campaign.objects.filter(slug=slug).first()


def _url(campaign: Campaign, name: str = "campaign") -> str:
    return settings.SITE_URL + page_path(name, campaign.address, language="en")


def _seed() -> list[str]:
    campaign = _find(report_cards.CAMPAIGN.slug)
    if campaign is None or campaign.deadline_shown is None:
        return []
    lines = ["The campaign that is decided soon, by its private link (seed phase, not listed):"]
    lines.append(f"  {_url(campaign)}")
    if campaign.status == Status.LIVE:
        when = moment_text(campaign.deadline_shown, campaign.deadline_tz)
        lines.append(f"  Deadline: {when}. $15 of $60 was pledged; two pledges of $28 reach it.")
    else:
        lines.append(f"  It has been decided: {Status(campaign.status).label}.")
        lines.append("  `make reset` brings a new one with a new deadline.")
    return lines


def _people() -> list[str]:
    if not settings.SHOW_MAILBOX:
        return []
    site = settings.SITE_URL
    return [
        f"Log in at {site}/accounts/login/ ; the code arrives in {site}/dev/mail/ :",
        *(f"  {person.email:<24} {person.part}" for person in PEOPLE),
        "  Any other address makes a new account. The house's people are then asked for the code",
        f"  of an app, which this page shows: {site}/dev/authenticator/",
    ]


def _tries() -> list[str]:
    lead, waiting = _find(children.CAMPAIGN.slug), _find(loan_page.CAMPAIGN.slug)
    lines = ["What to try:"]
    if lead:
        lines.append(f"  1. Read the lead campaign and its petition: {_url(lead)}")
    seed = _find(report_cards.CAMPAIGN.slug)
    if seed and seed.status == Status.LIVE:
        lines += [
            "  2. Join with any address; confirm it from /dev/mail/. Pledge on the private link",
            "     with 4242…, and as somebody else with …0341, and let the deadline pass:",
            "     one card is charged once, one is declined and gets a link to mend it.",
            "     A campaign takes one card for two pledges; 5555 5555 5555 4444 is another.",
        ]
    else:
        lines += [
            "  2. Join any open campaign with any address; confirm it from /dev/mail/, and pledge",
            "     with 4242…: the card is saved, nothing is charged, and you can cancel.",
        ]
    if waiting:
        lines += [
            f"  3. Log in as the approver, open {settings.SITE_URL}/staff/ and approve",
            f"     “{waiting.title.within('en')}”: {_url(waiting)}",
        ]
    lines += [
        f"  4. Start a campaign of your own, without an account: {settings.SITE_URL}/start/",
        "     Or log in as the organizer and go on with the draft in the studio.",
    ]
    lines.append("  5. Change the language at the top, and read the same in Spanish.")
    return lines
