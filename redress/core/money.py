"""Money: whole minor units and a currency, never a float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import total_ordering

from babel.numbers import format_currency

# ISO 4217 exponents that differ from two; everything else in CURRENCIES has two
_EXPONENTS = {"JPY": 0, "KRW": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3}
CURRENCIES = frozenset(
    {"USD", "EUR", "GBP", "CAD", "MXN", "JPY", "KRW", "CLP", "BHD", "KWD", "JOD"}
)


class NotMoney(ValueError):
    """The text is no amount of this currency."""


class CurrencyMismatch(TypeError):
    """Two currencies met in one calculation; there is no exchange here."""


def exponent(currency: str) -> int:
    """How many decimals the currency has. Raises NotMoney for an unknown one."""
    if currency not in CURRENCIES:
        raise NotMoney(f"Unknown currency {currency!r}.")
    return _EXPONENTS.get(currency, 2)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency.

    Raises TypeError for a float or a bool, NotMoney for an unknown currency.
    """

    minor: int
    currency: str = "USD"

    def __post_init__(self) -> None:
        """Refuse what is not a whole number of a known currency."""
        if type(self.minor) is not int:
            raise TypeError(f"Money takes whole minor units, not {type(self.minor).__name__}.")
        exponent(self.currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts of one currency."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Difference of two amounts of one currency."""
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """The opposite amount."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Whether this is the smaller of two amounts of one currency."""
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        """Whether this is any money at all."""
        return self.minor != 0

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by whole weights, losing no minor unit; the first parts take the remainder."""
        total = sum(weights)
        if total <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("Weights must be whole numbers of which one is above zero.")
        parts = [self.minor * weight // total for weight in weights]
        for index in range(self.minor - sum(parts)):
            parts[index] += 1
        return [Money(part, self.currency) for part in parts]

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def format(self, language: str, *, short: bool = False) -> str:
        """As people of that language write it; `short` leaves out zero cents."""
        locale = {"en": "en_US", "es": "es_US"}.get(language, language)
        whole = short and self.minor % 10 ** exponent(self.currency) == 0
        if whole:
            return format_currency(
                self.decimal, self.currency, "¤#,##0", locale=locale, currency_digits=False
            )
        return format_currency(self.decimal, self.currency, locale=locale)

    @classmethod
    def parse(cls, text: str, currency: str = "USD") -> Money:
        """Read what a person typed, such as `28`, `$28.50` or `1,000`.

        Raises NotMoney for words, signs, exponents and parts of a minor unit, and for more decimals
        than the currency has, zeros too: `5.000` is five thousand to people of other countries.
        """
        typed = text.strip().removeprefix("$").strip()
        if len(typed) > 20 or not typed or any(char not in "0123456789.," for char in typed):
            raise NotMoney(text)
        whole, _point, decimals = typed.partition(".")
        if len(decimals) > exponent(currency) or "," in decimals:
            raise NotMoney(text)
        if "," in whole:
            head, *groups = whole.split(",")
            if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
                raise NotMoney(text)
            typed = typed.replace(",", "")
        try:
            scaled = Decimal(typed).scaleb(exponent(currency))
        except InvalidOperation:
            raise NotMoney(text) from None
        if scaled != scaled.to_integral_value():
            raise NotMoney(text)
        return cls(int(scaled), currency)
