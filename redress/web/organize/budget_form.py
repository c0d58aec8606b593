"""The form of the goal in money and its budget, with the goal calculator."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.parts import Data
from redress.campaigns.parts.budget import CURRENCIES, balance_text, largest_goal
from redress.core.money import Money, NotMoney
from redress.web.formatting import money_text
from redress.web.organize.calculator import CalculatorForm, Reach
from redress.web.organize.rows import RowForm, Rows, RowsForm
from redress.web.organize.text_forms import SectionForm


class AmountField(forms.CharField):
    """A box for an amount as people write it; what is kept are minor units of `currency`."""

    currency = "USD"


def amount_field(label: Any, help_text: Any = "", currency: str = "USD") -> AmountField:
    """A box for an amount; it is read once the currency is known."""
    field = AmountField(
        label=label,
        max_length=24,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "max_length": gettext_lazy("Write the amount in numbers, such as 28 or 28.50.")
        },
    )
    field.currency = currency
    return field


def read_amount(typed: str, currency: str) -> Money | None:
    """The amount that was typed, None for nothing. Raises ValidationError with its sentence."""
    if not typed.strip():
        return None
    try:
        amount = Money.parse(typed, currency)
    except NotMoney:
        raise forms.ValidationError(
            _("Write the amount in numbers, such as 28 or 28.50.")
        ) from None
    if amount > largest_goal(currency):
        raise forms.ValidationError(
            _("%(amount)s is the most.") % {"amount": money_text(largest_goal(currency))}
        )
    return amount


def amount_typed(minor: int | None, currency: str) -> str:
    """An amount as a person would type it into a box; '' for none."""
    if minor is None:
        return ""
    amount = Money(minor, currency)
    whole = amount.decimal == amount.decimal.to_integral_value()
    return f"{amount.decimal:,.0f}" if whole else f"{amount.decimal:,}"


class LineRow(RowForm):
    """What a part of the goal pays for."""

    short = frozenset({"amount"})
    amount = amount_field(gettext_lazy("Amount"))

    def build(self, owner: RowsForm) -> None:
        """The purpose in each language, then the amount."""
        self.add_both(
            "purpose",
            lambda _code: forms.CharField(label=gettext_lazy("What it pays for"), max_length=200),
        )
        self.order_fields(["purpose_en", "purpose_es", "amount"])
        field = self.fields["amount"]
        assert isinstance(field, AmountField)
        field.currency = self.currency
        field.widget.attrs["data-line"] = True

    @property
    def currency(self) -> str:
        """The currency of the goal."""
        assert isinstance(self.owner, BudgetForm)
        return self.owner.money

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The amount as text."""
        found = dict(super().initial_of(values))
        found["amount"] = amount_typed(values.get("amount"), self.currency)
        return found

    def clean_amount(self) -> int | None:
        """In minor units; a line of nothing is none."""
        amount = read_amount(self.cleaned_data["amount"], self.currency)
        if amount is not None and not amount:
            raise forms.ValidationError(_("A line pays for something: write more than nothing."))
        return amount.minor if amount else None


class BudgetForm(RowsForm, SectionForm):
    """Goal, currency, lines, and the words of the section."""

    goal = amount_field(
        gettext_lazy("Goal"),
        gettext_lazy("All that the campaign needs. Pledges are charged only if it is reached."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES]
    )
    rows = (
        Rows(
            name="lines",
            form=LineRow,
            title=gettext_lazy("Budget"),
            row_title=gettext_lazy("Line %(number)s"),
            add=gettext_lazy("Add a line"),
            about=gettext_lazy("What the goal pays for. The lines together are the goal."),
        ),
    )

    def build(self, values: Data) -> None:
        """The section's texts; a currency that stands is a choice even if it is a rare one."""
        super().build(values)
        self.standing = values.get("currency") or "USD"
        goal, field = self.fields["goal"], self.fields["currency"]
        assert isinstance(goal, AmountField)
        assert isinstance(field, forms.ChoiceField)
        goal.currency = self.standing
        field.required = False
        field.choices = [(code, code) for code in dict.fromkeys((*CURRENCIES, self.standing))]

    @property
    def money(self) -> str:
        """The currency that amounts are read in."""
        typed = self.data.get("currency", "") if self.is_bound else self.standing
        choices = {*CURRENCIES, self.standing}
        return typed if typed in choices else self.standing

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The goal as text."""
        found = dict(super().initial_of(values))
        found["goal"] = amount_typed(values.get("goal"), self.standing)
        found["currency"] = self.standing
        return found

    def clean_goal(self) -> int | None:
        """In minor units."""
        amount = read_amount(self.cleaned_data["goal"], self.money)
        return amount.minor if amount is not None else None

    def to_data(self) -> Data:
        """The currency only where there is a sum in it."""
        data = super().to_data()
        lines = [line["amount"] for line in data["lines"]]
        data["currency"] = self.money if data["goal"] is not None or any(lines) else ""
        return data

    # --- what the page says about the sums, from what is typed so far --------------------------

    @property
    def goal_typed(self) -> Money | None:
        """The goal that stands in the box, None while it is no amount."""
        return _lenient(self["goal"].value(), self.money)

    @property
    def balance(self) -> str:
        """How the lines stand to the goal, in a sentence."""
        goal = self.goal_typed
        lines = [
            _lenient(row["amount"].value(), self.money) for row in self.row_sets["lines"].forms
        ]
        return balance_text(
            goal=goal.minor if goal else None,
            lines=[line.minor for line in lines if line],
            currency=self.money,
        )

    @cached_property
    def calculator(self) -> CalculatorForm:
        """The goal calculator with what was typed into it."""
        return CalculatorForm(self.data if self.is_bound else None, currency=self.money)

    @property
    def reach(self) -> Reach | None:
        """Whom the goal takes, or None while there is none."""
        return self.calculator.reach_of(self.goal_typed)


def _lenient(typed: object, currency: str) -> Money | None:
    try:
        return read_amount(str(typed or ""), currency)
    except forms.ValidationError:
        return None
