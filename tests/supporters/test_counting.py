"""Folding is exact, also while people join and leave, and the recount finds what is not."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from django.db import connection

from redress.campaigns.models import Campaign
from redress.supporters import counting, joining
from redress.supporters.counting import Difference
from redress.supporters.models import CounterDelta, DayCount, StateCount, Supporter
from tests.conftest import NOW
from tests.factories.campaigns import CampaignFactory
from tests.factories.supporters import SupporterFactory

DAY = date(2026, 11, 20)


def delta(campaign: Campaign, **values) -> CounterDelta:
    return CounterDelta.objects.create(campaign=campaign, **({"day": DAY} | values))


@pytest.mark.django_db
class TestFold:
    def test_adds_deltas_to_campaign_states_and_days(self):
        campaign = CampaignFactory()
        delta(campaign, people=1, state="CA")
        delta(campaign, people=1, state="CA")
        delta(campaign, people=-1, state="NY", day=date(2026, 11, 21))
        delta(campaign, people=2, pledges=1, pledged_minor=2_800)

        assert counting.fold() == 4

        campaign.refresh_from_db()
        assert (campaign.supporter_count, campaign.pledge_count, campaign.pledged_minor) == (
            3,
            1,
            2_800,
        )
        assert dict(StateCount.objects.values_list("state", "people")) == {"CA": 2, "NY": -1}
        assert list(DayCount.objects.values_list("day", "people", "pledged_minor")) == [
            (DAY, 4, 2_800),
            (date(2026, 11, 21), -1, 0),
        ]
        assert CounterDelta.objects.count() == 0

    def test_adds_to_what_was_folded_before(self):
        campaign = CampaignFactory()
        for _second in range(2):
            delta(campaign, people=1, state="CA", pledges=1, pledged_minor=500)
            counting.fold()

        campaign.refresh_from_db()
        assert (campaign.supporter_count, campaign.pledged_minor) == (2, 1_000)
        assert StateCount.objects.get().people == 2
        assert DayCount.objects.get().pledged_minor == 1_000

    def test_does_nothing_when_nothing_waits(self):
        campaign = CampaignFactory()

        assert counting.fold() == 0

        campaign.refresh_from_db()
        assert campaign.supporter_count == 0


def confirm_and_partly_leave(rows: list[Supporter]) -> None:
    """Confirm everybody; every third leaves again."""
    try:
        for row in rows:
            joining.confirm(supporter_id=row.pk, now=NOW)
            if row.pk % 3 == 0:
                joining.leave(supporter_id=row.pk, now=NOW)
    finally:
        connection.close()


def fold_until(over: threading.Event) -> None:
    """Fold again and again."""
    try:
        while not over.is_set():
            counting.fold()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
class TestFoldAtOnce:
    def test_is_exact_while_people_confirm_and_leave(self):
        campaign = CampaignFactory()
        people = SupporterFactory.create_batch(24, campaign=campaign, state="CA")
        over = threading.Event()

        with ThreadPoolExecutor(5) as pool:
            folding = [pool.submit(fold_until, over) for _ in range(2)]
            confirming = [
                pool.submit(confirm_and_partly_leave, people[part::3]) for part in range(3)
            ]
            wait(confirming, timeout=60)
            over.set()
            for done in [*confirming, *folding]:
                done.result(60)
        counting.fold()

        campaign.refresh_from_db()
        standing = Supporter.objects.filter(counted=True).count()
        assert standing == sum(row.pk % 3 != 0 for row in people)
        assert campaign.supporter_count == standing
        assert StateCount.objects.get().people == standing
        assert counting.recount(campaign=campaign) == []


@pytest.mark.django_db
class TestRecount:
    def test_agrees_before_and_after_folding(self):
        campaign = CampaignFactory()
        for state in ("CA", "CA", "", "NY"):
            row = SupporterFactory(campaign=campaign, state=state)
            joining.confirm(supporter_id=row.pk, now=NOW)
        joining.leave(supporter_id=row.pk, now=NOW)

        assert counting.recount(campaign=campaign) == []
        counting.fold()
        assert counting.recount(campaign=campaign) == []

    def test_names_each_count_that_does_not_agree(self):
        campaign = CampaignFactory(supporter_count=5)
        SupporterFactory(campaign=campaign, confirmed=True, state="CA")
        StateCount.objects.create(campaign=campaign, state="NY", people=2)

        assert counting.recount(campaign=campaign) == [
            Difference("all", 5, 1),
            Difference("CA", 0, 1),
            Difference("NY", 2, 0),
        ]
