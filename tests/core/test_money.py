"""Money never loses or invents a minor unit."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redress.core.money import CURRENCIES, CurrencyMismatch, Money, NotMoney

amounts = st.integers(min_value=-(10**12), max_value=10**12)


class TestMoney:
    @pytest.mark.parametrize("minor", [1.0, True, "5", None])
    def test_refuses_what_is_no_whole_number(self, minor):
        with pytest.raises(TypeError):
            Money(minor)

    def test_refuses_an_unknown_currency(self):
        with pytest.raises(NotMoney):
            Money(1, "XYZ")

    def test_refuses_to_mix_currencies(self):
        with pytest.raises(CurrencyMismatch):
            Money(1, "USD") + Money(1, "EUR")
        with pytest.raises(CurrencyMismatch):
            assert Money(1, "USD") < Money(2, "EUR")

    @given(amounts, amounts)
    def test_adds_and_takes_away_exactly(self, first, second):
        assert Money(first) + Money(second) - Money(second) == Money(first)

    def test_knows_the_decimals_of_each_currency(self):
        assert str(Money(2800, "USD").decimal) == "28.00"
        assert str(Money(2800, "JPY").decimal) == "2800"
        assert str(Money(2800, "KWD").decimal) == "2.800"


class TestAllocate:
    @given(
        st.integers(min_value=0, max_value=10**9),
        st.lists(st.integers(min_value=0, max_value=100), min_size=1, max_size=9).filter(any),
    )
    def test_loses_nothing(self, minor, weights):
        parts = Money(minor).allocate(weights)

        assert sum(part.minor for part in parts) == minor
        assert all(part.minor >= 0 for part in parts)

    @pytest.mark.parametrize("weights", [[], [0], [1, -1]])
    def test_refuses_weights_that_weigh_nothing(self, weights):
        with pytest.raises(ValueError, match="Weights"):
            Money(100).allocate(weights)


class TestFormat:
    def test_writes_as_each_language_does(self):
        assert Money(123450).format("en") == "$1,234.50"
        assert Money(123450).format("es") == "$1,234.50"
        assert Money(2800, "EUR").format("en") == "€28.00"

    def test_leaves_out_zero_cents_when_asked(self):
        assert Money(100000).format("en", short=True) == "$1,000"
        assert Money(2850).format("en", short=True) == "$28.50"


class TestParse:
    @pytest.mark.parametrize(
        ("text", "minor"),
        [("28", 2800), ("$28.50", 2850), (" 1,000 ", 100000), ("0.5", 50), ("1,234.05", 123405)],
    )
    def test_reads_what_people_type(self, text, minor):
        assert Money.parse(text) == Money(minor)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "ten",
            "-5",
            "+5",
            "1e3",
            "28.005",
            "5.000",
            "1.000,00",
            "1.0,000",
            "1,00",
            "1,0000",
            ",5",
            "٣",
            "5 5",
            "0x1F",
            "9" * 21,
            "$",
            ".",
        ],
    )
    def test_refuses_what_is_no_amount(self, text):
        with pytest.raises(NotMoney):
            Money.parse(text)

    @given(st.text(max_size=30))
    def test_never_fails_otherwise(self, text):
        with contextlib.suppress(NotMoney):
            assert Money.parse(text).minor >= 0

    @given(st.integers(min_value=0, max_value=10**9), st.sampled_from(sorted(CURRENCIES)))
    def test_reads_back_what_it_wrote(self, minor, currency):
        money = Money(minor, currency)

        assert Money.parse(str(money.decimal), currency) == money
