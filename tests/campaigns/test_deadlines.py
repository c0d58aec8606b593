"""The instant that a local deadline stands for."""

from datetime import UTC, datetime

import pytest

from redress.campaigns.deadlines import NoSuchTime, instant_after


class TestInstantAfter:
    def test_includes_the_named_minute(self):
        at = instant_after(local="2019-11-22T19:59", zone="America/Los_Angeles")

        assert at == datetime(2019, 11, 23, 4, 0, tzinfo=UTC)

    def test_takes_the_later_of_a_doubled_hour(self):
        at = instant_after(local="2026-11-01T01:30", zone="America/Los_Angeles")

        assert at == datetime(2026, 11, 1, 9, 31, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("local", "zone"),
        [
            ("2026-03-08T02:30", "America/Los_Angeles"),
            ("2026-12-18T19:59", "PST9"),
            ("2026-12-18T19:59", ""),
            ("tomorrow", "America/Los_Angeles"),
            ("2026-12-18T19:59:30", "America/Los_Angeles"),
            ("2026-12-18T19:59+00:00", "America/Los_Angeles"),
        ],
    )
    def test_refuses_what_no_clock_shows(self, local, zone):
        with pytest.raises(NoSuchTime):
            instant_after(local=local, zone=zone)
