"""An approval needs counsel first, another person than the owner, a reason, and time left."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from redress.accounts.models import HouseRole
from redress.campaigns.models import Approval, Campaign, CampaignEvent
from redress.campaigns.states import Status
from redress.core import clock
from redress.petitions import drafting
from redress.petitions.models import CounselReview, Paragraph
from redress.publishing import approving
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, owner_of
from tests.factories.petitions import complete_petition

pytestmark = pytest.mark.django_db
REASON = "The petition is ready and within the agency's power."


@pytest.fixture
def moment(db):
    """The database's clock, since it is the judge here."""
    return clock.database_time()


@pytest.fixture
def campaign(moment):
    return CampaignFactory(deadline_at=moment + timedelta(hours=1))


@pytest.fixture
def petition(campaign):
    return complete_petition(campaign=campaign)


@pytest.fixture
def signed(petition, moment):
    """Counsel's word on the text as it stands."""
    version = drafting.freeze(petition, moment - timedelta(hours=2))
    return drafting.sign_off(
        version=version, counsel=UserFactory(name="Ellen Park"), now=moment - timedelta(hours=1)
    )


@pytest.fixture
def approver(db):
    return HouseRoleFactory().user


def edit_one_word():
    fact = Paragraph.objects.get(number=1)
    fact.text = fact.text.replace("1997", "1998")
    fact.save()


def approve(campaign, approver, moment, **values):
    return approving.approve(
        **{"campaign_id": campaign.pk, "approver": approver, "reason": REASON, "now": moment}
        | values
    )


class TestApprove:
    def test_writes_who_why_when_and_which_text(self, campaign, signed, approver, moment):
        given = approve(campaign, approver, moment, reason=f"  {REASON}\n")

        row = Approval.objects.get()
        assert row == given
        assert row.campaign_id == campaign.pk
        assert row.text_sha256 == signed.sha256
        assert (row.counsel_name, row.counsel_signed_at) == ("Ellen Park", signed.at)
        assert (row.approved_by_id, row.approved_at) == (approver.pk, moment)
        assert row.reason == REASON
        assert row.voided_at is None

    def test_tells_the_campaign_s_history(self, campaign, signed, approver, moment):
        approve(campaign, approver, moment)

        event = CampaignEvent.objects.get()
        assert (event.campaign_id, event.kind) == (campaign.pk, "approved")
        assert (event.at, event.actor_id, event.note) == (moment, approver.pk, "")

    def test_a_paused_campaign_may_be_approved(self, campaign, signed, approver, moment):
        Campaign.objects.update(status=Status.PAUSED)

        approve(campaign, approver, moment)

        assert Approval.objects.count() == 1

    def test_the_text_that_was_read_is_the_text_approved(self, campaign, signed, approver, moment):
        approve(campaign, approver, moment, seen_sha256=signed.sha256)

        assert Approval.objects.get().text_sha256 == signed.sha256

    def test_an_approval_that_was_withdrawn_may_be_given_again(
        self, campaign, signed, approver, moment
    ):
        approve(campaign, approver, moment)
        approving.revoke(campaign_id=campaign.pk, approver=approver, reason="Wait.", now=moment)

        approve(campaign, approver, moment)

        assert Approval.objects.filter(voided_at__isnull=True).count() == 1
        assert Approval.objects.count() == 2


class TestApproveRefuses:
    """Each refusal has its own name, and changes nothing."""

    @pytest.fixture(autouse=True)
    def _nothing_is_written(self, db):
        yield
        assert not Approval.objects.exists()
        assert not CampaignEvent.objects.exists()

    def test_the_owner(self, campaign, signed, moment):
        HouseRole.objects.create(user=owner_of(campaign), role=HouseRole.Role.APPROVER)

        with pytest.raises(approving.TeamMayNotApprove):
            approve(campaign, owner_of(campaign), moment)

    @pytest.mark.parametrize("role", [r for r in HouseRole.Role if r != HouseRole.Role.APPROVER])
    def test_every_other_role(self, role, campaign, signed, moment):
        person = HouseRoleFactory(role=role).user

        with pytest.raises(approving.MayNotApprove):
            approve(campaign, person, moment)

    def test_counsel_without_a_role(self, campaign, signed, moment):
        with pytest.raises(approving.MayNotApprove):
            approve(campaign, signed.counsel, moment)

    def test_an_approver_whose_account_is_closed(self, campaign, signed, approver, moment):
        approver.is_active = False

        with pytest.raises(approving.MayNotApprove):
            approve(campaign, approver, moment)

    @pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
    def test_no_reason(self, reason, campaign, signed, approver, moment):
        with pytest.raises(approving.NoReason):
            approve(campaign, approver, moment, reason=reason)

    def test_no_petition(self, campaign, approver, moment):
        with pytest.raises(approving.NoCounselSignOff):
            approve(campaign, approver, moment)

    def test_a_text_that_counsel_has_not_seen(self, campaign, petition, approver, moment):
        drafting.freeze(petition, moment)

        with pytest.raises(approving.NoCounselSignOff):
            approve(campaign, approver, moment)

    def test_a_text_that_counsel_sent_back(self, campaign, petition, approver, moment):
        version = drafting.freeze(petition, moment)
        drafting.sign_off(
            version=version,
            counsel=UserFactory(),
            now=moment,
            verdict=CounselReview.Verdict.CHANGES,
            note="The facts lack a source.",
        )

        with pytest.raises(approving.NoCounselSignOff):
            approve(campaign, approver, moment)

    def test_a_text_edited_after_counsel_signed(self, campaign, signed, approver, moment):
        edit_one_word()

        with pytest.raises(approving.NoCounselSignOff):
            approve(campaign, approver, moment)

    def test_a_sign_off_that_was_voided(self, campaign, signed, approver, moment):
        CounselReview.objects.update(voided_at=moment)

        with pytest.raises(approving.NoCounselSignOff):
            approve(campaign, approver, moment)

    def test_a_text_that_moved_while_it_was_read(self, campaign, signed, approver, moment):
        with pytest.raises(approving.TextHasChanged):
            approve(campaign, approver, moment, seen_sha256="b" * 64)

    def test_the_instant_of_the_deadline_by_the_database_s_clock(
        self, campaign, signed, approver, moment, travel
    ):
        travel(timedelta(hours=1))

        # our own clock is an hour slow, and does not decide
        with pytest.raises(approving.DeadlinePassed):
            approve(campaign, approver, moment)

    def test_the_instant_of_the_deadline_by_our_own_clock(self, campaign, signed, approver, moment):
        with pytest.raises(approving.DeadlinePassed):
            approve(campaign, approver, campaign.deadline_at)

    @pytest.mark.parametrize("status", [s for s in Status if s not in {Status.LIVE, Status.PAUSED}])
    def test_every_state_that_is_not_open(self, status, campaign, signed, approver, moment):
        Campaign.objects.update(status=status)

        with pytest.raises(approving.CampaignNotOpen):
            approve(campaign, approver, moment)

    def test_a_record_of_the_past(self, campaign, signed, approver, moment):
        Campaign.objects.update(is_record=True)

        with pytest.raises(approving.CampaignNotOpen):
            approve(campaign, approver, moment)


class TestApproveTwice:
    def test_the_second_is_refused_and_the_first_stands(self, campaign, signed, approver, moment):
        first = approve(campaign, approver, moment)

        with pytest.raises(approving.AlreadyApproved):
            approve(campaign, HouseRoleFactory().user, moment, reason="Me too.")

        assert Approval.objects.get() == first
        assert Approval.objects.get().reason == REASON
        assert CampaignEvent.objects.count() == 1


class TestRevoke:
    def test_voids_the_approval_with_a_reason(self, campaign, signed, approver, moment):
        approve(campaign, approver, moment)
        later = moment + timedelta(minutes=5)

        approving.revoke(
            campaign_id=campaign.pk, approver=approver, reason=" A party left. ", now=later
        )

        row = Approval.objects.get()
        assert (row.voided_at, row.voided_by, row.void_reason) == (later, approver, "A party left.")
        assert [event.kind for event in CampaignEvent.objects.order_by("pk")] == [
            "approved",
            "approval_voided",
        ]

    def test_is_refused_after_the_deadline(self, campaign, signed, approver, moment, travel):
        approve(campaign, approver, moment)
        travel(timedelta(hours=1))

        with pytest.raises(approving.DeadlinePassed):
            approving.revoke(campaign_id=campaign.pk, approver=approver, reason="No.", now=moment)

        assert Approval.objects.get().voided_at is None

    def test_is_refused_where_nothing_stands(self, campaign, signed, approver, moment):
        with pytest.raises(approving.NothingToWithdraw):
            approving.revoke(campaign_id=campaign.pk, approver=approver, reason="No.", now=moment)

        assert not CampaignEvent.objects.exists()

    def test_is_refused_to_the_owner_and_without_a_reason(self, campaign, signed, approver, moment):
        approve(campaign, approver, moment)
        HouseRole.objects.create(user=owner_of(campaign), role=HouseRole.Role.APPROVER)

        with pytest.raises(approving.TeamMayNotApprove):
            approving.revoke(
                campaign_id=campaign.pk, approver=owner_of(campaign), reason="No.", now=moment
            )
        with pytest.raises(approving.NoReason):
            approving.revoke(campaign_id=campaign.pk, approver=approver, reason=" ", now=moment)

        assert Approval.objects.get().voided_at is None


class TestWaiting:
    def test_lists_what_can_still_be_approved_by_deadline(self, campaign, approver, moment):
        sooner = CampaignFactory(deadline_at=moment + timedelta(minutes=1))
        CampaignFactory(deadline_at=moment - timedelta(minutes=1))
        CampaignFactory(deadline_at=moment + timedelta(hours=1), status=Status.FAILED)
        CampaignFactory(deadline_at=moment + timedelta(hours=1), is_record=True)

        assert list(approving.waiting()) == [sooner, campaign]

    def test_leaves_out_what_is_approved(self, campaign, signed, approver, moment):
        approve(campaign, approver, moment)

        assert list(approving.waiting()) == []
        assert list(approving.approved()) == [campaign]


def run_together(*acts):
    """Each act in a thread and a connection of its own; gives what each returned or raised."""
    results = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(index, act):
        try:
            barrier.wait(timeout=10)
            results[index] = act()
        except approving.NotApproved as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_many_approvers_at_once_one_gives_the_approval(self, campaign, signed, moment):
        people = [HouseRoleFactory().user for _ in range(5)]

        results = run_together(
            *[lambda person=person: approve(campaign, person, moment) for person in people]
        )

        assert sum(isinstance(result, Approval) for result in results) == 1
        assert sum(isinstance(result, approving.AlreadyApproved) for result in results) == 4
        assert Approval.objects.count() == 1
        assert CampaignEvent.objects.count() == 1

    def test_new_words_wait_until_the_approval_is_written_and_then_void_it(
        self, campaign, petition, signed, approver, moment, monkeypatch
    ):
        has_looked, has_changed = threading.Event(), threading.Event()
        look_at = approving.look_at

        def slow_look(found):
            standing = look_at(found)
            has_looked.set()
            # without the lock the words change now, and the approval of the old ones would stand
            has_changed.wait(timeout=1)
            return standing

        def change_words():
            assert has_looked.wait(timeout=10)
            with transaction.atomic():
                edit_one_word()
                version = drafting.freeze(petition, moment)
            has_changed.set()
            return version

        monkeypatch.setattr(approving, "look_at", slow_look)
        approved, frozen = run_together(lambda: approve(campaign, approver, moment), change_words)

        assert isinstance(approved, Approval)
        assert frozen.number == 2
        assert not Approval.objects.filter(voided_at__isnull=True).exists()

    def test_a_decision_under_way_is_waited_for_and_ends_it(
        self, campaign, signed, approver, moment
    ):
        is_deciding, has_approved = threading.Event(), threading.Event()

        def decide():
            with transaction.atomic():
                Campaign.objects.select_for_update().get(pk=campaign.pk)
                is_deciding.set()
                # without the lock the approval is written now, beside the decision
                has_approved.wait(timeout=1)
                Campaign.objects.filter(pk=campaign.pk).update(status=Status.FAILED)

        def approve_meanwhile():
            assert is_deciding.wait(timeout=10)
            try:
                return approve(campaign, approver, moment)
            finally:
                has_approved.set()

        _decided, approved = run_together(decide, approve_meanwhile)

        assert isinstance(approved, approving.CampaignNotOpen)
        assert not Approval.objects.exists()
