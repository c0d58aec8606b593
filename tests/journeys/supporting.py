"""What supporters do on the pages, step by step, as journeys need it again and again."""

from dataclasses import dataclass

from redress.campaigns.models import Campaign
from tests.journeys.browsing import Visitor

GOOD, DECLINED_LATER, BANK_ASKS = "4242424242424242", "4000000000000341", "4000002760003184"
SEND = "form[data-pledge] button[type=submit]"


@dataclass(frozen=True)
class Person:
    """Who somebody is, and what they promise."""

    name: str
    email: str
    tier: str = "champion"
    amount: str = "28"


def fill_in(visitor: Visitor, person: Person) -> None:
    """The form of the campaign page; an Ally gives no amount."""
    page = visitor.page
    page.check(f"[name=tier][value={person.tier}]")
    if person.tier != "ally":
        page.check(f"[name=amount_choice][value='{person.amount}']")
    page.fill("[name=name]", person.name)
    page.fill("[name=email]", person.email)


def ask_to_pledge(visitor: Visitor, campaign: Campaign, person: Person) -> None:
    """From the campaign page to the page behind the link in the message."""
    visitor.go(f"/c/{campaign.address}/")
    fill_in(visitor, person)
    visitor.press(SEND)
    visitor.at(r"/inbox/$")
    visitor.open_letter(
        person.email,
        "Please confirm your pledge of %(total)s",
        total=f"${person.amount}.00",
    )
    visitor.follow_link("/confirm/")
    visitor.sees("Confirm your pledge")


def agree(visitor: Visitor, card: str) -> None:
    """Agree to the exact words, give a card, and let the bank have its answer."""
    visitor.press("button[value=confirm]")
    visitor.type_card(card)
    if "/3d_secure/" in visitor.page.url:
        visitor.press("button[value=approve]")
    visitor.at(r"/card/[^/]+/$")
    visitor.sees("%(zero)s charged today", zero="$0.00")


def pledge(visitor: Visitor, campaign: Campaign, person: Person, card: str) -> None:
    """The whole way to a held pledge."""
    ask_to_pledge(visitor, campaign, person)
    agree(visitor, card)


def open_mine(visitor: Visitor) -> None:
    """From a page of the pledge to "My support"."""
    visitor.press("a[href*='/mine/']")
    visitor.at(r"/mine/[^/]+/$")
