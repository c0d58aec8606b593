"""Days, times and lengths of time in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from redress.core.money import Money
from redress.web import formatting

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


class TestMoneyText:
    def test_leaves_out_zero_cents(self) -> None:
        assert formatting.money_text(Money(100_000)) == "$1,000"

    def test_keeps_cents_that_are_there(self) -> None:
        assert formatting.money_text(Money(1_499)) == "$14.99"

    def test_writes_them_all_when_asked(self) -> None:
        assert formatting.money_text(Money(0), cents=True) == "$0.00"


class TestMomentText:
    deadline = datetime(2026, 12, 19, 3, 59, tzinfo=UTC)

    def test_names_day_time_and_zone(self) -> None:
        text = formatting.moment_text(self.deadline, "America/Los_Angeles")

        assert text == "Friday, December 18, 2026, 7:59\xa0p.m. Pacific"

    def test_names_them_in_spanish(self) -> None:
        with translation.override("es"):
            text = formatting.moment_text(self.deadline, "America/Los_Angeles")

        assert text == "viernes, 18 de diciembre de 2026, 7:59\xa0p.m. hora del Pacífico"

    def test_calls_utc_by_its_name(self) -> None:
        assert formatting.moment_text(NOW, "UTC").endswith("6:00\xa0p.m. UTC")


class TestDayText:
    @pytest.mark.parametrize(
        ("language", "skeleton", "text"),
        [
            ("en", "MMMd", "Dec 7"),
            ("es", "MMMd", "7 dic"),
            ("en", "yMMMM", "December 2026"),
            ("es", "yMMMM", "diciembre de 2026"),
        ],
    )
    def test_follows_the_language(self, language: str, skeleton: str, text: str) -> None:
        with translation.override(language):
            assert formatting.day_text(date(2026, 12, 7), skeleton) == text


class TestLengthText:
    @pytest.mark.parametrize(
        ("left", "text"),
        [
            (timedelta(days=28, hours=10), "28 days"),
            (timedelta(days=2), "2 days"),
            (timedelta(days=2) - timedelta(seconds=1), "47 hours"),
            (timedelta(hours=2), "2 hours"),
            (timedelta(hours=2) - timedelta(seconds=1), "119 min"),
            (timedelta(seconds=59), "1 min"),
            (timedelta(seconds=-5), "1 min"),
        ],
    )
    def test_uses_the_largest_unit_that_fits(self, left: timedelta, text: str) -> None:
        assert formatting.length_text(left) == text


class TestAgoText:
    @pytest.mark.parametrize(
        ("ago", "text"),
        [
            (timedelta(minutes=3), "today"),
            (timedelta(hours=24), "this week"),
            (timedelta(days=7), ""),
        ],
    )
    def test_never_tells_the_hour(self, ago: timedelta, text: str) -> None:
        assert formatting.ago_text(NOW - ago, now=NOW) == text
