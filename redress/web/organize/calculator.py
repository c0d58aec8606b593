"""How many people a goal takes: goal ÷ usual pledge ÷ share of visitors who pledge."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.core.money import CurrencyMismatch, Money, NotMoney
from redress.web.formatting import locale

USUAL_PLEDGE_MINOR = 2_800  # the least of a Champion
USUAL_SHARE = Decimal("3.5")  # per cent, as a starter on Change.org counted for signing
LEAST_SHARE, LARGEST_SHARE = Decimal("0.1"), Decimal(100)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a goal takes: people who pledge, and visitors who come to the page."""

    supporters: int
    visitors: int

    @property
    def supporters_text(self) -> str:
        """The people who pledge, as a number of the active language."""
        return str(format_decimal(self.supporters, locale=locale()))

    @property
    def visitors_text(self) -> str:
        """The visitors, as a number of the active language."""
        return str(format_decimal(self.visitors, locale=locale()))


def reach(*, goal: Money, usual_pledge: Money, share: Decimal) -> Reach | None:
    """How many supporters and visitors, each rounded up; None when something is nothing.

    `share` is in per cent of visitors. Raises CurrencyMismatch.
    """
    if goal.currency != usual_pledge.currency:
        raise CurrencyMismatch(f"{goal.currency} and {usual_pledge.currency}")
    if goal.minor <= 0 or usual_pledge.minor <= 0 or share <= 0:
        return None
    supporters = -(-goal.minor // usual_pledge.minor)
    visitors = (Decimal(supporters) * 100 / share).to_integral_value(ROUND_CEILING)
    return Reach(supporters, int(visitors))


class CalculatorForm(forms.Form):
    """The two numbers that the reckoning rests on; both may be changed."""

    usual_pledge = forms.CharField(
        label=gettext_lazy("Usual pledge"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    share = forms.CharField(
        label=gettext_lazy("Visitors who pledge, in percent"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, currency: str) -> None:
        """Read the amount in the goal's currency, from whatever form the two boxes stand in."""
        asked = data if data and "usual_pledge" in data else None
        usual = f"{Money(USUAL_PLEDGE_MINOR, currency).decimal:.0f}"
        super().__init__(asked, initial={"usual_pledge": usual, "share": str(USUAL_SHARE)})
        self.currency = currency

    def clean_usual_pledge(self) -> Money:
        """An amount above nothing; the usual one when it is left empty."""
        typed = self.cleaned_data["usual_pledge"].strip()
        if not typed:
            return Money(USUAL_PLEDGE_MINOR, self.currency)
        try:
            amount = Money.parse(typed, self.currency)
        except NotMoney:
            amount = Money(0, self.currency)
        if not amount:
            raise forms.ValidationError(_("Write the amount in numbers, such as 28 or 28.50."))
        return amount

    def clean_share(self) -> Decimal:
        """A percentage; the usual one when it is left empty."""
        typed = self.cleaned_data["share"].strip().removesuffix("%").strip().replace(",", ".")
        if not typed:
            return USUAL_SHARE
        try:
            share = Decimal(typed)
        except InvalidOperation:
            share = Decimal(0)
        if not share.is_finite() or not LEAST_SHARE <= share <= LARGEST_SHARE:
            raise forms.ValidationError(_("Write a number from 0.1 to 100, such as 3.5."))
        return share

    def reach_of(self, goal: Money | None) -> Reach | None:
        """Whom this goal takes with the numbers of the form; None while one of them is wrong."""
        if goal is None:
            return None
        if not self.is_bound:
            pledge, share = Money(USUAL_PLEDGE_MINOR, self.currency), USUAL_SHARE
        elif self.is_valid():
            pledge, share = self.cleaned_data["usual_pledge"], self.cleaned_data["share"]
        else:
            return None
        return reach(goal=goal, usual_pledge=pledge, share=share)
