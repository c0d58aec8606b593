"""One edited word is another text: another hash, another version, and no approval."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from redress.campaigns.models import Approval, CampaignEvent
from redress.petitions import drafting
from redress.petitions.models import (
    CounselReview,
    Paragraph,
    Part,
    Petition,
    PetitionVersion,
    RuleTextChange,
    Status,
)
from tests.factories.petitions import FROZEN_AT, UserFactory, complete_petition

pytestmark = pytest.mark.django_db
LATER = FROZEN_AT + timedelta(hours=1)


@pytest.fixture
def petition():
    return complete_petition()


@pytest.fixture
def counsel():
    return UserFactory()


def edit_one_word():
    fact = Paragraph.objects.get(number=1)
    fact.text = fact.text.replace("1997", "1998")
    fact.save()


class TestFreeze:
    def test_hashes_the_canonical_spelling(self, petition):
        version = drafting.freeze(petition, FROZEN_AT)

        spelled = drafting.canonical(version.content)
        assert version.sha256 == hashlib.sha256(spelled.encode()).hexdigest()
        assert (version.number, version.frozen_at) == (1, FROZEN_AT)
        # what comes back from the database hashes the same
        version.refresh_from_db()
        assert drafting.content_hash(version.content) == version.sha256

    def test_gives_the_same_version_for_the_same_words(self, petition):
        first = drafting.freeze(petition, FROZEN_AT)

        assert drafting.freeze(petition, LATER).pk == first.pk
        assert PetitionVersion.objects.count() == 1

    def test_one_word_makes_another_version(self, petition):
        first = drafting.freeze(petition, FROZEN_AT)
        edit_one_word()

        second = drafting.freeze(petition, LATER)

        assert second.number == 2
        assert second.sha256 != first.sha256
        assert drafting.current_version(petition) == second

    def test_keeps_the_words_after_filing(self, petition):
        first = drafting.freeze(petition, FROZEN_AT)
        Petition.objects.update(status=Status.FILED, filed_on=FROZEN_AT.date())
        edit_one_word()

        with pytest.raises(drafting.TextIsSent):
            drafting.freeze(petition, LATER)

        assert drafting.current_version(petition) == first

    def test_says_everything_that_the_rows_say(self, petition):
        content = drafting.freeze(petition, FROZEN_AT).content

        assert content["title_words"] == "Petition for Rulemaking"
        assert [part["kind"] for part in content["parts"]] == [
            "introduction", "interest", "action_requested", "authority", "facts", "grounds",
            "requests",
        ]  # fmt: skip
        assert content["parts"][0]["body"] == [
            "The petitioners ask for one change.",
            "It is small.",
        ]
        assert [source["number"] for source in content["sources"]] == [1, 4]
        assert [party["is_lead"] for party in content["parties"]] == [True, False]
        assert content["text_changes"][0]["base_date"] == "2026-10-01"

    def test_rows_without_a_part_get_one_in_its_place(self, petition):
        Part.objects.filter(kind__in=["interest", "action_requested", "authority"]).delete()

        content = drafting.freeze(petition, FROZEN_AT).content

        assert [(part["kind"], part["heading"]) for part in content["parts"]] == [
            ("introduction", "Introduction"),
            ("interest", "Petitioners and their interest"),
            ("action_requested", "Action requested"),
            ("authority", "Authority"),
            ("facts", "Facts"),
            ("grounds", "Grounds"),
            ("requests", "Requests"),
        ]

    def test_a_version_cannot_be_rewritten(self, petition):
        version = drafting.freeze(petition, FROZEN_AT)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            PetitionVersion.objects.filter(pk=version.pk).update(sha256="0" * 64)


class TestSignOff:
    def test_binds_the_approval_to_the_hash(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)

        review = drafting.sign_off(version=version, counsel=counsel, note="Sound.", now=LATER)

        assert (review.sha256, review.verdict, review.at) == (version.sha256, "approved", LATER)
        assert drafting.standing_approval(petition) == review

    def test_refuses_a_text_that_moved_on(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        edit_one_word()

        with pytest.raises(drafting.TextHasChanged):
            drafting.sign_off(version=version, counsel=counsel, now=LATER)

        assert not CounselReview.objects.exists()

    def test_refuses_an_older_version(self, petition, counsel):
        old = drafting.freeze(petition, FROZEN_AT)
        edit_one_word()
        drafting.freeze(petition, LATER)

        with pytest.raises(drafting.TextHasChanged):
            drafting.sign_off(version=old, counsel=counsel, now=LATER)


class TestStandingApproval:
    def test_ends_with_one_edited_word_even_before_a_freeze(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        drafting.sign_off(version=version, counsel=counsel, now=LATER)

        edit_one_word()

        assert drafting.standing_approval(petition) is None

    def test_a_new_version_voids_it_for_good(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        review = drafting.sign_off(version=version, counsel=counsel, now=FROZEN_AT)
        change = RuleTextChange.objects.get()
        before = change.proposed_text
        RuleTextChange.objects.update(proposed_text=f"{before} Now.")
        drafting.freeze(petition, LATER)

        RuleTextChange.objects.update(proposed_text=before)
        third = drafting.freeze(petition, LATER)

        # the old words again, yet nobody has approved this version
        assert third.sha256 == version.sha256
        assert drafting.standing_approval(petition) is None
        review.refresh_from_db()
        assert review.voided_at == LATER

    def test_a_later_request_for_changes_ends_it(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        drafting.sign_off(version=version, counsel=counsel, now=FROZEN_AT)

        drafting.sign_off(
            version=version,
            counsel=counsel,
            now=LATER,
            note="Paragraph 3 needs a source.",
            verdict=CounselReview.Verdict.CHANGES,
        )

        assert drafting.standing_approval(petition) is None

    def test_an_edit_voids_the_campaigns_approval_too(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        approval = Approval.objects.create(
            campaign=petition.campaign,
            text_sha256=version.sha256,
            counsel_name="Elżbieta Łuczak",
            counsel_signed_at=FROZEN_AT,
            approved_by=counsel,
            approved_at=FROZEN_AT,
            reason="Sound.",
        )
        edit_one_word()

        drafting.freeze(petition, LATER)

        approval.refresh_from_db()
        assert (approval.voided_at, approval.void_reason) == (
            LATER,
            "The text of the petition changed.",
        )
        assert CampaignEvent.objects.get().kind == "approval_voided"

    def test_a_decided_campaign_keeps_its_approval(self, petition, counsel):
        version = drafting.freeze(petition, FROZEN_AT)
        Approval.objects.create(
            campaign=petition.campaign,
            text_sha256=version.sha256,
            counsel_name="Elżbieta Łuczak",
            counsel_signed_at=FROZEN_AT,
            approved_by=counsel,
            approved_at=FROZEN_AT,
            reason="Sound.",
        )
        type(petition.campaign).objects.update(status="succeeded")
        edit_one_word()

        drafting.freeze(petition, LATER)

        assert Approval.objects.get().voided_at is None
