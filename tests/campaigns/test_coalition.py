"""Organizations are invited, answer for themselves, are checked, and leave when they like."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from redress.accounts.models import Organization
from redress.campaigns import coalition
from redress.campaigns.coalition import Answer, Guest, State
from redress.campaigns.models import CoalitionConsent, CoalitionMember
from redress.core.models import OutboxMessage
from redress.core.translated import Translated
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, MembershipFactory, owner_of
from tests.factories.coalition import (
    CoalitionMemberFactory,
    standing_member,
    waiting_member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
DAY = timedelta(days=1)


def guest(**changes) -> Guest:
    values = {
        "name": "Harbor Host Families",
        "kind": "supporter",
        "url": "https://harborhosts.example/",
        "contact_name": "Tomás Ibarra",
        "contact_email": "tomas@harborhosts.example",
        "language": "es",
        "note": "We met in March.",
    }
    return Guest(**values | changes)


def answer(**changes) -> Answer:
    values = {
        "name": "Harbor Host Families",
        "signatory_name": "Tomás Ibarra",
        "signatory_title": Translated(en="coordinator"),
        "allowed": frozenset({"name", "signatory"}),
        "phone": "+1 510 555 0147",
    }
    return Answer(**values | changes)


def mails(kind: str = "") -> list[str]:
    rows = OutboxMessage.objects.order_by("pk")
    return [row.to_address for row in (rows.filter(kind=kind) if kind else rows)]


def confirm(member: CoalitionMember, *, now=NOW, issue=None, account=None, **changes):
    return coalition.confirm(
        member_id=member.pk,
        issue=issue or member.issue,
        answer=answer(**changes),
        language="en",
        now=now,
        account=account,
    )


class TestInvite:
    def test_writes_to_the_person_in_their_language_for_21_days(self):
        campaign = CampaignFactory()

        member = coalition.invite(
            campaign_id=campaign.pk, guest=guest(), invited_by=owner_of(campaign), now=NOW
        )

        assert coalition.state_of(member, now=NOW) == State.INVITED
        assert member.expires_at == NOW + timedelta(days=21)
        assert not member.is_standing
        message = OutboxMessage.objects.get()
        assert (message.kind, message.to_address, message.language) == (
            "coalition_invitation",
            "tomas@harborhosts.example",
            "es",
        )
        assert message.context["note"] == "We met in March."

    @pytest.mark.parametrize(("name", "inviter"), [("Ana", "Ana"), ("", "The campaign’s team")])
    def test_always_says_who_asks(self, name, inviter):
        campaign = CampaignFactory(starter_name="")
        host = owner_of(campaign)
        host.name = name
        host.save()

        coalition.invite(
            campaign_id=campaign.pk, guest=guest(language="en"), invited_by=host, now=NOW
        )

        assert OutboxMessage.objects.get(kind="coalition_invitation").context["inviter"] == inviter

    def test_expires(self):
        member = CoalitionMemberFactory(expires_at=NOW)

        assert coalition.state_of(member, now=NOW - DAY) == State.INVITED
        assert coalition.state_of(member, now=NOW) == State.EXPIRED
        with pytest.raises(coalition.NotPossible):
            confirm(member)
        assert CoalitionConsent.objects.count() == 0

    def test_leaves_no_more_than_twenty_open(self):
        campaign = CampaignFactory()
        CoalitionMemberFactory.create_batch(19, campaign=campaign)
        standing_member(campaign=campaign)
        by = owner_of(campaign)
        coalition.invite(campaign_id=campaign.pk, guest=guest(), invited_by=by, now=NOW)

        with pytest.raises(coalition.TooManyOpen):
            coalition.invite(
                campaign_id=campaign.pk,
                guest=guest(contact_email="other@harborhosts.example"),
                invited_by=by,
                now=NOW,
            )
        assert CoalitionMember.objects.count() == 21

    def test_lets_nobody_invite_more_than_thirty_a_day(self):
        by = UserFactory()
        CoalitionMemberFactory.create_batch(30, invited_by=by, mailed_at=NOW - DAY / 2)
        campaign = CampaignFactory()

        with pytest.raises(coalition.TooManyToday):
            coalition.invite(campaign_id=campaign.pk, guest=guest(), invited_by=by, now=NOW)
        coalition.invite(campaign_id=campaign.pk, guest=guest(), invited_by=by, now=NOW + DAY)

    def test_asks_an_address_once(self):
        campaign = CampaignFactory()
        by = owner_of(campaign)
        coalition.invite(campaign_id=campaign.pk, guest=guest(), invited_by=by, now=NOW)

        with pytest.raises(coalition.AlreadyInvited):
            coalition.invite(
                campaign_id=campaign.pk,
                guest=guest(contact_email="TOMAS@harborhosts.example"),
                invited_by=by,
                now=NOW,
            )
        assert CoalitionMember.objects.count() == 1

    def test_writes_to_nobody_who_said_no_to_this_campaign(self):
        member = CoalitionMemberFactory(contact_email="tomas@harborhosts.example")
        coalition.decline(member_id=member.pk, issue=1, never_again=False, now=NOW)
        by, other = owner_of(member.campaign), CampaignFactory()

        with pytest.raises(coalition.DoesNotWish):
            coalition.invite(campaign_id=member.campaign_id, guest=guest(), invited_by=by, now=NOW)
        coalition.invite(campaign_id=other.pk, guest=guest(), invited_by=by, now=NOW)

    def test_writes_to_nobody_who_asked_never_to_be_written_to(self):
        member = CoalitionMemberFactory(contact_email="tomas@harborhosts.example")
        coalition.decline(member_id=member.pk, issue=1, never_again=True, now=NOW)
        other = CampaignFactory()
        before = OutboxMessage.objects.count()

        with pytest.raises(coalition.DoesNotWish):
            coalition.invite(
                campaign_id=other.pk, guest=guest(), invited_by=owner_of(other), now=NOW
            )
        assert OutboxMessage.objects.count() == before

    def test_is_not_pressed_by_taking_back_and_asking_anew(self):
        campaign = CampaignFactory()

        def ask(now):
            return coalition.invite(
                campaign_id=campaign.pk, guest=guest(), invited_by=owner_of(campaign), now=now
            )

        for day in (0, 1, 2):
            coalition.take_back(member_id=ask(NOW + day * DAY).pk, now=NOW + day * DAY)
            with pytest.raises(coalition.TooSoon):
                ask(NOW + day * DAY + DAY / 2)
        with pytest.raises(coalition.NoMoreMails):
            ask(NOW + 30 * DAY)
        assert len(mails("coalition_invitation")) == 3

    @pytest.mark.parametrize("status", ["refused", "failed", "cancelled", "refunded"])
    def test_asks_nobody_to_stand_with_what_has_ended(self, status):
        campaign = CampaignFactory(status=status)

        with pytest.raises(coalition.NotPossible):
            coalition.invite(
                campaign_id=campaign.pk, guest=guest(), invited_by=owner_of(campaign), now=NOW
            )
        assert mails() == []


class TestSendAgain:
    def test_writes_three_times_at_most_and_once_a_day(self):
        member = CoalitionMemberFactory(mailed_at=NOW)
        with pytest.raises(coalition.TooSoon):
            coalition.send_again(member_id=member.pk, now=NOW + DAY - timedelta(seconds=1))
        coalition.send_again(member_id=member.pk, now=NOW + DAY)
        again = coalition.send_again(member_id=member.pk, now=NOW + 30 * DAY)

        assert again.expires_at == NOW + 51 * DAY
        with pytest.raises(coalition.NoMoreMails):
            coalition.send_again(member_id=member.pk, now=NOW + 60 * DAY)
        assert len(mails("coalition_invitation")) == 2

    def test_does_not_press_who_has_answered(self):
        with pytest.raises(coalition.NotPossible):
            coalition.send_again(member_id=standing_member().pk, now=NOW + 5 * DAY)
        assert mails() == []


class TestReissue:
    def test_kills_the_earlier_link_and_writes_to_the_other_person(self):
        member = CoalitionMemberFactory()

        coalition.reissue(
            member_id=member.pk, contact_name="Ana", contact_email="ANA@harbor.org", now=NOW
        )

        assert mails("coalition_reissued") == ["ana@harbor.org"]
        with pytest.raises(coalition.NotPossible):
            confirm(member, issue=1)
        member.refresh_from_db()
        assert member.answered_at is None

    def test_forgets_what_waited_for_a_call(self):
        member = waiting_member(allowed=("name", "signatory"))

        coalition.reissue(
            member_id=member.pk, contact_name="Ana", contact_email="ana@harbor.org", now=NOW
        )

        member.refresh_from_db()
        assert (member.signatory_name, member.consent, member.shows_name) == ("", None, False)
        assert member.consents.count() == 1

    def test_takes_nothing_from_whom_stands(self):
        member = standing_member()

        with pytest.raises(coalition.NotPossible):
            coalition.reissue(
                member_id=member.pk, contact_name="Eve", contact_email="eve@x.org", now=NOW
            )
        assert CoalitionMember.objects.get().issue == 1

    def test_a_standing_one_ends_only_when_another_person_has_confirmed(self):
        older = standing_member(contact_email="tomas@harborhosts.example")
        newer = coalition.invite(
            campaign_id=older.campaign_id,
            guest=guest(contact_email="ana@harborhosts.example"),
            invited_by=owner_of(older.campaign),
            now=NOW,
            replaces=older,
        )
        assert list(CoalitionMember.objects.standing()) == [older]

        confirm(newer)

        assert list(CoalitionMember.objects.standing()) == [newer]
        older.refresh_from_db()
        assert older.ending == "replaced"


class TestConfirm:
    def test_stands_at_once_by_an_address_on_its_domain(self):
        member = CoalitionMemberFactory()

        confirm(member)

        member.refresh_from_db()
        assert member.is_standing
        assert (member.method, member.confirmed_at) == ("domain", NOW)
        assert (member.shows_name, member.shows_signatory) == (True, True)
        assert (member.shows_logo, member.shows_quote) == (False, False)
        owner = owner_of(member.campaign)
        assert mails("coalition_confirmed") == [member.contact_email, owner.email]

    def test_keeps_the_very_words_of_the_consent(self):
        member = CoalitionMemberFactory()

        confirm(member)

        consent = CoalitionConsent.objects.get()
        member.refresh_from_db()
        assert member.consent == consent
        assert (consent.kind, consent.wording, consent.language) == ("given", "2026-11", "en")
        assert consent.at == NOW
        assert consent.allowed == ["name", "signatory"]
        assert consent.text.splitlines()[1:] == [
            "+ Show our name",
            "+ Show the name and title of the person who confirms",
        ]
        assert consent.text_sha256 == hashlib.sha256(consent.text.encode()).hexdigest()

    @pytest.mark.parametrize(
        ("email", "url"),
        [
            ("harborhosts@gmail.com", "https://harborhosts.example/"),
            ("tomas@harborhosts.example", ""),
            ("harborhosts@gmail.com", "https://gmail.com/"),
        ],
    )
    def test_waits_for_a_call_from_any_other_address(self, email, url):
        member = CoalitionMemberFactory(contact_email=email, url=url)

        confirm(member)

        member.refresh_from_db()
        assert coalition.state_of(member, now=NOW) == State.CALLING
        assert not member.is_standing
        assert list(CoalitionMember.objects.to_call()) == [member]
        assert mails("coalition_confirmed") == []

    @pytest.mark.parametrize("local", ["rosa", "rosa+invited"])
    def test_an_address_of_the_campaigns_own_team_proves_nothing(self, local):
        member = CoalitionMemberFactory(contact_email=f"{local}@harborhosts.example")
        MembershipFactory(campaign=member.campaign, user__email="rosa@harborhosts.example")

        confirm(member)

        member.refresh_from_db()
        assert (member.method, member.confirmed_at) == ("phone", None)

    def test_asks_for_a_number_where_the_address_proves_nothing(self):
        member = CoalitionMemberFactory(contact_email="harborhosts@gmail.com")

        with pytest.raises(coalition.PhoneNeeded):
            confirm(member, phone="")
        assert CoalitionConsent.objects.count() == 0

    @pytest.mark.parametrize(
        ("domain", "verified", "method"),
        [
            ("harborhosts.example", True, "account"),
            ("harborhosts.example", False, "phone"),
            ("other.example", True, "phone"),
        ],
    )
    def test_takes_a_verified_account_of_the_same_domain(self, domain, verified, method):
        account = Organization.objects.create(
            slug="h", name="H", domain=domain, domain_verified_at=NOW if verified else None
        )
        member = CoalitionMemberFactory(contact_email="harborhosts@gmail.com")

        confirm(member, account=account)

        member.refresh_from_db()
        assert member.method == method
        assert (member.organization == account) == (method == "account")

    def test_allows_nothing_that_is_not_there_and_nothing_without_the_name(self):
        first, second = CoalitionMemberFactory(), CoalitionMemberFactory()

        confirm(first, allowed=frozenset({"name", "logo", "quote"}))
        confirm(second, allowed=frozenset({"signatory", "quote"}), quote=Translated(en="Yes."))

        for member, shown in ((first, ["name"]), (second, [])):
            member.refresh_from_db()
            assert [k for k in member.ALLOWED if getattr(member, f"shows_{k}")] == shown

    def test_after_a_no_sends_the_link_again(self):
        member = CoalitionMemberFactory()
        coalition.decline(member_id=member.pk, issue=1, never_again=True, now=NOW)

        confirm(member)

        assert member.contact_email in mails("coalition_confirmed")

    def test_is_done_once(self):
        member = CoalitionMemberFactory()
        confirm(member)

        with pytest.raises(coalition.NotPossible):
            confirm(member, signatory_name="Somebody Else")
        assert CoalitionMember.objects.get().signatory_name == "Tomás Ibarra"


class TestChange:
    def test_is_a_new_consent_that_cannot_touch_who_was_checked(self):
        member = standing_member(name="Harbor Host Families")

        coalition.change(
            member_id=member.pk,
            issue=1,
            answer=answer(
                name="ACLU",
                signatory_name="Eve",
                allowed=frozenset({"name", "quote"}),
                quote=Translated(en="Let them go."),
            ),
            language="en",
            now=NOW,
        )

        member.refresh_from_db()
        assert (member.name, member.signatory_name) == ("Harbor Host Families", "Tomás Ibarra")
        assert (member.shows_signatory, member.shows_quote) == (False, True)
        assert [row.kind for row in member.consents.all()] == ["given", "changed"]
        assert member.consent.allowed == ["name", "quote"]


class TestWithdraw:
    def test_is_gone_at_once_and_stays_on_record(self):
        member = standing_member(campaign=CampaignFactory())

        coalition.withdraw(member_id=member.pk, issue=1, language="en", now=NOW)

        assert not CoalitionMember.objects.standing().exists()
        assert [row.kind for row in member.consents.all()] == ["given", "withdrawn"]
        owner = owner_of(member.campaign)
        assert mails("coalition_withdrawn") == [member.contact_email, owner.email]

    def test_twice_is_once(self):
        member = standing_member()
        for _time in range(2):
            coalition.withdraw(member_id=member.pk, issue=1, language="en", now=NOW)

        assert member.consents.count() == 2

    def test_does_not_bar_the_way_back(self):
        member = standing_member()
        coalition.withdraw(member_id=member.pk, issue=1, language="en", now=NOW)

        confirm(member, now=NOW + 90 * DAY)

        assert list(CoalitionMember.objects.standing()) == [member]
        assert [row.kind for row in member.consents.all()] == ["given", "withdrawn", "given"]


class TestTakeBack:
    def test_by_the_organizer_ends_even_what_stands(self):
        member = standing_member()

        coalition.take_back(member_id=member.pk, now=NOW)

        assert not CoalitionMember.objects.standing().exists()
        assert mails("coalition_withdrawn") == [member.contact_email]
        with pytest.raises(coalition.NotPossible):
            confirm(member)


class TestNoteCall:
    def call(self, member, *, confirmed=True, caller=None, spoke_with="Ana", answered_at=None):
        return coalition.note_call(
            member_id=member.pk,
            answered_at=answered_at or member.answered_at,
            caller=caller or UserFactory(),
            confirmed=confirmed,
            spoke_with=spoke_with,
            now=NOW,
        )

    def test_that_confirms_makes_it_stand(self):
        member, caller = waiting_member(), UserFactory()

        self.call(member, caller=caller)

        member.refresh_from_db()
        assert member.is_standing
        assert (member.called_by, member.called_at, member.spoke_with) == (caller, NOW, "Ana")

    def test_that_does_not_confirm_ends_it(self):
        member = waiting_member()

        self.call(member, confirmed=False)

        member.refresh_from_db()
        assert (member.confirmed_at, member.ending) == (None, "not_reached")

    def test_by_somebody_of_the_team_counts_for_nothing(self):
        member = waiting_member()

        with pytest.raises(coalition.NotPossible):
            self.call(member, caller=owner_of(member.campaign))
        assert not CoalitionMember.objects.standing().exists()

    def test_about_an_older_answer_counts_for_nothing(self):
        member = waiting_member()

        with pytest.raises(coalition.NotPossible):
            self.call(member, answered_at=NOW - 9 * DAY)
        assert not CoalitionMember.objects.standing().exists()

    def test_without_a_person_counts_for_nothing(self):
        with pytest.raises(coalition.NotPossible):
            self.call(waiting_member(), spoke_with=" ")
        assert not CoalitionMember.objects.standing().exists()


class TestAskForLinks:
    def test_sends_one_message_an_hour_for_each_that_answered(self):
        member = standing_member(contact_email="tomas@harborhosts.example")
        CoalitionMemberFactory(contact_email="tomas@harborhosts.example")  # has not answered

        for minutes in (0, 10, 70):
            coalition.ask_for_links(
                email="Tomas@harborhosts.example", now=NOW + timedelta(minutes=minutes)
            )

        assert mails() == [member.contact_email] * 2

    def test_is_silent_for_a_stranger(self):
        coalition.ask_for_links(email="nobody@example.org", now=NOW)

        assert mails() == []


class TestDatabase:
    @pytest.mark.parametrize(
        "changes",
        [
            {"signatory_name": ""},
            {"method": ""},
            {"method": "word"},
            {"consent": None},
            {"answered_at": None},
            {"method": "phone"},
            {"shows_name": False},
            {"ending": "withdrawn"},
            {"withdrawn_at": NOW},
        ],
    )
    def test_refuses_a_confirmation_without_person_check_and_consent(self, changes):
        member = standing_member()

        with pytest.raises(IntegrityError), transaction.atomic():
            CoalitionMember.objects.filter(pk=member.pk).update(**changes)

    def test_refuses_to_confirm_on_an_organizers_word(self):
        member = CoalitionMemberFactory()

        with pytest.raises(IntegrityError), transaction.atomic():
            CoalitionMember.objects.filter(pk=member.pk).update(confirmed_at=NOW)

    @pytest.mark.parametrize("verb", ["UPDATE {} SET text = ''", "DELETE FROM {}"])
    def test_keeps_every_consent(self, verb):
        standing_member()

        with (
            pytest.raises(DatabaseError, match="campaigns_coalitionconsent"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb.format("campaigns_coalitionconsent"))
        assert CoalitionConsent.objects.count() == 1
