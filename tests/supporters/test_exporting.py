"""The list of supporters: only who confirmed and stays, nothing that a spreadsheet runs."""

import csv
import io

import pytest

from redress.campaigns.models import CampaignEvent
from redress.supporters.exporting import COLUMNS, export, plain
from redress.supporters.models import Status
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.supporters import SupporterFactory

pytestmark = pytest.mark.django_db


def table(campaign, now):
    lines = export(campaign=campaign, by=UserFactory(), now=now)
    return list(csv.DictReader(io.StringIO("".join(lines))))


class TestPlain:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
    def test_makes_a_formula_a_text(self, start):
        assert plain(f"{start}1+1") == f"'{start}1+1"

    def test_leaves_other_text_alone(self):
        assert plain("Ana =1") == "Ana =1"


class TestExport:
    def test_names_who_confirmed_and_stays(self, now):
        campaign = CampaignFactory()
        SupporterFactory(
            campaign=campaign,
            name="Ana Ruiz",
            email="ana@example.org",
            status=Status.CONFIRMED,
            confirmed_at=now,
            counted=True,
            wants_milestones=True,
        )

        assert table(campaign, now) == [
            dict(
                zip(
                    COLUMNS,
                    ("Ana Ruiz", "ana@example.org", "en", "ally", "", "yes", "2026-11-20"),
                    strict=True,
                )
            )
        ]

    @pytest.mark.parametrize(
        "status",
        [Status.PENDING, Status.WITHDRAWN, Status.FRAUDULENT, Status.INVALIDATED, Status.BOUNCED],
    )
    def test_leaves_out_everybody_else(self, status, now):
        campaign = CampaignFactory()
        SupporterFactory(campaign=campaign, status=status, confirmed_at=now, withdrawn_at=now)

        assert table(campaign, now) == []

    def test_names_nobody_of_another_campaign(self, now):
        SupporterFactory(status=Status.CONFIRMED, confirmed_at=now)

        assert table(CampaignFactory(), now) == []

    def test_keeps_that_it_was_taken_and_by_whom(self, now):
        campaign, person = CampaignFactory(), UserFactory()
        SupporterFactory(campaign=campaign, status=Status.CONFIRMED, confirmed_at=now)

        export(campaign=campaign, by=person, now=now)

        event = CampaignEvent.objects.get(campaign=campaign, kind="supporters_exported")
        assert (event.actor, event.at, event.note) == (person, now, "1")
        assert event.kind not in CampaignEvent.PUBLIC_KINDS
