"""The rounds of repair: pages, fees, lost jobs, forgotten cards, and the commands."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.ledger.models import Journal
from redress.pledges import buckets, charging, reconciling
from redress.pledges.management.commands import decide
from redress.pledges.models import Decision, Pledge, RateBucket
from tests.pledges.test_charging import attempts, locked
from tests.pledges.test_settlement import in_parallel

__all__ = ["locked"]
pytestmark = pytest.mark.django_db(transaction=True)


def jobs(task: str) -> list[dict]:
    return list(
        ProcrastinateJob.objects.filter(task_name=task)
        .order_by("id")
        .values_list("args", flat=True)
    )


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


class TestLookAtCardPages:
    def test_keeps_a_card_of_which_nobody_told_us(self, shop, travel):
        pledge = shop.intent()
        shop.sandbox.type_card(shop.card_page(pledge))
        assert reconciling.look_at_card_pages(clock.now()) == 0
        travel(timedelta(minutes=2))

        assert reconciling.look_at_card_pages(clock.now()) == 1

        pledge.refresh_from_db()
        assert pledge.status == "active"

    def test_looks_at_an_open_page_only_now_and_then(self, shop, travel):
        pledge = shop.intent()
        shop.card_page(pledge)
        travel(timedelta(minutes=2))

        assert reconciling.look_at_card_pages(clock.now()) == 1
        assert reconciling.look_at_card_pages(clock.now()) == 0
        travel(timedelta(minutes=6))
        assert reconciling.look_at_card_pages(clock.now()) == 1


class TestDeferDueCharges:
    def test_hands_out_first_tries_whose_jobs_were_lost(self, shop, locked):
        pledge = locked()
        assert reconciling.defer_due_charges(clock.now()) == 0
        forget_jobs()

        assert reconciling.defer_due_charges(clock.now()) == 2
        assert {"pledge_id": pledge.pk} in jobs("charge_pledge")
        assert reconciling.defer_due_charges(clock.now()) == 0

    def test_hands_out_a_due_try_once(self, shop, locked, travel):
        pledge = charging.charge(pledge_id=locked("pm_card_chargeCustomerFail").pk, now=clock.now())
        assert reconciling.defer_due_charges(clock.now()) == 0
        travel(timedelta(days=2, minutes=1))

        assert reconciling.defer_due_charges(clock.now()) == 1
        assert reconciling.defer_due_charges(clock.now()) == 0
        assert jobs("charge_pledge").count({"pledge_id": pledge.pk}) == 2


class TestBookLateFees:
    def test_books_the_fee_once_it_is_known(self, shop, locked):
        pledge = charging.charge(pledge_id=locked().pk, now=clock.now())
        with connection.cursor() as cursor:
            for table in ("ledger_posting", "ledger_journal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "DELETE FROM ledger_posting WHERE journal_id IN"
                " (SELECT id FROM ledger_journal WHERE kind = 'fee')"
            )
            cursor.execute("DELETE FROM ledger_journal WHERE kind = 'fee'")
            for table in ("ledger_posting", "ledger_journal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        Pledge.objects.filter(pk=pledge.pk).update(charged_at=clock.now())

        assert reconciling.book_late_fees(clock.now()) == 1
        assert reconciling.book_late_fees(clock.now()) == 0
        assert Journal.objects.filter(kind="fee").count() == 1
        assert Journal.objects.filter(kind="charge").count() == 1


class TestReleaseForgottenCards:
    def test_hands_out_cards_that_are_still_kept_after_an_hour(self, shop, travel):
        pledge = shop.held(status="released", card_attached=True, ended_at=clock.now())
        assert reconciling.release_forgotten_cards(clock.now()) == 0
        travel(timedelta(hours=1, minutes=1))

        assert reconciling.release_forgotten_cards(clock.now()) == 1
        assert reconciling.release_forgotten_cards(clock.now()) == 0
        assert jobs("release_card") == [{"pledge_id": pledge.pk, "method_ref": pledge.method_ref}]


class TestReconcile:
    def test_goes_on_when_one_repair_is_broken(self, shop, locked, monkeypatch, caplog):
        pledge = locked()
        shop.sandbox.order_fault("drop_after", "POST /v1/payment_intents/*/confirm", count=1)
        charging.charge(pledge_id=pledge.pk, now=clock.now())
        pledge.attempts.update(lease_until=clock.database_time() - timedelta(seconds=1))

        def broken(_now):
            raise RuntimeError("no")

        monkeypatch.setattr(reconciling, "look_at_card_pages", broken)

        with caplog.at_level(logging.ERROR):
            done = reconciling.reconcile(clock.now())

        assert (done.attempts, done.pages) == (1, 0)
        assert attempts(pledge) == [(1, "paid")]
        assert "A repair failed" in caplog.text

    def test_is_what_task_and_command_do(self, shop):
        out = StringIO()

        reconciling.reconcile_each_minute(timestamp=0)
        reconciling.expire_each_ten_minutes(timestamp=0)
        call_command("reconcile", stdout=out)

        assert out.getvalue().splitlines()[0].split() == ["attempts", "0"]
        assert len(out.getvalue().splitlines()) == 9


class TestDecideCommand:
    def said(self, *arguments: str) -> str:
        out = StringIO()
        call_command("decide", *arguments, stdout=out)
        return out.getvalue()

    def test_shows_what_would_be_and_changes_nothing(self, shop):
        for _ in range(2):
            shop.held()

        said = self.said("--at", "2026-12-19T04:00+00:00")

        assert f"{shop.campaign.number}  {shop.campaign.slug}" in said
        assert "$56.00 of $56.00 in 2 pledges, 2 supporters, approved: would be succeeded" in said
        assert "Nothing was changed." in said
        assert Campaign.objects.get().status == "live"
        assert not Decision.objects.exists()

    def test_is_dry_by_default_even_when_due(self, shop, past_deadline):
        past_deadline()

        said = self.said()

        assert "would be failed The goal was not reached." in said
        assert not Decision.objects.exists()

    def test_decides_with_write(self, shop, past_deadline):
        shop.held()
        shop.held()
        past_deadline()

        assert f"{shop.campaign.number}: decided: succeeded" in self.said("--write")
        assert Decision.objects.get().outcome == "succeeded"
        assert "Nothing is due." in self.said("--write")

    def test_writes_nothing_before_the_deadline(self, shop):
        assert "Nothing is due." in self.said("--write")
        assert not Decision.objects.exists()

    def test_never_writes_at_another_instant(self, shop):
        with pytest.raises(CommandError, match="Leave out one of the two"):
            self.said("--write", "--at", "2026-12-19T04:00+00:00")

        assert not Decision.objects.exists()

    @pytest.mark.parametrize("text", ["tomorrow", "2026-12-19T04:00"])
    def test_wants_an_exact_instant(self, shop, text):
        with pytest.raises(CommandError):
            self.said("--at", text)

    def test_looks_at_one_campaign(self, shop):
        assert shop.campaign.number in self.said("--campaign", shop.campaign.slug)
        with pytest.raises(CommandError, match="There is no campaign"):
            self.said("--campaign", "nothing")

    def test_says_that_nothing_waits(self, db):
        assert "No campaign is waiting" in self.said()

    def test_says_when_somebody_else_is_at_it(self, shop, past_deadline, monkeypatch):
        past_deadline()
        monkeypatch.setattr(decide.settlement, "settle", lambda *_: None)

        assert "somebody else is at it" in self.said("--write")

    def test_watches_a_collection_to_its_end(self, shop, locked, monkeypatch):
        locked()

        def charge_one(_seconds):
            pledge = Pledge.objects.filter(status="locked").first()
            charging.charge(pledge_id=pledge.pk, now=clock.now())

        monkeypatch.setattr(decide.time, "sleep", charge_one)

        lines = self.said("--watch", "--campaign", shop.campaign.slug).splitlines()

        assert [line.split("]")[1].split("%")[0].strip() for line in lines[-3:]] == [
            "0",
            "50",
            "100",
        ]
        assert lines[-1].endswith("2 of 2 tried, 2 charged")

    def test_has_nothing_to_watch(self, db):
        assert "Nothing is being collected." in self.said("--watch")


class TestBucket:
    def test_gives_its_burst_at_once_and_then_makes_wait(self, transactional_db, settings):
        settings.CHARGES_PER_SECOND = 20.0

        waits = [buckets.take().wait_seconds for _ in range(25)]

        assert waits[:5] == [0, 0, 0, 0, 0]
        assert 0.8 < waits[-1] < 1.05  # 20 owed at 20 a second
        assert waits == sorted(waits)

    def test_shares_its_tokens_between_workers(self, transactional_db, settings):
        settings.CHARGES_PER_SECOND = 20.0

        waits = sorted(taken.wait_seconds for taken in in_parallel(25, buckets.take))

        assert waits[4] == 0
        assert 0.5 < waits[-1] < 1.05

    def test_is_halved_and_grows_back(self, transactional_db, settings, monkeypatch):
        settings.CHARGES_PER_SECOND = 20.0
        naps: list[float] = []
        monkeypatch.setattr(buckets.time, "sleep", naps.append)
        assert buckets.slow_down() == 1.0  # nothing to halve yet
        buckets.take()

        shares = [buckets.slow_down(retry_after=8.0) for _ in range(7)]

        assert shares == [0.5, 0.25, 0.125, 0.0625, 0.05, 0.05, 0.05]
        assert all(1.0 <= nap <= 2.0 for nap in naps)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pledges_ratebucket SET filled_at = filled_at - interval '10 minutes'"
            )
        buckets.take()
        assert RateBucket.objects.get().rate_share == 1.0

    def test_waits_for_the_turn(self, transactional_db, settings, monkeypatch):
        settings.CHARGES_PER_SECOND = 0.25
        naps: list[float] = []
        monkeypatch.setattr(buckets.time, "sleep", naps.append)

        buckets.wait_for_turn()
        buckets.wait_for_turn()

        assert sum(naps) == pytest.approx(4.0, abs=0.3)
        assert max(naps) <= 2.0
