"""The pre-flight over the demonstration: no false alarm, and the unfinished one is stopped."""

import pytest
from django.db import transaction

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.demonstration.content import placeholders
from redress.demonstration.loading import load
from redress.publishing import preflight
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _once(django_db_setup, django_db_blocker):
    """One load for the tests of the demonstration."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travelled(NOW - clock.now()):
            load(now=NOW)
        yield
        transaction.set_rollback(True)


class TestDemonstration:
    @pytest.mark.usefixtures("_once")
    def test_raises_no_false_alarm(self, settings):
        settings.DEMONSTRATION = True

        reports = {
            campaign.slug: preflight.run(campaign, now=NOW)
            for campaign in Campaign.objects.public()
        }

        assert len(reports) == 7
        found = {slug: [f.code for f in report.blocking] for slug, report in reports.items()}
        assert found == {slug: [] for slug in reports}
        # two short sentences that a writer may want: a caption and a list
        warned = [f.code for report in reports.values() for f in report.warnings]
        assert warned == ["W6", "W6"]

    @pytest.mark.usefixtures("_once")
    def test_stops_the_one_that_is_full_of_placeholders(self):
        campaign = Campaign.objects.get(slug=placeholders.CAMPAIGN.slug)

        report = preflight.run(campaign, now=NOW)

        assert {f.code for f in report.blocking} == {
            "B1",
            "B2",
            "B3",
            "B4",
            "B5",
            "B6",
            "B8",
            "B9",
            "B10",
            "B11",
        }
        assert {f.code for f in report.warnings} == {"W4", "W6"}
