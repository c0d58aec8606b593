"""Flow A and flow B from end to end, against the running sandbox by the real SDK."""

from datetime import timedelta

import pytest

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.mail import drain_outbox
from redress.core.models import OutboxMessage
from redress.ledger import checking
from redress.pledges import charging, dropping, pledging
from redress.pledges.models import Pledge
from redress.pledges.states import Status
from redress.supporters.models import CounterDelta
from tests.pledges.conftest import GOOD, SAVES_THEN_DECLINES

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(pledge: Pledge) -> list[str]:
    rows = OutboxMessage.objects.filter(context__pledge=pledge.pk)
    return list(rows.order_by("id").values_list("kind", flat=True))


class TestFromPledgeToCharge:
    def test_charges_a_good_card_once_and_drops_a_bad_one_after_its_grace(
        self, shop, past_deadline, travel
    ):
        good = shop.pledge(GOOD)
        bad = shop.pledge(SAVES_THEN_DECLINES, cover_fee=True)
        assert (good.status, bad.status) == (Status.ACTIVE, Status.ACTIVE)
        past_deadline()

        decision = shop.decide()
        for pledge in (good, bad, good, bad):
            charging.charge(pledge_id=pledge.pk, now=clock.now())

        good.refresh_from_db()
        bad.refresh_from_db()
        assert decision.outcome == "succeeded"
        assert (good.status, bad.status) == (Status.CHARGED, Status.DECLINED)
        assert (shop.charges(good), shop.charges(bad)) == (1, 0)
        assert good.charged_minor == 2800
        assert kinds(good) == ["pledge_saved", "campaign_succeeded", "pledge_charged"]
        assert kinds(bad) == ["pledge_saved", "campaign_succeeded", "pledge_declined"]
        assert checking.check() == []
        assert {(row.code, row.minor) for row in checking.balances()} == {
            ("processor:clearing", 2800 - 111),
            (f"campaign:{shop.campaign.pk}:payable", -2800),
            ("platform:fees_expense", 111),
        }

        travel(timedelta(days=7, minutes=1))
        Pledge.objects.filter(pk=bad.pk).update(next_try_at=None)
        assert dropping.drop_all(clock.now()) == 1
        assert dropping.settle_collected(clock.now()) == 1

        bad.refresh_from_db()
        assert bad.status == Status.DROPPED
        assert shop.sdk.v1.payment_intents.retrieve(bad.payment_ref).status == "canceled"
        assert kinds(bad)[-1] == "pledge_dropped"
        assert Campaign.objects.get().status == "settled"
        assert checking.check() == []
        waiting = OutboxMessage.objects.count()
        assert drain_outbox(now=clock.now()) == waiting == 7

    def test_counts_a_pledge_when_its_card_is_saved_and_takes_it_back_when_cancelled(self, shop):
        pledge = shop.pledge()

        pledging.cancel(pledge_id=pledge.pk, now=clock.now())

        pledge.refresh_from_db()
        assert pledge.status == Status.CANCELLED
        assert list(CounterDelta.objects.values_list("pledges", "pledged_minor")) == [
            (1, 2800),
            (-1, -2800),
        ]
        assert kinds(pledge) == ["pledge_saved", "pledge_cancelled"]
