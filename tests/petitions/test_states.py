"""Every pair of states: listed moves are made and written down, all others change nothing."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from redress.core.states import MoveNotAllowed
from redress.petitions import states
from redress.petitions.models import AFTER_GRANT, DECIDED, Outcome, Petition, PetitionEvent, Status
from tests.factories.petitions import FROZEN_AT, PetitionFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
FACTS = {"filed_on": DAY, "received_on": DAY, "answered_on": DAY}


def petition_at(status):
    """A petition in this state with the facts that the state asks for."""
    facts = {"filed_on": DAY, "received_on": DAY}
    if status in DECIDED:
        facts |= {"answered_on": DAY, "outcome": status.value}
    elif status in AFTER_GRANT:
        facts |= {"answered_on": DAY, "outcome": Outcome.GRANTED}
    return PetitionFactory(status=status, **facts)


class TestMoves:
    def test_every_state_has_its_line(self):
        assert set(states.MOVES) == set(Status)

    def test_withdrawal_is_open_until_a_decision(self):
        can_withdraw = {
            before for before, after in states.MOVES.items() if Status.WITHDRAWN in after
        }

        assert can_withdraw == set(Status) - DECIDED - AFTER_GRANT - {Status.WITHDRAWN}


class TestMove:
    @pytest.mark.parametrize("before", Status)
    def test_makes_listed_moves_and_refuses_all_others(self, before):
        petition = petition_at(before)

        for to in Status:
            Petition.objects.filter(pk=petition.pk).update(
                status=before, answered_on=petition.answered_on, outcome=petition.outcome
            )
            fresh = Petition.objects.get(pk=petition.pk)
            written = PetitionEvent.objects.count()
            facts = {"answered_on": DAY} if to in DECIDED else {}
            if to in states.MOVES[before]:
                states.move(fresh, to, at=FROZEN_AT, **facts)
                assert Petition.objects.get(pk=petition.pk).status == to
                assert PetitionEvent.objects.count() == written + 1
            else:
                with pytest.raises(MoveNotAllowed):
                    states.move(fresh, to, at=FROZEN_AT, **facts)
                assert Petition.objects.get(pk=petition.pk).status == before
                assert PetitionEvent.objects.count() == written

    def test_writes_who_and_why(self):
        counsel = UserFactory()
        petition = PetitionFactory()

        states.move(petition, Status.COUNSEL_REVIEW, at=FROZEN_AT, by=counsel, note="Ready.")

        event = PetitionEvent.objects.get()
        assert (event.before, event.after, event.by, event.note, event.at) == (
            "draft", "counsel_review", counsel, "Ready.", FROZEN_AT,
        )  # fmt: skip

    def test_the_second_of_two_movers_loses(self):
        petition = PetitionFactory()
        late = Petition.objects.get(pk=petition.pk)
        states.move(petition, Status.COUNSEL_REVIEW, at=FROZEN_AT)

        with pytest.raises(MoveNotAllowed, match="first"):
            states.move(late, Status.WITHDRAWN, at=FROZEN_AT)

        assert Petition.objects.get().status == Status.COUNSEL_REVIEW

    def test_a_decision_sets_its_outcome(self):
        petition = petition_at(Status.DOCKETED)

        states.move(petition, Status.DENIED, at=FROZEN_AT, answered_on=DAY)

        kept = Petition.objects.get()
        assert (kept.outcome, kept.answered_on) == ("denied", DAY)

    def test_a_receipt_needs_its_day(self):
        petition = PetitionFactory(status=Status.FILED, filed_on=DAY)

        with pytest.raises(IntegrityError), transaction.atomic():
            states.move(petition, Status.RECEIVED, at=FROZEN_AT)

        assert Petition.objects.get().status == Status.FILED
        assert not PetitionEvent.objects.exists()

    def test_its_event_cannot_be_rewritten(self):
        states.move(PetitionFactory(), Status.COUNSEL_REVIEW, at=FROZEN_AT)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PetitionEvent.objects.update(note="other")


class TestConstraints:
    @pytest.mark.parametrize(
        "facts",
        [
            {"status": "unheard_of"},
            {"status": "filed"},
            {"status": "received"},
            {"answered_on": DAY},
            {"outcome": "granted"},
            {"status": "granted", "answered_on": DAY, "outcome": "denied"},
            {"filed_on": DAY, "received_on": date(2026, 11, 19)},
        ],
    )
    def test_refuse_a_fact_without_its_other_half(self, facts):
        with pytest.raises(IntegrityError), transaction.atomic():
            PetitionFactory(**facts)
