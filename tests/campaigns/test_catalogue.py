"""Lists of campaigns: what is shown, by which filter, in which order."""

from datetime import timedelta

import pytest

from redress.campaigns import catalogue
from redress.campaigns.catalogue import Filters, Standing, Tally
from redress.campaigns.models import IssueArea
from redress.campaigns.states import PUBLIC, Status
from tests.factories.campaigns import LAUNCHED_AT, AgencyFactory, CampaignFactory

pytestmark = pytest.mark.django_db


def record(**facts):
    return CampaignFactory(
        is_record=True,
        status=Status.SETTLED,
        goal_minor=None,
        deadline_local="",
        deadline_tz="",
        deadline_at=None,
        beneficiary=None,
        **facts,
    )


class TestFind:
    def test_shows_neither_drafts_nor_the_seed_phase(self):
        shown = CampaignFactory()
        CampaignFactory(listed_at=None)
        for status in set(Status) - PUBLIC:
            CampaignFactory(status=status)

        assert list(catalogue.find(Filters())) == [shown]

    def test_puts_open_ones_by_deadline_before_the_newest_others(self):
        older = CampaignFactory(status=Status.FAILED)
        newer = CampaignFactory(status=Status.SETTLED, listed_at=LAUNCHED_AT + timedelta(days=1))
        later = CampaignFactory(deadline_local="2026-12-25T19:59")
        sooner = CampaignFactory(deadline_local="2026-12-11T19:59")

        assert list(catalogue.find(Filters())) == [sooner, later, newer, older]

    def test_puts_the_later_row_first_when_all_else_is_equal(self):
        first, second = CampaignFactory(), CampaignFactory()

        assert list(catalogue.find(Filters())) == [second, first]

    def test_filters_by_issue_area(self):
        area = IssueArea.objects.create(slug="housing", name={"en": "Housing", "es": "Vivienda"})
        CampaignFactory()
        found = CampaignFactory()
        found.issue_areas.add(area)

        assert list(catalogue.find(Filters(area="housing"))) == [found]

    def test_filters_by_type(self):
        CampaignFactory()
        found = CampaignFactory(scope="local")

        assert list(catalogue.find(Filters(scope="local"))) == [found]

    def test_filters_by_agency(self):
        CampaignFactory()
        found = CampaignFactory(agency=AgencyFactory(code="us-ed"))

        assert list(catalogue.find(Filters(agency="us-ed"))) == [found]

    @pytest.mark.parametrize(
        ("state", "statuses"),
        [
            (Standing.OPEN, {"live", "paused", "deciding"}),
            (
                Standing.REACHED,
                {"succeeded", "collecting", "settled", "refunding", "refunded"},
            ),
            (Standing.NOT_REACHED, {"failed", "cancelled"}),
        ],
    )
    def test_filters_by_state(self, state, statuses):
        for status in PUBLIC:
            CampaignFactory(status=status)
        record()

        found = catalogue.find(Filters(state=state))

        assert {campaign.status for campaign in found} == statuses
        assert not any(campaign.is_record for campaign in found)

    def test_tells_records_from_campaigns(self):
        CampaignFactory(status=Status.SETTLED)
        found = record()

        assert list(catalogue.find(Filters(state=Standing.RECORD))) == [found]

    def test_gives_every_public_state_one_place(self):
        for status in PUBLIC:
            CampaignFactory(status=status)
        record()

        sizes = [catalogue.find(Filters(state=state)).count() for state in Standing]
        assert sum(sizes) == len(PUBLIC) + 1


class TestLead:
    def test_is_the_open_campaign_with_most_supporters(self):
        CampaignFactory(supporter_count=3)
        found = CampaignFactory(supporter_count=7)
        CampaignFactory(supporter_count=99, status=Status.SETTLED)
        CampaignFactory(supporter_count=99, listed_at=None)

        assert catalogue.lead() == found

    def test_is_nobody_when_nothing_is_open(self):
        CampaignFactory(status=Status.FAILED)

        assert catalogue.lead() is None


class TestAgencies:
    def test_are_those_that_a_listed_campaign_petitions(self):
        AgencyFactory(code="us-unused")
        listed = CampaignFactory(agency=AgencyFactory(code="us-ed"))
        CampaignFactory(agency=AgencyFactory(code="us-seed"), listed_at=None)

        assert catalogue.agencies() == [listed.agency]


class TestTally:
    def test_counts_open_reached_and_missed_ones_without_records(self):
        for status in ("live", "live", "settled", "failed", "failed", "failed"):
            CampaignFactory(status=status)
        CampaignFactory(listed_at=None)
        record()

        assert catalogue.tally() == Tally(open=2, reached=1, not_reached=3)
