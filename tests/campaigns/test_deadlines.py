"""The instant that a local deadline stands for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from redress.campaigns.deadlines import (
    NoSuchTime,
    SkippedTime,
    instant_after,
    is_doubled,
    shown_in,
)


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


class TestSkippedTime:
    @pytest.mark.parametrize(
        ("local", "zone", "before", "after"),
        [
            ("2026-03-08T02:30", "America/Los_Angeles", "2026-03-08T01:30", "2026-03-08T03:30"),
            ("2027-03-28T01:00", "Europe/London", "2027-03-28T00:00", "2027-03-28T02:00"),
            ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-04T01:45", "2026-10-04T02:45"),
            # a whole day that was never there
            ("2011-12-30T12:00", "Pacific/Apia", "2011-12-29T12:00", "2011-12-31T12:00"),
        ],
    )
    def test_names_the_two_times_that_could_be_meant(self, local, zone, before, after):
        with pytest.raises(SkippedTime) as skipped:
            instant_after(local=local, zone=zone)

        found = skipped.value
        assert [at.replace(tzinfo=None).isoformat()[:16] for at in (found.before, found.after)] == [
            before,
            after,
        ]

    @pytest.mark.parametrize(
        ("local", "zone"),
        [
            ("0001-01-01T00:00", "Asia/Tokyo"),
            ("9999-12-31T23:59", "Pacific/Pago_Pago"),
            ("9999-12-31T23:59", "UTC"),
        ],
    )
    def test_is_not_the_end_of_time(self, local, zone):
        with pytest.raises(NoSuchTime) as refused:
            instant_after(local=local, zone=zone)

        assert type(refused.value) is NoSuchTime


class TestIsDoubled:
    def test_knows_the_hour_that_comes_twice(self):
        assert is_doubled(local="2026-11-01T01:30", zone="America/Los_Angeles")
        assert shown_in(local="2026-11-01T01:30", zone="America/Los_Angeles").tzname() == "PST"

    @pytest.mark.parametrize("local", ["2026-11-01T00:59", "2026-11-01T02:00", "2026-03-08T03:30"])
    def test_knows_the_hours_beside_it(self, local):
        assert not is_doubled(local=local, zone="America/Los_Angeles")

    def test_refuses_a_time_that_does_not_come(self):
        with pytest.raises(SkippedTime):
            is_doubled(local="2026-03-08T02:30", zone="America/Los_Angeles")


def changes_of(zone, years):
    """The days on which the clocks of the zone change, with the local midnight before."""
    start = datetime(years[0], 1, 1, tzinfo=UTC)
    days = (datetime(years[-1] + 1, 1, 1, tzinfo=UTC) - start).days
    place = ZoneInfo(zone)
    before = start.astimezone(place)
    for day in range(1, days + 1):
        after = (start + timedelta(days=day)).astimezone(place)
        if before.utcoffset() != after.utcoffset():
            yield before.replace(tzinfo=None, hour=0, minute=0)
        before = after


class TestEveryChange:
    def test_of_three_years_is_exact_skipped_or_doubled(self):
        """Each zone of the world, each change of its clocks, each quarter of an hour around."""
        exact = skipped = doubled = 0
        for zone in sorted(available_timezones()):
            place = ZoneInfo(zone)
            for midnight in changes_of(zone, (2026, 2027, 2028)):
                for quarters in range(2 * 24 * 4):
                    naive = midnight + timedelta(minutes=15 * quarters)
                    local = naive.isoformat()[:16]
                    readings = {
                        at.astimezone(UTC)
                        for fold in (0, 1)
                        if (at := naive.replace(tzinfo=place, fold=fold))
                        .astimezone(UTC)
                        .astimezone(place)
                        .replace(tzinfo=None)
                        == naive
                    }
                    if not readings:
                        with pytest.raises(SkippedTime) as gap:
                            instant_after(local=local, zone=zone)
                        before, after = gap.value.before, gap.value.after
                        assert before.replace(tzinfo=None) < naive < after.replace(tzinfo=None)
                        for near in (before, after):
                            there = near.replace(tzinfo=None, fold=0).isoformat()[:16]
                            instant_after(local=there, zone=zone)
                        skipped += 1
                        continue
                    ends = instant_after(local=local, zone=zone)
                    assert ends == max(readings) + timedelta(minutes=1)
                    assert is_doubled(local=local, zone=zone) == (len(readings) == 2)
                    doubled += len(readings) == 2
                    exact += 1

        assert exact > 100_000
        assert 0 < skipped < 10_000
        assert 0 < doubled < 10_000


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
