"""The goal in money, and what each part of it pays for."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from redress.campaigns.models import BudgetLine, Campaign, Section
from redress.campaigns.parts.part import Data, Lack, Part, both_languages, text_of
from redress.campaigns.parts.section import read_section, section_lacks, write_section
from redress.core.money import Money, exponent
from redress.core.translated import Translated

CURRENCIES = ("USD", "CAD", "EUR", "GBP", "MXN")
LEAST_GOAL, LARGEST_GOAL = 100, 1_000_000  # whole units of the currency


def least_goal(currency: str) -> Money:
    """The smallest goal of a campaign."""
    return Money(LEAST_GOAL * 10 ** exponent(currency), currency)


def largest_goal(currency: str) -> Money:
    """The largest goal of a campaign, and the largest line of its budget."""
    return Money(LARGEST_GOAL * 10 ** exponent(currency), currency)


def balance(*, goal: int | None, lines: Iterable[int | None]) -> tuple[int, int]:
    """Sum of the lines, and what is missing to the goal (below zero: too much); minor units."""
    total = sum(amount for amount in lines if amount)
    return total, (goal or 0) - total


def balance_text(*, goal: int | None, lines: Iterable[int | None], currency: str) -> str:
    """How the lines stand to the goal, in a sentence of the active language."""
    total, missing = balance(goal=goal, lines=lines)
    words = {
        "sum": _money(total, currency),
        "goal": _money(goal or 0, currency),
        "difference": _money(abs(missing), currency),
    }
    if not goal:
        return _("The lines come to %(sum)s; there is no goal yet.") % words
    if missing > 0:
        return _("The lines come to %(sum)s; %(difference)s are missing to the goal.") % words
    if missing < 0:
        return _("The lines come to %(sum)s; that is %(difference)s over the goal.") % words
    return _("The lines come to %(sum)s, as the goal does.") % words


def _money(minor: int, currency: str) -> str:
    return Money(minor, currency).format((get_language() or "en")[:2], short=True)


def _read(campaign: Campaign) -> Data:
    lines = [
        {"purpose": text_of(row.purpose), "amount": row.amount_minor}
        for row in campaign.budget_lines.all()
    ]
    has_sums = campaign.goal_minor is not None or any(line["amount"] for line in lines)
    return {
        **read_section(campaign, Section.Kind.MONEY),
        "goal": campaign.goal_minor,
        # the currency of nothing is not a word that somebody wrote
        "currency": campaign.currency if has_sums else "",
        "lines": lines,
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.goal_minor = data["goal"]
    campaign.currency = data["currency"] or "USD"
    campaign.save(update_fields=["goal_minor", "currency"])
    write_section(campaign, Section.Kind.MONEY, data)
    campaign.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(
            campaign=campaign,
            position=position,
            purpose=Translated(line["purpose"]),
            amount_minor=line["amount"],
        )
        for position, line in enumerate(data["lines"], start=1)
    )


def _lacks(data: Data) -> list[Lack]:
    currency = data["currency"] or "USD"
    amounts = [line["amount"] for line in data["lines"]]
    lacks = []
    if data["goal"] is None:
        lacks.append(Lack(field="goal", sentence=gettext_lazy("There is no goal yet.")))
    elif data["goal"] < least_goal(currency).minor:
        least = _money(least_goal(currency).minor, currency)
        lacks.append(
            Lack(field="goal", sentence=_("A goal is %(least)s or more.") % {"least": least})
        )
    if not data["lines"]:
        lacks.append(Lack(field="lines", sentence=gettext_lazy("No line is written yet.")))
    elif data["goal"] and balance(goal=data["goal"], lines=amounts)[1]:
        sentence = balance_text(goal=data["goal"], lines=amounts, currency=currency)
        lacks.append(Lack(field="lines", sentence=sentence))
    for place, line in enumerate(data["lines"]):
        lacks += both_languages(f"lines-{place}-purpose", line["purpose"])
        if not line["amount"]:
            lacks.append(
                Lack(
                    field=f"lines-{place}-amount",
                    sentence=gettext_lazy("This line has no amount yet."),
                )
            )
    return lacks + section_lacks(data)


BUDGET = Part(
    key="budget",
    title=gettext_lazy("Goal in money and budget"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("sections", "budget_lines"),
)
