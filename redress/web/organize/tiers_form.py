"""The form of the tiers: what each asks and gives, within the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.parts import Data
from redress.core.money import Money, exponent
from redress.supporters.models import Tier
from redress.supporters.tiers import LARGEST_MINIMUM_MINOR, LEAST_PLEDGE_MINOR, minimum_of, perks_of
from redress.web.formatting import money_text
from redress.web.organize.budget_form import amount_field, amount_typed, read_amount
from redress.web.organize.part_forms import LANGUAGES, PartForm

MOST_PERKS, LONGEST_PERK = 6, 120


def perk_lines(text: str) -> list[str]:
    """The perks of a box, one from each line; empty lines are none."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class TierShown:
    """One tier on the page of the form: its fields, and what holds while they are empty."""

    name: str
    default_minimum: str  # "" for the tier that asks nothing
    default_perks: tuple[str, ...]
    minimum: forms.BoundField | None
    perks: list[forms.BoundField]


class TiersForm(PartForm):
    """Minimum and perks of each tier; an empty box means the house's own."""

    def build(self, values: Data) -> None:
        """A minimum for the two tiers that ask one, perks for all."""
        for tier in Tier:
            if tier != Tier.ALLY:
                self.fields[f"{tier}_minimum"] = amount_field(
                    gettext_lazy("Minimum"), currency=self.campaign.currency
                )
            self.add_both(
                f"{tier}_perks",
                lambda _code: forms.CharField(
                    label=gettext_lazy("Perks"),
                    max_length=2 * MOST_PERKS * LONGEST_PERK,
                    widget=forms.Textarea(attrs={"rows": 4}),
                    help_text=gettext_lazy("One on each line, six at most."),
                ),
            )

    @property
    def tiers(self) -> list[TierShown]:
        """The three tiers in their order."""
        currency = self.campaign.currency
        return [
            TierShown(
                name=str(tier.label),
                default_minimum=money_text(minimum_of(tier, currency)) if tier != Tier.ALLY else "",
                default_perks=tuple(str(perk) for perk in perks_of(tier)),
                minimum=self[f"{tier}_minimum"] if tier != Tier.ALLY else None,
                perks=self.both(f"{tier}_perks"),
            )
            for tier in Tier
        ]

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """Only what differs from the house's stands in the boxes."""
        found: dict[str, Any] = {}
        for tier in Tier:
            own = values.get(tier.value)
            if own is None:
                continue
            default = minimum_of(tier, self.campaign.currency).minor
            if own["minimum"] != default:
                found[f"{tier}_minimum"] = amount_typed(own["minimum"], self.campaign.currency)
            found |= {f"{tier}_perks_{code}": own["perks"].get(code, "") for code in LANGUAGES}
        return found

    def clean(self) -> dict[str, Any]:
        """Judge each box, and the tiers against each other."""
        cleaned = super().clean() or {}
        for tier in Tier:
            for code in LANGUAGES:
                self._clean_perks(f"{tier}_perks_{code}", cleaned)
        self.minimums = {tier: self._minimum(tier, cleaned) for tier in Tier}
        advocate, champion = self.minimums[Tier.ADVOCATE], self.minimums[Tier.CHAMPION]
        if advocate is not None and champion is not None and champion <= advocate:
            field = f"{Tier.CHAMPION}_minimum"
            if not cleaned.get(field):
                field = f"{Tier.ADVOCATE}_minimum"
            self.add_error(field, _above(advocate))
        return cleaned

    def bound_together(self, values: Data) -> Data:
        """Tiers that were chosen one by one still stand in their order."""
        asked = {
            tier: Money(own["minimum"], self.campaign.currency)
            if (own := values[tier.value])
            else minimum_of(tier, self.campaign.currency)
            for tier in Tier
        }
        if asked[Tier.CHAMPION] <= asked[Tier.ADVOCATE]:
            raise forms.ValidationError(_above(asked[Tier.ADVOCATE]))
        return values

    def _clean_perks(self, field: str, cleaned: dict[str, Any]) -> None:
        lines = perk_lines(cleaned.get(field, ""))
        if len(lines) > MOST_PERKS:
            self.add_error(
                field,
                _("There are %(many)s perks here; %(most)s are the most.")
                % {"many": len(lines), "most": MOST_PERKS},
            )
        elif any(len(line) > LONGEST_PERK for line in lines):
            self.add_error(
                field, _("A perk has %(most)s letters at most.") % {"most": LONGEST_PERK}
            )
        else:
            cleaned[field] = "\n".join(lines)

    def _minimum(self, tier: Tier, cleaned: dict[str, Any]) -> Money | None:
        """What the tier asks, the house's minimum for an empty box; None after a refusal."""
        currency, field = self.campaign.currency, f"{tier}_minimum"
        default = minimum_of(tier, currency)
        if tier == Tier.ALLY:
            return default
        if field in self.errors:
            return None
        try:
            amount = read_amount(cleaned.get(field, ""), currency)
            if amount is not None:
                _judge_minimum(amount)
        except forms.ValidationError as refusal:
            self.add_error(field, refusal)
            return None
        return default if amount is None else amount

    def to_data(self) -> Data:
        """Nothing for a tier that is as the house's."""
        data: Data = {}
        for tier in Tier:
            perks = {code: self.cleaned_data[f"{tier}_perks_{code}"] for code in LANGUAGES}
            minimum = self.minimums[tier]
            assert minimum is not None
            is_own = minimum != minimum_of(tier, self.campaign.currency) or _are_own(tier, perks)
            data[tier.value] = {"minimum": minimum.minor, "perks": perks} if is_own else None
        return data


def _above(advocate: Money) -> str:
    return _("A Champion pledges more than an Advocate, so more than %(amount)s.") % {
        "amount": money_text(advocate)
    }


def _judge_minimum(amount: Money) -> None:
    least = Money(LEAST_PLEDGE_MINOR, amount.currency)
    largest = Money(LARGEST_MINIMUM_MINOR, amount.currency)
    if amount < least:
        raise forms.ValidationError(
            _("%(amount)s is the least that a tier may ask.") % {"amount": money_text(least)}
        )
    if amount > largest:
        raise forms.ValidationError(
            _("%(amount)s is the most that a tier may ask.") % {"amount": money_text(largest)}
        )
    if amount.minor % 10 ** exponent(amount.currency):
        raise forms.ValidationError(_("Write a whole amount, without cents."))


def _are_own(tier: Tier, perks: Mapping[str, str]) -> bool:
    """Whether any language says something else than the house does."""
    for code, text in perks.items():
        with translation.override(code):
            if text and text.split("\n") != [str(perk) for perk in perks_of(tier)]:
                return True
    return False
