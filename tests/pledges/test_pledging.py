"""From the promise to the saved card, against the running sandbox."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.models import OutboxMessage
from redress.core.money import Money
from redress.pledges import pledging, releasing
from redress.pledges.models import Mandate, Pledge, PledgeEvent
from redress.pledges.states import Status
from redress.supporters.models import CounterDelta, Supporter, Tier
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.pledges.conftest import SAVES_THEN_DECLINES

pytestmark = pytest.mark.django_db(transaction=True)
SESSIONS = "POST /v1/checkout/sessions"


def jobs(task: str) -> list[dict]:
    return list(
        ProcrastinateJob.objects.filter(task_name=task)
        .order_by("id")
        .values_list("args", flat=True)
    )


def deltas() -> list[tuple[int, int, int]]:
    rows = CounterDelta.objects.order_by("id")
    return list(rows.values_list("people", "pledges", "pledged_minor"))


def change(pledge: Pledge, minor: int, tier: str = "champion", **facts) -> Pledge:
    values = {"cover_fee": False, "network_hash": "", "now": clock.now()} | facts
    return pledging.change(pledge_id=pledge.pk, tier=tier, amount=Money(minor), **values)


class TestIntend:
    def test_writes_an_intent_and_nothing_else(self, shop):
        person = SupporterFactory(campaign=shop.campaign)

        pledge = shop.intent(person=person, cover_fee=True)

        assert (pledge.status, pledge.amount, pledge.total) == (
            "intent",
            Money(2800),
            Money(2915),
        )
        assert (pledge.tier, pledge.language, pledge.currency) == ("champion", "en", "USD")
        assert list(pledge.events.values_list("kind", flat=True)) == ["intent"]
        assert (deltas(), OutboxMessage.objects.count()) == ([], 0)

    def test_answers_the_same_intent_to_the_same_wish(self, shop):
        person = shop.person()

        first, second = shop.intent(person=person), shop.intent(person=person)
        other = shop.intent(person=person, minor=3000)

        assert first == second
        assert other != first

    @pytest.mark.parametrize("status", ["paused", "draft", "cancelled", "deciding", "failed"])
    def test_refuses_a_campaign_that_is_not_open(self, shop, status):
        Campaign.objects.update(status=status)

        with pytest.raises(pledging.CampaignClosed):
            shop.intent()

        assert not Pledge.objects.exists()

    def test_refuses_after_the_deadline(self, shop, past_deadline):
        past_deadline()

        with pytest.raises(pledging.CampaignClosed):
            shop.intent()

        assert not Pledge.objects.exists()

    def test_refuses_too_little(self, shop):
        with pytest.raises(pledging.PledgeTooSmall):
            shop.intent(minor=2799)

        assert not Pledge.objects.exists()

    def test_names_the_pledge_that_is_held_already(self, shop):
        held = PledgeFactory(supporter=shop.person())

        with pytest.raises(pledging.AlreadyPledged) as refusal:
            shop.intent(person=held.supporter, minor=5000)

        assert refusal.value.pledge == held


class TestCurrentPledge:
    def test_is_the_held_one_else_the_newest(self, shop):
        person = shop.person()
        assert pledging.current_pledge(person.pk) is None
        old = PledgeFactory(supporter=person, status=Status.CANCELLED)
        assert pledging.current_pledge(person.pk) == old
        held = PledgeFactory(supporter=person)
        PledgeFactory(supporter=person, status=Status.INTENT)

        assert pledging.current_pledge(person.pk) == held


class TestContinueToCard:
    def test_keeps_the_mandate_and_opens_the_hosted_page(self, shop):
        pledge = shop.intent()

        url = shop.card_page(pledge, network_hash="n1")

        pledge.refresh_from_db()
        assert url.startswith(shop.sandbox.origin)
        assert pledge.session_ref.startswith("cs_")
        assert pledge.customer_ref.startswith("cus_")
        assert pledge.status == "intent"
        mandate = Mandate.objects.get()
        assert (mandate.amount_minor, mandate.network_hash) == (2800, "n1")

    def test_opens_the_same_page_again(self, shop):
        pledge = shop.intent()

        assert shop.card_page(pledge) == shop.card_page(pledge)
        assert Mandate.objects.count() == 1

    def test_opens_no_page_for_an_address_that_nobody_has_confirmed(self, shop):
        pledge = shop.intent(person=SupporterFactory(campaign=shop.campaign))

        with pytest.raises(pledging.NotConfirmed):
            shop.card_page(pledge)

        pledge.refresh_from_db()
        assert (pledge.session_ref, pledge.customer_ref) == ("", "")
        assert not Mandate.objects.exists()

    def test_opens_no_page_after_the_deadline(self, shop, past_deadline):
        pledge = shop.intent()
        past_deadline()

        with pytest.raises(pledging.CampaignClosed):
            shop.card_page(pledge)

        assert not Mandate.objects.exists()

    def test_opens_no_page_while_the_campaign_is_paused(self, shop):
        pledge = shop.intent()
        Campaign.objects.update(status="paused")

        with pytest.raises(pledging.CampaignClosed):
            shop.card_page(pledge)

    def test_opens_no_page_beside_a_held_pledge(self, shop):
        person = shop.person()
        pledge = shop.intent(person=person)
        PledgeFactory(supporter=person)

        with pytest.raises(pledging.AlreadyPledged):
            shop.card_page(pledge)

    def test_opens_no_page_for_a_pledge_that_ended(self, shop):
        pledge = PledgeFactory(supporter=shop.person(), status=Status.EXPIRED)

        with pytest.raises(pledging.PledgeSettled):
            shop.card_page(pledge)

    def test_opens_few_pages_for_one_network(self, shop, settings):
        settings.CARDS_PER_NETWORK = 2
        for _ in range(2):
            shop.card_page(shop.intent(), network_hash="n1")

        with pytest.raises(pledging.TooManyCards):
            shop.card_page(shop.intent(), network_hash="n1")

        shop.card_page(shop.intent(), network_hash="n2")
        shop.card_page(shop.intent(), network_hash="")

    def test_opens_none_while_cards_are_refused_in_a_burst(self, shop):
        first = shop.intent()
        shop.card_page(first, network_hash="n1")
        for _ in range(5):
            PledgeEvent.objects.create(pledge=first, kind="card_refused", at=clock.database_time())

        with pytest.raises(pledging.TooManyCards):
            shop.card_page(shop.intent(), network_hash="n1")

    def test_opens_a_new_page_when_the_first_has_expired(self, shop):
        pledge = shop.intent()
        first = shop.card_page(pledge)
        pledge.refresh_from_db()
        shop.sdk.v1.checkout.sessions.expire(pledge.session_ref)

        second = shop.card_page(pledge)

        pledge.refresh_from_db()
        assert second != first
        assert pledge.setup_number == 1

    def test_opens_at_most_ten_pages(self, shop):
        pledge = shop.intent()
        Pledge.objects.update(setup_number=10)

        with pytest.raises(pledging.TooManyCards):
            shop.card_page(pledge)

    def test_says_that_the_processor_is_away_and_works_when_it_is_back(self, shop):
        pledge = shop.intent()
        shop.sandbox.order_fault("http_500", SESSIONS, count=1)

        with pytest.raises(pledging.ProcessorUnavailable):
            shop.card_page(pledge)

        assert shop.card_page(pledge).startswith(shop.sandbox.origin)

    def test_says_so_when_the_open_page_cannot_be_read(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)
        shop.sandbox.order_fault("http_500", "GET /v1/checkout/sessions/*", count=1)

        with pytest.raises(pledging.ProcessorUnavailable):
            shop.card_page(pledge)

    def test_leads_to_the_return_page_when_the_card_is_saved_already(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))

        assert "/card/" in shop.card_page(pledge)

    def test_outlives_a_key_that_was_used_for_something_else(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)
        Pledge.objects.update(session_ref="", customer_ref="cus_other")

        with pytest.raises(pledging.ProcessorUnavailable):
            shop.card_page(pledge)


class TestApplySetup:
    def test_holds_the_pledge_with_its_card_counts_it_and_tells(self, shop):
        pledge = shop.pledge(cover_fee=True)

        assert pledge.status == "active"
        assert (pledge.card_brand, pledge.card_last4, pledge.card_expires) == (
            "visa",
            "4242",
            "2034-12",
        )
        assert pledge.method_ref.startswith("pm_")
        assert (pledge.session_ref, pledge.card_attached) == ("", True)
        assert deltas() == [(0, 1, 2800)]
        assert Supporter.objects.get().tier == "champion"
        message = OutboxMessage.objects.get()
        assert (message.kind, message.context["total_minor"]) == ("pledge_saved", 2915)
        assert message.context["mandate_text"] == Mandate.objects.get().text

    def test_changes_nothing_the_second_time(self, shop):
        pledge = shop.pledge()

        again = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        assert again.status == "active"
        assert (deltas(), OutboxMessage.objects.count()) == ([(0, 1, 2800)], 1)

    def test_changes_nothing_while_no_card_is_typed(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)

        assert pledging.apply_setup(pledge_id=pledge.pk, now=clock.now()).status == "intent"

    def test_changes_nothing_when_the_processor_is_away(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        shop.sandbox.order_fault("drop_before", "GET /v1/checkout/sessions/*", count=1)

        assert pledging.apply_setup(pledge_id=pledge.pk, now=clock.now()).status == "intent"
        assert pledging.apply_setup(pledge_id=pledge.pk, now=clock.now()).status == "active"

    def test_forgets_a_page_that_expired(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)
        pledge.refresh_from_db()
        shop.sdk.v1.checkout.sessions.expire(pledge.session_ref)

        pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        pledge.refresh_from_db()
        assert (pledge.status, pledge.session_ref, pledge.setup_number) == ("intent", "", 1)

    def test_believes_no_page_of_another_pledge(self, shop, caplog):
        mine, other = shop.intent(), shop.intent()
        shop.sandbox.type_card(shop.card_page(other))
        other.refresh_from_db()
        Pledge.objects.filter(pk=mine.pk).update(
            session_ref=other.session_ref, customer_ref=other.customer_ref
        )

        assert pledging.apply_setup(pledge_id=mine.pk, now=clock.now()).status == "intent"
        assert "another pledge" in caplog.text

    def test_refuses_and_deletes_a_card_saved_too_late(self, shop, past_deadline):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        past_deadline()

        late = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        late.refresh_from_db()
        assert (late.status, late.activated_at) == ("expired", None)
        assert late.events.last().note == "saved after the deadline"
        assert deltas() == []
        (job,) = jobs("release_card")
        assert releasing.release_card(now=clock.now(), **job) is True

    def test_refuses_a_second_pledge_of_the_same_person(self, shop):
        person = shop.person()
        first, second = shop.intent(person=person), shop.intent(person=person, minor=3000)
        for pledge in (first, second):
            shop.sandbox.type_card(shop.card_page(pledge))

        answers = [pledging.apply_setup(pledge_id=p.pk, now=clock.now()) for p in (first, second)]

        assert [answer.status for answer in answers] == ["active", "expired"]
        assert deltas() == [(0, 1, 2800)]

    def test_takes_one_card_for_two_pledges_and_not_for_three(self, shop):
        pledges = [shop.pledge() for _ in range(3)]

        assert [pledge.status for pledge in pledges] == ["active", "active", "expired"]
        assert pledges[2].events.last().note == "the card is on too many pledges"

    def test_refuses_a_card_for_an_amount_that_nobody_agreed_to(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        Pledge.objects.update(amount_minor=5000)

        kept = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        assert kept.status == "expired"
        assert kept.events.last().note == "the mandate is of another amount"
        assert deltas() == []

    def test_refuses_somebody_who_left_meanwhile(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        Supporter.objects.update(status="withdrawn", withdrawn_at=clock.now())

        assert pledging.apply_setup(pledge_id=pledge.pk, now=clock.now()).status == "expired"


class TestChange:
    def test_writes_a_new_mandate_and_counts_the_difference(self, shop):
        pledge = shop.pledge()

        change(pledge, 1500, tier="advocate", cover_fee=True, network_hash="n2")

        pledge.refresh_from_db()
        assert (pledge.amount, pledge.total, pledge.tier) == (Money(1500), Money(1576), "advocate")
        assert list(Mandate.objects.values_list("version", "amount_minor")) == [
            (1, 2800),
            (2, 1576),
        ]
        assert deltas() == [(0, 1, 2800), (0, 0, -1300)]
        assert Supporter.objects.get().tier == "advocate"
        assert OutboxMessage.objects.order_by("id").last().kind == "pledge_changed"

    def test_counts_nothing_when_only_the_fee_cover_changes(self, shop):
        pledge = shop.pledge()

        change(pledge, 2800, cover_fee=True)

        assert deltas() == [(0, 1, 2800)]
        assert Mandate.objects.order_by("version").last().amount_minor == 2915

    def test_changes_an_intent_without_counting_or_telling(self, shop):
        pledge = shop.intent()

        change(pledge, 5000)

        pledge.refresh_from_db()
        assert pledge.amount_minor == 5000
        assert (deltas(), OutboxMessage.objects.count(), Mandate.objects.count()) == ([], 0, 0)

    def test_renews_the_mandate_of_an_intent_whose_card_page_is_open(self, shop):
        pledge = shop.intent()
        page = shop.card_page(pledge)

        change(pledge, 5000)

        shop.sandbox.type_card(page)
        assert pledging.apply_setup(pledge_id=pledge.pk, now=clock.now()).status == "active"
        assert Mandate.objects.order_by("version").last().amount_minor == 5000

    def test_refuses_too_little_and_changes_nothing(self, shop):
        pledge = shop.pledge()

        with pytest.raises(pledging.PledgeTooSmall):
            change(pledge, 100)

        assert Pledge.objects.get().amount_minor == 2800
        assert deltas() == [(0, 1, 2800)]

    def test_refuses_after_the_deadline(self, shop, past_deadline):
        pledge = shop.pledge()
        past_deadline()

        with pytest.raises(pledging.CampaignClosed):
            change(pledge, 5000)

        assert Pledge.objects.get().amount_minor == 2800

    def test_refuses_while_paused_and_after_the_end(self, shop):
        pledge = PledgeFactory(supporter=shop.person(), status=Status.CANCELLED)
        with pytest.raises(pledging.PledgeSettled):
            change(pledge, 5000)
        Campaign.objects.update(status="paused")
        with pytest.raises(pledging.CampaignClosed):
            change(PledgeFactory(supporter=shop.person()), 5000)


class TestCancel:
    def test_ends_the_pledge_takes_back_the_count_and_deletes_the_card(self, shop):
        pledge = shop.pledge()

        cancelled = pledging.cancel(pledge_id=pledge.pk, now=clock.now())

        assert (cancelled.status, cancelled.card_attached) == ("cancelled", True)
        assert deltas() == [(0, 1, 2800), (0, -1, -2800)]
        assert Supporter.objects.get().tier == Tier.ALLY
        (job,) = jobs("release_card")
        assert job == {"pledge_id": pledge.pk, "method_ref": pledge.method_ref}
        releasing.release_card_job(**job)
        pledge.refresh_from_db()
        assert pledge.card_attached is False
        assert shop.sdk.v1.payment_methods.retrieve(pledge.method_ref).customer is None

    def test_is_harmless_twice(self, shop):
        pledge = shop.pledge()

        for _ in range(2):
            pledging.cancel(pledge_id=pledge.pk, now=clock.now())

        assert deltas() == [(0, 1, 2800), (0, -1, -2800)]
        assert OutboxMessage.objects.filter(kind="pledge_cancelled").count() == 1

    def test_works_while_the_campaign_is_paused(self, shop):
        pledge = shop.pledge()
        Campaign.objects.update(status="paused")

        assert pledging.cancel(pledge_id=pledge.pk, now=clock.now()).status == "cancelled"

    def test_closes_the_card_page_of_an_intent(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)

        pledging.cancel(pledge_id=pledge.pk, now=clock.now())

        assert (deltas(), OutboxMessage.objects.count()) == ([], 0)
        releasing.close_card_page_job(**jobs("close_card_page")[0])
        before, pledge = Pledge.objects.get().session_ref, Pledge.objects.get()
        assert (before, pledge.status) == ("", "cancelled")

    def test_is_refused_after_the_deadline(self, shop, past_deadline):
        pledge = shop.pledge()
        past_deadline()

        with pytest.raises(pledging.CampaignClosed):
            pledging.cancel(pledge_id=pledge.pk, now=clock.now())

        assert Pledge.objects.get().status == "active"
        assert deltas() == [(0, 1, 2800)]

    def test_is_refused_after_the_decision(self, shop):
        pledge = PledgeFactory(supporter=shop.person(), status=Status.LOCKED)

        with pytest.raises(pledging.PledgeSettled):
            pledging.cancel(pledge_id=pledge.pk, now=clock.now())

    def test_is_refused_once_the_campaign_has_ended_in_another_way(self, shop):
        pledge = PledgeFactory(supporter=shop.person())
        Campaign.objects.update(status="cancelled")

        with pytest.raises(pledging.CampaignClosed):
            pledging.cancel(pledge_id=pledge.pk, now=clock.now())


class TestCardChange:
    def test_replaces_the_card_and_deletes_the_old_one(self, shop):
        pledge = shop.pledge()
        url = pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())
        shop.sandbox.type_card(url, "5555555555554444")

        changed = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        assert (changed.status, changed.card_last4) == ("active", "4444")
        assert changed.customer_ref == pledge.customer_ref
        assert jobs("release_card") == [{"pledge_id": pledge.pk, "method_ref": pledge.method_ref}]
        assert releasing.release_card(now=clock.now(), **jobs("release_card")[0]) is True
        changed.refresh_from_db()
        assert changed.card_attached is True
        assert deltas() == [(0, 1, 2800)]

    def test_is_refused_after_the_deadline(self, shop, past_deadline):
        pledge = shop.pledge()
        past_deadline()

        with pytest.raises(pledging.CampaignClosed):
            pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())

    @pytest.mark.parametrize("status", [Status.INTENT, Status.LOCKED, Status.CHARGED])
    def test_is_refused_where_no_card_is_to_be_changed(self, shop, status):
        pledge = PledgeFactory(supporter=shop.person(), status=status)

        with pytest.raises(pledging.PledgeSettled):
            pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())

    def test_is_refused_when_the_campaign_is_not_collecting(self, shop):
        pledge = PledgeFactory(supporter=shop.person(), status=Status.DECLINED)

        with pytest.raises(pledging.CampaignClosed):
            pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())

    def test_drops_a_new_card_that_comes_after_the_deadline(self, shop, past_deadline):
        pledge = shop.pledge()
        url = pledging.start_card_change(pledge_id=pledge.pk, now=clock.now())
        shop.sandbox.type_card(url, SAVES_THEN_DECLINES)
        past_deadline()

        kept = pledging.apply_setup(pledge_id=pledge.pk, now=clock.now())

        kept.refresh_from_db()
        assert (kept.method_ref, kept.session_ref) == (pledge.method_ref, "")
        (job,) = jobs("release_card")
        assert job["method_ref"] != pledge.method_ref


class TestReleaseCard:
    def test_deletes_no_card_that_is_in_use(self, shop):
        pledge = shop.held()

        used = releasing.release_card(
            pledge_id=pledge.pk, method_ref=pledge.method_ref, now=clock.now()
        )
        nothing = releasing.release_card(pledge_id=pledge.pk, method_ref="", now=clock.now())

        assert (used, nothing) == (False, False)
        card = shop.sdk.v1.payment_methods.retrieve(pledge.method_ref)
        assert card.customer == pledge.customer_ref

    def test_is_tried_again_when_the_answer_is_unknown(self, shop):
        pledge = shop.held(status=Status.RELEASED, card_attached=True)
        shop.sandbox.order_fault("drop_after", "POST /v1/payment_methods/*/detach", count=1)
        facts = {"pledge_id": pledge.pk, "method_ref": pledge.method_ref, "now": clock.now()}

        with pytest.raises(releasing.CardNotYetDeleted):
            releasing.release_card(**facts)

        assert Pledge.objects.get().card_attached is True
        assert releasing.release_card(**facts) is True
        assert Pledge.objects.get().card_attached is False


class TestCloseCardPage:
    def ended(self, shop) -> Pledge:
        pledge = shop.intent()
        shop.card_page(pledge)
        Pledge.objects.update(status="expired", ended_at=clock.now())
        return Pledge.objects.get()

    def test_deletes_a_card_saved_at_the_last_moment(self, shop):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        Pledge.objects.update(status="expired", ended_at=clock.now())
        customer = Pledge.objects.get().customer_ref

        assert releasing.close_card_page(pledge_id=pledge.pk, now=clock.now()) is True

        cards = shop.sdk.v1.payment_intents.list({"customer": customer}).data
        assert cards == []
        assert PledgeEvent.objects.filter(kind="card_deleted").exists()

    @pytest.mark.parametrize(
        "endpoint", ["GET /v1/checkout/sessions/*", "POST /v1/checkout/sessions/*/expire"]
    )
    def test_is_tried_again_when_an_answer_is_unknown(self, shop, endpoint):
        pledge = self.ended(shop)
        shop.sandbox.order_fault("drop_before", endpoint, count=1)

        with pytest.raises(releasing.CardNotYetDeleted):
            releasing.close_card_page(pledge_id=pledge.pk, now=clock.now())

        assert releasing.close_card_page(pledge_id=pledge.pk, now=clock.now()) is True
        assert Pledge.objects.get().session_ref == ""

    def test_leaves_an_open_pledge_alone(self, shop):
        pledge = shop.intent()
        shop.card_page(pledge)

        assert releasing.close_card_page(pledge_id=pledge.pk, now=clock.now()) is False


class TestExpireUnfinished:
    def test_ends_pledges_without_a_card_after_a_day(self, shop, travel):
        pledge = shop.intent()
        shop.card_page(pledge)
        held = shop.held()

        assert pledging.expire_unfinished(clock.now()) == 0
        travel(timedelta(hours=24, minutes=1))
        fresh = shop.intent()
        assert pledging.expire_unfinished(clock.now()) == 1

        assert [Pledge.objects.get(pk=p.pk).status for p in (pledge, held, fresh)] == [
            "expired",
            "active",
            "intent",
        ]
        assert jobs("close_card_page") == [{"pledge_id": pledge.pk}]
        assert deltas() == []
