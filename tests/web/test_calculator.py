"""How many people a goal takes."""

from decimal import Decimal

import pytest

from redress.core.money import CurrencyMismatch, Money
from redress.web.organize.calculator import CalculatorForm, Reach, reach


class TestReach:
    @pytest.mark.parametrize(
        ("goal", "pledge", "share", "found"),
        [
            (100_000, 2_800, "3.5", Reach(36, 1_029)),  # 35.7 people, 1,028.6 visitors
            (2_800, 2_800, "3.5", Reach(1, 29)),
            (2_801, 2_800, "100", Reach(2, 2)),
            (1, 2_800, "0.1", Reach(1, 1_000)),
            (100_000_000, 500, "0.1", Reach(200_000, 200_000_000)),
            (70_000, 1_000, "3.5", Reach(70, 2_000)),
        ],
    )
    def test_rounds_both_up(self, goal, pledge, share, found):
        assert reach(goal=Money(goal), usual_pledge=Money(pledge), share=Decimal(share)) == found

    @pytest.mark.parametrize(
        ("goal", "pledge", "share"),
        [(0, 2_800, "3.5"), (100, 0, "3.5"), (100, 2_800, "0"), (-5, 2_800, "3.5")],
    )
    def test_is_unknown_where_something_is_nothing(self, goal, pledge, share):
        assert reach(goal=Money(goal), usual_pledge=Money(pledge), share=Decimal(share)) is None

    def test_knows_no_exchange(self):
        with pytest.raises(CurrencyMismatch):
            reach(goal=Money(1), usual_pledge=Money(1, "EUR"), share=Decimal(1))


class TestCalculatorForm:
    def test_begins_with_the_usual_numbers(self):
        form = CalculatorForm(currency="USD")

        assert form["usual_pledge"].value() == "28"
        assert form["share"].value() == "3.5"
        assert form.reach_of(Money(100_000)) == Reach(36, 1_029)

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ({"usual_pledge": "$50", "share": "2"}, Reach(20, 1_000)),
            ({"usual_pledge": "50.00", "share": "2,0 %"}, Reach(20, 1_000)),
            ({"usual_pledge": "", "share": ""}, Reach(36, 1_029)),
            ({"share": "2"}, Reach(36, 1_029)),
        ],
    )
    def test_reckons_with_what_was_typed(self, typed, found):
        assert CalculatorForm(typed, currency="USD").reach_of(Money(100_000)) == found

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("usual_pledge", "0"),
            ("usual_pledge", "many"),
            ("share", "0"),
            ("share", "101"),
            ("share", "NaN"),
            ("share", "Infinity"),
            ("share", "x"),
        ],
    )
    def test_says_what_is_no_number(self, field, typed):
        form = CalculatorForm(
            {"usual_pledge": "28", "share": "3.5"} | {field: typed}, currency="USD"
        )

        assert form.reach_of(Money(100_000)) is None
        assert list(form.errors) == [field]

    def test_says_nothing_without_a_goal(self):
        assert CalculatorForm(currency="USD").reach_of(None) is None
