"""Both machines over all pairs of states: listed pairs move, all others change nothing."""

from pathlib import Path

import pytest
from django.utils import translation

from redress.campaigns import states as campaign_states
from redress.campaigns.models import Campaign
from redress.core.locks import NoTransaction
from redress.core.states import MoveNotAllowed
from redress.launch.management.commands.states import page
from redress.pledges import states as pledge_states
from redress.pledges.models import Pledge
from tests.factories.campaigns import CampaignFactory
from tests.factories.pledges import CHARGED_AT, PledgeFactory

ROOT = Path(__file__).resolve().parents[2]
ENDED = {"cancelled", "released", "expired", "dropped"}
PAID = {"charged", "part_refunded", "refunded", "disputed", "lost"}


def pairs(machine):
    return [(before, to) for before in machine.Status for to in machine.Status]


def facts_of(before: str, to: str) -> dict[str, object]:
    """The columns that belong to the new state, as the callers of `move` give them."""
    facts: dict[str, object] = {}
    if to in ENDED:
        facts["ended_at"] = CHARGED_AT
    if to in PAID and before not in PAID:
        facts |= {"charged_at": CHARGED_AT, "charged_minor": 2800, "payment_ref": "pi_new"}
    if to == "active":
        facts |= {"activated_at": CHARGED_AT, "method_ref": "pm_1", "customer_ref": "cus_1"}
    return facts


@pytest.mark.django_db
class TestMovePledge:
    @pytest.mark.parametrize(("before", "to"), pairs(pledge_states))
    def test_makes_listed_moves_and_refuses_all_others(self, before, to, now):
        pledge = PledgeFactory(status=before)
        listed = to in pledge_states.MOVES.get(before, frozenset())

        if listed:
            pledge_states.move(pledge, to, at=now, note="why", **facts_of(before, to))
        else:
            with pytest.raises(MoveNotAllowed):
                pledge_states.move(pledge, to, at=now, **facts_of(before, to))

        row = Pledge.objects.get()
        assert row.status == pledge.status == (to if listed else before)
        events = list(row.events.values_list("kind", "at", "note"))
        assert events == ([(to, now, "why")] if listed else [])

    def test_refuses_when_somebody_was_first(self, now):
        pledge = PledgeFactory()
        Pledge.objects.update(status="released", ended_at=now)

        with pytest.raises(MoveNotAllowed, match="somebody was first"):
            pledge_states.move(pledge, pledge_states.Status.LOCKED, at=now)

        assert Pledge.objects.get().status == "released"
        assert not pledge.events.exists()


@pytest.mark.django_db
class TestMoveCampaign:
    @pytest.mark.parametrize(("before", "to"), pairs(campaign_states))
    def test_makes_listed_moves_and_refuses_all_others(self, before, to, now):
        campaign = CampaignFactory(status=before)
        listed = to in campaign_states.MOVES.get(before, frozenset())

        if listed:
            campaign_states.move(campaign, to, at=now, note="why")
        else:
            with pytest.raises(MoveNotAllowed):
                campaign_states.move(campaign, to, at=now)

        row = Campaign.objects.get()
        assert row.status == campaign.status == (to if listed else before)
        events = list(row.events.values_list("kind", "at", "note"))
        assert events == ([(to, now, "why")] if listed else [])

    def test_refuses_when_somebody_was_first(self, now):
        campaign = CampaignFactory()
        Campaign.objects.update(status="cancelled")

        with pytest.raises(MoveNotAllowed, match="somebody was first"):
            campaign_states.move(campaign, campaign_states.Status.DECIDING, at=now)


@pytest.mark.django_db(transaction=True)
class TestMove:
    @pytest.mark.parametrize("make", [PledgeFactory, CampaignFactory])
    def test_wants_a_transaction(self, make, now):
        row = make()
        machine = pledge_states if make is PledgeFactory else campaign_states

        with pytest.raises(NoTransaction):
            machine.move(row, machine.Status.CANCELLED, at=now)


class TestPage:
    def test_is_what_the_tables_say(self):
        with translation.override("en"):
            assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()
