"""Where a campaign stands: conditions, words for its state, banners about the money."""

from datetime import UTC, datetime, timedelta

import pytest

from redress.web.public import docket
from tests.web import sample

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class TestIsOpen:
    @pytest.mark.parametrize(
        ("status", "left", "expected"),
        [
            ("live", timedelta(microseconds=1), True),
            ("live", timedelta(0), False),
            ("paused", timedelta(days=1), False),
            ("succeeded", timedelta(days=1), False),
        ],
    )
    def test_wants_a_live_campaign_before_its_deadline(
        self, status: str, left: timedelta, *, expected: bool
    ) -> None:
        campaign = sample.bare_campaign(now=NOW, status=status, deadline_at=NOW + left)

        assert docket.is_open(campaign, now=NOW) is expected


class TestDocket:
    def test_asks_for_people_too_where_the_goal_names_them(self) -> None:
        campaign = sample.bare_campaign(now=NOW, people_goal=300)

        support, _ = docket.docket(campaign, approval=None, now=NOW).conditions

        assert support.text == "$1,000 is pledged and 300 people stand behind it."
        assert support.remark == "$258 and 88 people to go."
        assert (support.met, support.pattern) == (False, "")

    def test_is_not_met_by_money_alone(self) -> None:
        campaign = sample.bare_campaign(now=NOW, people_goal=300, pledged_minor=100_000)

        support, _ = docket.docket(campaign, approval=None, now=NOW).conditions

        assert (support.met, support.remark) == (False, "88 people to go.")

    def test_is_met_at_the_goal_exactly(self) -> None:
        campaign = sample.bare_campaign(now=NOW, pledged_minor=100_000)

        support, _ = docket.docket(campaign, approval=None, now=NOW).conditions

        assert (support.met, support.remark) == (True, "Reached.")

    def test_gives_the_page_the_words_for_a_changing_sum(self) -> None:
        campaign = sample.bare_campaign(now=NOW)

        support, _ = docket.docket(campaign, approval=None, now=NOW).conditions

        assert support.pattern == "{} to go."

    def test_says_deciding_once_the_deadline_has_passed(self) -> None:
        campaign = sample.bare_campaign(now=NOW, deadline_at=NOW)

        card = docket.docket(campaign, approval=None, now=NOW)

        assert (card.status, card.open, card.time_left) == ("Deciding", False, "")

    @pytest.mark.parametrize(("pledged", "mark"), [(0, 25), (24_999, 25), (25_000, 50)])
    def test_names_the_next_milestone(self, pledged: int, mark: int) -> None:
        campaign = sample.bare_campaign(now=NOW, pledged_minor=pledged)

        assert docket.docket(campaign, approval=None, now=NOW).next_milestone == mark


class TestBanners:
    @pytest.mark.parametrize(
        ("status", "kind", "title"),
        [
            ("paused", "warn", "Paused"),
            ("cancelled", "bad", "Cancelled"),
            ("failed", "bad", "Not reached"),
            ("deciding", "", "Being decided"),
            ("succeeded", "win", "Both conditions were met"),
            ("collecting", "win", "Both conditions were met"),
            ("settled", "win", "Both conditions were met"),
            ("refunding", "warn", "Refunding"),
            ("refunded", "warn", "Refunded"),
        ],
    )
    def test_say_what_became_of_the_money(self, status: str, kind: str, title: str) -> None:
        campaign = sample.bare_campaign(now=NOW, status=status)

        shown = docket.banners(campaign, petition=None, decision=None, collected=38, now=NOW)

        assert [(banner.kind, banner.title) for banner in shown] == [(kind, title)]

    def test_tell_how_far_the_collecting_is(self) -> None:
        campaign = sample.bare_campaign(now=NOW, status="collecting")

        shown = docket.banners(campaign, petition=None, decision=None, collected=38, now=NOW)

        assert shown[0].text == "The pledges are being collected: 38 % done."

    @pytest.mark.parametrize("status", ["failed", "cancelled"])
    def test_promise_that_nobody_was_charged(self, status: str) -> None:
        campaign = sample.bare_campaign(now=NOW, status=status)

        shown = docket.banners(campaign, petition=None, decision=None, collected=None, now=NOW)

        assert "Nobody was charged." in shown[0].text

    def test_are_absent_while_a_campaign_is_open(self) -> None:
        campaign = sample.bare_campaign(now=NOW)

        assert docket.banners(campaign, petition=None, decision=None, collected=None, now=NOW) == ()
