"""The instant that a local deadline stands for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

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


@pytest.mark.soak
class TestEveryZone:
    def test_is_exact_or_refused_around_every_change_of_ten_years(self):
        """Each zone, each day from 2026 to 2036, at the hours in which clocks change."""
        judged = refused = 0
        for zone in sorted(available_timezones()):
            place = ZoneInfo(zone)
            for day in range(3653):
                date = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
                before, after = date.astimezone(place), (date + timedelta(days=1)).astimezone(place)
                if before.utcoffset() == after.utcoffset():
                    continue
                for minutes in range(0, 24 * 60, 30):
                    local = (before.replace(tzinfo=None) + timedelta(minutes=minutes)).isoformat()[
                        :16
                    ]
                    judged += 1
                    try:
                        at = instant_after(local=local, zone=zone)
                    except NoSuchTime:
                        refused += 1
                        continue
                    shown = (at - timedelta(minutes=1)).astimezone(place)
                    assert shown.replace(tzinfo=None).isoformat()[:16] == local
                    earlier = (at - timedelta(minutes=1)).astimezone(UTC)
                    later = (earlier + timedelta(hours=1)).astimezone(place)
                    assert later.replace(tzinfo=None).isoformat()[:16] != local

        assert judged > 100_000
        assert 0 < refused < judged // 10
