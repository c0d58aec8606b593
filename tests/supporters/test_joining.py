"""Joining, confirming and leaving: each counts once, and nothing is written on refusal."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from redress.campaigns.models import Campaign
from redress.campaigns.states import Status as CampaignStatus
from redress.core.models import OutboxMessage
from redress.supporters import joining, limits
from redress.supporters.joining import CampaignClosed, State
from redress.supporters.mailboxes import AddressRefused
from redress.supporters.models import Consent, CounterDelta, NameShown, Status, Supporter
from redress.supporters.naming import NameRefused
from redress.supporters.places import PostcodeRefused
from tests.conftest import NOW
from tests.factories.campaigns import CampaignFactory
from tests.factories.supporters import SupporterFactory


def ask(campaign: Campaign, **values) -> joining.Joined:
    """Join with what the test is about, and plain values for the rest."""
    person = {"name": "Ana Ruiz", "email": "ana@example.org", "language": "en"}
    return joining.join(campaign=campaign, now=NOW, **(person | values))


def written() -> tuple[int, int, int]:
    """How many supporters, consents and messages there are."""
    return Supporter.objects.count(), Consent.objects.count(), OutboxMessage.objects.count()


@pytest.fixture
def campaign(db) -> Campaign:
    return CampaignFactory()


class TestJoin:
    def test_writes_row_consent_and_message_in_one_statement(
        self, campaign, django_assert_num_queries
    ):
        campaign = Campaign.objects.select_related("beneficiary").get(pk=campaign.pk)

        with django_assert_num_queries(1):
            joined = ask(
                campaign,
                postcode="94110-1234",
                name_shown=NameShown.FIRST,
                wants_milestones=True,
                network_hash="n" * 32,
            )

        supporter = Supporter.objects.get()
        message = OutboxMessage.objects.get()
        assert joined == joining.Joined(supporter_id=supporter.pk, created=True)
        assert (supporter.status, supporter.counted, supporter.tier) == ("pending", False, "ally")
        assert (supporter.name, supporter.email) == ("Ana Ruiz", "ana@example.org")
        assert (supporter.postcode, supporter.state) == ("94110", "CA")
        assert (supporter.name_shown, supporter.wants_milestones) == ("first", True)
        assert supporter.network_hash == "n" * 32
        assert sorted(Consent.objects.values_list("kind", flat=True)) == [
            "join",
            "milestones",
            "name",
        ]
        assert (message.kind, message.to_address) == ("join_confirm", "ana@example.org")
        assert message.context["supporter"] == supporter.pk
        assert message.context["campaign_title"] == "Let them go home"
        assert CounterDelta.objects.count() == 0

    def test_makes_nobody_more_than_an_ally(self, campaign):
        ask(campaign, tier_wanted="champion")

        assert Supporter.objects.get().tier == "ally"
        assert OutboxMessage.objects.get().context["tier"] == "champion"

    def test_keeps_no_consent_for_what_was_not_ticked(self, campaign):
        ask(campaign)

        assert list(Consent.objects.values_list("kind", flat=True)) == ["join"]

    @pytest.mark.parametrize(
        "alias",
        ["ana@example.org", "ANA@Example.org", "ana+petition@example.org"],
    )
    def test_keeps_one_row_for_one_mailbox(self, campaign, alias):
        ask(campaign)

        again = ask(campaign, email=alias)

        assert again == joining.Joined(supporter_id=Supporter.objects.get().pk, created=False)

    def test_keeps_one_row_for_all_spellings_of_a_gmail_address(self, campaign):
        ask(campaign, email="a.b@gmail.com")

        ask(campaign, email="ab+c@googlemail.com")

        assert Supporter.objects.get().email == "a.b@gmail.com"

    def test_writes_again_no_sooner_than_after_a_minute(self, campaign, travel):
        ask(campaign)

        travel(timedelta(seconds=55))
        ask(campaign)
        assert OutboxMessage.objects.count() == 1

        travel(timedelta(seconds=6))
        ask(campaign)
        assert OutboxMessage.objects.count() == 2
        assert Supporter.objects.count() == 1

    def test_writes_no_more_than_ten_messages_a_day(self, campaign, travel):
        for _minute in range(15):
            ask(campaign)
            travel(timedelta(seconds=61))

        assert OutboxMessage.objects.count() == limits.MESSAGES_PER_DAY

    def test_lets_the_last_choices_hold_before_the_confirmation(self, campaign):
        ask(campaign, name_shown=NameShown.FULL)

        ask(campaign, name_shown=NameShown.PRIVATE, postcode="10001")

        supporter = Supporter.objects.get()
        assert (supporter.name_shown, supporter.state) == ("private", "NY")

    def test_tells_only_the_mailbox_that_somebody_is_already_in(self, campaign):
        supporter = SupporterFactory(
            campaign=campaign, confirmed=True, email="ana@example.org", name_shown="private"
        )
        Supporter.objects.update(mailed_at=NOW - timedelta(days=1))

        joined = ask(campaign, name_shown=NameShown.FULL, postcode="10001")

        supporter.refresh_from_db()
        assert joined == joining.Joined(supporter_id=supporter.pk, created=False)
        assert OutboxMessage.objects.get().kind == "join_again"
        assert (supporter.status, supporter.name_shown) == ("confirmed", "private")
        assert supporter.postcode == ""
        assert Consent.objects.count() == 0

    def test_lets_a_second_person_share_the_mailbox_at_the_same_postcode(self, campaign):
        first = ask(campaign, postcode="94110")

        second = ask(campaign, name="Luis Ruiz", postcode="94110")

        assert second.created
        assert second.supporter_id != first.supporter_id
        assert sorted(Supporter.objects.values_list("slot", "name")) == [
            (0, "Ana Ruiz"),
            (1, "Luis Ruiz"),
        ]

    @pytest.mark.parametrize("postcode", ["", "10001"])
    def test_turns_a_second_person_away_by_mail_without_the_same_postcode(
        self, campaign, travel, postcode
    ):
        ask(campaign, postcode="94110")
        travel(timedelta(minutes=2))

        second = ask(campaign, name="Luis Ruiz", postcode=postcode)

        assert second == joining.Joined(supporter_id=None, created=False)
        assert Supporter.objects.get().name == "Ana Ruiz"
        message = OutboxMessage.objects.latest("id")
        assert (message.kind, message.context["name"]) == ("join_refused", "Ana Ruiz")

    def test_turns_a_third_person_away(self, campaign):
        ask(campaign, postcode="94110")
        ask(campaign, name="Luis Ruiz", postcode="94110")

        third = ask(campaign, name="Eva Ruiz", postcode="94110")

        assert third.supporter_id is None
        assert Supporter.objects.count() == 2

    def test_lets_one_who_left_join_again(self, campaign, travel):
        supporter = SupporterFactory(campaign=campaign, left=True, email="ana@example.org")
        travel(timedelta(minutes=2))

        ask(campaign)

        supporter.refresh_from_db()
        assert (supporter.status, supporter.withdrawn_at) == ("pending", None)
        assert OutboxMessage.objects.get().kind == "join_confirm"

    def test_never_writes_to_a_mailbox_that_refused(self, campaign):
        SupporterFactory(left=True, email="ana@example.org", refuses_mail=True)

        ask(campaign)

        assert OutboxMessage.objects.count() == 0

    def test_answers_the_same_without_a_message_when_a_network_asks_too_much(
        self, campaign, monkeypatch
    ):
        monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", 3)

        for number in range(5):
            ask(campaign, email=f"p{number}@example.org", network_hash="a" * 32)
        ask(campaign, email="q@example.org", network_hash="b" * 32)
        ask(campaign, email="r@example.org", network_hash="")

        assert Supporter.objects.count() == 7
        assert sorted(OutboxMessage.objects.values_list("to_address", flat=True)) == [
            "p0@example.org",
            "p1@example.org",
            "p2@example.org",
            "q@example.org",
            "r@example.org",
        ]

    @pytest.mark.parametrize(
        "status", [s for s in CampaignStatus if s != CampaignStatus.LIVE], ids=str
    )
    def test_writes_nothing_when_the_campaign_is_not_open(self, db, status):
        with pytest.raises(CampaignClosed):
            ask(CampaignFactory(status=status))

        assert written() == (0, 0, 0)

    def test_writes_nothing_after_the_deadline_by_the_databases_clock(self, campaign, travel):
        travel(campaign.deadline_at - NOW + timedelta(seconds=1))

        with pytest.raises(CampaignClosed):
            ask(campaign)

        assert written() == (0, 0, 0)

    @pytest.mark.parametrize(
        ("values", "refused"),
        [
            ({"name": "=1+1"}, NameRefused),
            ({"name": "http://x.example"}, NameRefused),
            ({"email": "ana@"}, AddressRefused),
            ({"postcode": "<94110>"}, PostcodeRefused),
        ],
    )
    def test_writes_nothing_when_a_value_is_refused(self, campaign, values, refused):
        with pytest.raises(refused):
            ask(campaign, **values)

        assert written() == (0, 0, 0)


class TestConfirm:
    def test_counts_and_writes_the_delta_in_one_statement(
        self, campaign, django_assert_num_queries
    ):
        supporter = SupporterFactory(campaign=campaign, state="CA")

        with django_assert_num_queries(1):
            done = joining.confirm(supporter_id=supporter.pk, now=NOW)

        supporter.refresh_from_db()
        delta = CounterDelta.objects.get()
        assert done.state == State.COUNTED
        assert (supporter.status, supporter.counted) == (Status.CONFIRMED, True)
        assert (delta.people, delta.pledges, delta.pledged_minor) == (1, 0, 0)
        assert (delta.state, delta.day) == ("CA", supporter.confirmed_at.date())
        assert OutboxMessage.objects.get().kind == "welcome"

    def test_sends_no_welcome_where_another_message_follows(self, campaign):
        supporter = SupporterFactory(campaign=campaign)

        joining.confirm(supporter_id=supporter.pk, now=NOW, welcome=False)

        assert OutboxMessage.objects.count() == 0

    def test_counts_once_when_pressed_twice(self, campaign):
        supporter = SupporterFactory(campaign=campaign)
        joining.confirm(supporter_id=supporter.pk, now=NOW)

        again = joining.confirm(supporter_id=supporter.pk, now=NOW)

        assert again.state == State.ALREADY
        assert CounterDelta.objects.count() == 1
        assert OutboxMessage.objects.count() == 1

    def test_records_but_does_not_count_within_a_day_after_closing(self, campaign, travel):
        supporter = SupporterFactory(campaign=campaign)
        until = campaign.deadline_at - NOW
        travel(until + timedelta(hours=23))

        done = joining.confirm(supporter_id=supporter.pk, now=NOW)

        supporter.refresh_from_db()
        assert done.state == State.LATE
        assert (supporter.status, supporter.counted) == (Status.CONFIRMED, False)
        assert CounterDelta.objects.count() == 0

    def test_does_not_count_while_the_campaign_is_decided_before_its_deadline(self, campaign):
        supporter = SupporterFactory(campaign=campaign)
        Campaign.objects.update(status=CampaignStatus.DECIDING)

        done = joining.confirm(supporter_id=supporter.pk, now=NOW)

        assert done.state == State.LATE
        assert CounterDelta.objects.count() == 0

    @pytest.mark.parametrize(
        ("hours", "status", "state"),
        [
            (25, CampaignStatus.LIVE, State.TOO_LATE),
            (25, CampaignStatus.SETTLED, State.TOO_LATE),
            (-1, CampaignStatus.CANCELLED, State.TOO_LATE),
            (-1, CampaignStatus.PAUSED, State.PAUSED),
        ],
    )
    def test_changes_nothing_when_it_cannot_count(self, campaign, travel, hours, status, state):
        supporter = SupporterFactory(campaign=campaign)
        Campaign.objects.update(status=status)
        travel(campaign.deadline_at - NOW + timedelta(hours=hours))

        done = joining.confirm(supporter_id=supporter.pk, now=NOW)

        supporter.refresh_from_db()
        assert done.state == state
        assert supporter.status == Status.PENDING
        assert (CounterDelta.objects.count(), OutboxMessage.objects.count()) == (0, 0)

    def test_changes_nothing_for_one_who_left(self, campaign):
        supporter = SupporterFactory(campaign=campaign, left=True)

        done = joining.confirm(supporter_id=supporter.pk, now=NOW)

        supporter.refresh_from_db()
        assert done.state == State.LEFT
        assert supporter.status == Status.WITHDRAWN
        assert CounterDelta.objects.count() == 0

    def test_says_left_for_a_row_that_is_forgotten(self, db):
        assert joining.confirm(supporter_id=0, now=NOW).state == State.LEFT


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run calls at the same moment, each on a connection of its own, with real commits."""
    start = threading.Barrier(len(calls))
    results: list[object] = []

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait(10)
            results.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_presses_count_once(self):
        supporter = SupporterFactory()

        done = at_once(*[lambda: joining.confirm(supporter_id=supporter.pk, now=NOW).state] * 4)

        assert sorted(done) == [State.ALREADY] * 3 + [State.COUNTED]
        assert CounterDelta.objects.count() == 1
        assert OutboxMessage.objects.count() == 1

    def test_two_forms_of_one_person_make_one_row_and_one_message(self):
        campaign = CampaignFactory()

        done = at_once(*[lambda: ask(campaign).created] * 4)

        assert sorted(done) == [False, False, False, True]
        assert written() == (1, 4, 1)

    def test_two_names_for_one_mailbox_do_not_overwrite_each_other(self):
        campaign = CampaignFactory()
        joined: list[object] = []

        def join_as_luis() -> None:
            joined.extend(at_once(lambda: ask(campaign, name="Luis Ruiz", name_shown="full")))

        joining_luis = threading.Thread(target=join_as_luis)
        with transaction.atomic():
            ask(campaign)
            joining_luis.start()
            joining_luis.join(0.5)
            assert joining_luis.is_alive()
        joining_luis.join(10)

        supporter = Supporter.objects.get()
        assert (supporter.name, supporter.name_shown) == ("Ana Ruiz", "private")
        assert joined == [joining.Joined(supporter_id=None, created=False)]

    def test_a_confirmation_that_waits_for_the_decision_is_not_counted(self):
        supporter = SupporterFactory()
        done: list[object] = []
        confirming = threading.Thread(
            target=lambda: done.extend(
                at_once(lambda: joining.confirm(supporter_id=supporter.pk, now=NOW).state)
            )
        )
        with transaction.atomic():
            Campaign.objects.select_for_update().get(pk=supporter.campaign_id)
            confirming.start()
            confirming.join(0.5)
            assert confirming.is_alive()
            Campaign.objects.update(status=CampaignStatus.DECIDING)
        confirming.join(10)

        assert done == [State.LATE]
        assert CounterDelta.objects.count() == 0


class TestLeave:
    def test_takes_the_count_back(self, campaign):
        supporter = SupporterFactory(campaign=campaign, confirmed=True, state="CA")

        assert joining.leave(supporter_id=supporter.pk, now=NOW)

        supporter.refresh_from_db()
        delta = CounterDelta.objects.get()
        assert (supporter.status, supporter.counted) == (Status.WITHDRAWN, False)
        assert (delta.people, delta.state) == (-1, "CA")

    def test_takes_nothing_back_for_one_who_never_counted(self, campaign):
        supporter = SupporterFactory(campaign=campaign)

        assert joining.leave(supporter_id=supporter.pk, now=NOW)

        assert CounterDelta.objects.count() == 0

    def test_does_nothing_the_second_time(self, campaign):
        supporter = SupporterFactory(campaign=campaign, confirmed=True)
        joining.leave(supporter_id=supporter.pk, now=NOW)

        assert not joining.leave(supporter_id=supporter.pk, now=NOW)

        assert CounterDelta.objects.count() == 1


class TestRefuse:
    def test_withdraws_and_stops_every_message_until_allowed(self, campaign, travel):
        supporter_id = ask(campaign).supporter_id
        joining.refuse(supporter_id=supporter_id, now=NOW)
        travel(timedelta(minutes=2))

        ask(campaign)
        assert OutboxMessage.objects.count() == 1
        assert Supporter.objects.get().status == Status.WITHDRAWN

        assert joining.allow_mail(supporter_id=supporter_id)
        ask(campaign)
        assert OutboxMessage.objects.count() == 2
        assert Supporter.objects.get().status == Status.PENDING
