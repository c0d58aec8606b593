"""`kill -9` of the real worker at named steps: everybody is charged once, told once, booked once."""

import random
import time

import pytest

from redress.campaigns.models import Campaign
from redress.core.models import OutboxMessage
from redress.ledger import checking
from redress.ledger.models import Journal
from redress.pledges.models import Decision, Pledge, PledgeEvent
from tests.pledges.conftest import Shop
from tests.pledges.workers import STEPS, Worker, repair_after_death, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]


def all_charged() -> bool:
    return not Pledge.objects.exclude(status="charged").exists()


def assert_each_charged_once(shop: Shop, number: int) -> None:
    record = shop.sandbox.record()
    pledges = list(Pledge.objects.order_by("pk"))
    assert [pledge.status for pledge in pledges] == ["charged"] * number
    # "what the processor took": one charge of the right sum for each pledge, and no other
    mine = {str(pledge.pk): record.get(str(pledge.pk), []) for pledge in pledges}
    for pledge in pledges:
        charges = [one for one in mine[str(pledge.pk)] if one["charge"] == pledge.charge_ref]
        assert len(charges) == 1
        assert shop.charges(pledge) == 1
    assert Journal.objects.filter(kind="charge").count() == number
    assert Decision.objects.count() == 1
    assert PledgeEvent.objects.filter(kind="charged").count() == number
    assert OutboxMessage.objects.filter(kind="pledge_charged").count() == number
    assert OutboxMessage.objects.filter(kind="campaign_succeeded").count() == number
    assert checking.check() == []


class TestKill:
    @pytest.mark.parametrize("step", STEPS)
    def test_at_each_step_leaves_everybody_charged_once(self, shop, past_deadline, tmp_path, step):
        for _ in range(3):
            shop.held()
        past_deadline()
        Worker(shop.sandbox, tmp_path, kill_at=step).dies_at(step)

        if step == "mid-decision":
            assert Campaign.objects.get().status == "live"
            assert set(Pledge.objects.values_list("status", flat=True)) == {"active"}
        repair_after_death()
        second = Worker(shop.sandbox, tmp_path)
        try:
            wait_until(all_charged, second)
        finally:
            code = second.stop()

        assert code in {0, -15}  # -15: all was repaired before it had even started
        assert_each_charged_once(shop, 3)

    def test_leaves_nothing_to_repair_when_nobody_is_killed(self, shop, past_deadline, tmp_path):
        for _ in range(3):
            shop.held()
        worker = Worker(shop.sandbox, tmp_path)
        worker.stop()
        past_deadline()
        began = time.monotonic()
        worker = Worker(shop.sandbox, tmp_path)
        try:
            wait_until(all_charged, worker)
            seconds = time.monotonic() - began
        finally:
            code = worker.stop()

        assert code == 0
        assert seconds < 15  # start, the beat that sees the deadline, decision and three charges
        assert_each_charged_once(shop, 3)


@pytest.mark.soak
class TestManyKills:
    def test_charge_3000_pledges_once_each(self, shop, past_deadline, tmp_path, record_property):
        number, kills = 3_000, 0
        Campaign.objects.update(goal_minor=2800 * number)
        for _ in range(number):
            shop.held()
        past_deadline()
        chance = random.Random(20261120)
        began = time.monotonic()
        while not all_charged():
            step = STEPS[kills % len(STEPS)] if kills else "mid-decision"
            if kills and step == "mid-decision":
                step = "confirmed"
            marks = tmp_path / str(kills)
            marks.mkdir()
            worker = Worker(
                shop.sandbox, marks, kill_at=f"{step}:{chance.randint(1, 40)}" if kills else step
            )
            while worker.process.poll() is None and not all_charged():
                time.sleep(0.1)
            if worker.process.poll() is None:
                assert worker.stop() == 0
                break
            worker.dies_at(step)
            kills += 1
            repair_after_death()
        repair_after_death()

        seconds = time.monotonic() - began
        record_property("result", f"{number} pledges, {kills} kills, {seconds:.0f} s")
        assert kills >= 100
        assert_each_charged_once(shop, number)
