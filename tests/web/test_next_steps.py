"""What to do next follows from the campaign's own numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from redress.campaigns.states import Status
from redress.pledges.funnel import Funnel
from redress.web.organize.next_steps import MOST, next_steps
from tests.factories.campaigns import CampaignFactory

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
CALM = Funnel(visits=900, joined=60, confirmed=50, pledged=20, shares=9)


def titles(funnel=CALM, *, approved=True, unfinished=0, left=timedelta(days=20), **values):
    values.setdefault("pledged_minor", 60_000)
    campaign = CampaignFactory.build(
        agency=None, beneficiary=None, team=None, deadline_at=NOW + left, **values
    )
    steps = next_steps(campaign, funnel=funnel, approved=approved, unfinished=unfinished, now=NOW)
    return [step.title for step in steps]


class TestNextSteps:
    def test_is_empty_when_all_goes_well(self):
        assert titles() == []

    @pytest.mark.parametrize(
        ("unfinished", "title"),
        [(1, "Finish 1 part"), (5, "Finish 5 parts"), (0, "Look at the preview")],
    )
    def test_leads_a_draft_to_its_end(self, unfinished, title):
        assert titles(status=Status.DRAFT, unfinished=unfinished) == [title]

    def test_warns_of_a_missing_approval_in_the_last_week(self):
        assert titles(approved=False, left=timedelta(days=7)) == ["Ask where the approval stands"]
        assert titles(approved=False, left=timedelta(days=7, seconds=1)) == []

    def test_asks_for_the_undecided_in_the_last_two_days_below_the_goal(self):
        assert titles(left=timedelta(hours=48)) == ["Write to everybody who is undecided"]
        assert titles(left=timedelta(hours=48), pledged_minor=100_000) == []

    def test_asks_for_first_people_below_thirty_percent(self):
        assert titles(pledged_minor=29_999) == ["Ask ten people in person"]
        assert titles(pledged_minor=29_999, listed_at=None) == ["Invite the people you know first"]
        assert titles(pledged_minor=30_000) == []

    def test_asks_to_remind_when_few_confirm(self):
        few = Funnel(visits=900, joined=100, confirmed=59, pledged=20, shares=9)
        enough = Funnel(visits=900, joined=100, confirmed=60, pledged=20, shares=9)

        assert titles(few) == ["Remind people to open the message"]
        assert titles(enough) == []

    def test_asks_to_share_when_nobody_did(self):
        assert titles(Funnel(visits=9, joined=2, confirmed=2, pledged=0, shares=0)) == [
            "Ask your supporters to pass it on"
        ]

    def test_names_four_at_most(self):
        nothing = Funnel(visits=900, joined=100, confirmed=1, pledged=0, shares=0)

        found = titles(nothing, approved=False, left=timedelta(hours=3), pledged_minor=0)

        assert len(found) == MOST
        assert found[0] == "Ask where the approval stands"

    @pytest.mark.parametrize("status", [Status.FAILED, Status.SETTLED, Status.CANCELLED])
    def test_says_nothing_once_it_is_over(self, status):
        assert titles(status=status, approved=False) == []

    def test_says_nothing_after_the_deadline(self):
        assert titles(left=timedelta(0), approved=False) == []
