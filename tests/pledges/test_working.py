"""The worker's own parts: beats that cannot stop one another, and clean connections."""

import asyncio
import logging
import threading
import time

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from redress.core.models import OutboxMessage
from redress.launch import working
from redress.supporters.models import CounterDelta
from tests.factories.campaigns import CampaignFactory
from tests.pledges.conftest import to_deadline

pytestmark = pytest.mark.django_db(transaction=True)


class TestPulse:
    def test_goes_on_after_a_fault_and_beside_a_slow_beat(self, caplog):
        beaten: list[str] = []
        slow = threading.Event()

        def failing() -> None:
            beaten.append("failing")
            raise RuntimeError("no")

        def hanging() -> None:
            beaten.append("hanging")
            slow.wait(5)

        def fine() -> None:
            beaten.append("fine")

        pulse = working.Pulse((failing, hanging, fine), every=0.05)
        with caplog.at_level(logging.ERROR):
            pulse.start()
            time.sleep(0.6)
            slow.set()
            pulse.stop()

        assert beaten.count("failing") >= 3
        assert beaten.count("fine") >= 3
        assert beaten.count("hanging") == 1
        assert "A beat failed" in caplog.text
        after = len(beaten)
        time.sleep(0.15)
        assert len(beaten) == after


class TestBeats:
    def test_fold_the_counts(self, no_jobs, at_now):
        campaign = CampaignFactory()
        CounterDelta.objects.create(
            campaign=campaign, pledges=1, pledged_minor=2800, day=campaign.launched_at.date()
        )

        working.fold_counts()

        campaign.refresh_from_db()
        assert (campaign.pledge_count, campaign.pledged_minor) == (1, 2800)

    def test_send_what_waits(self, no_jobs, monkeypatch):
        sent = [100, 100, 3]
        monkeypatch.setattr(working, "drain_outbox", lambda **_facts: sent.pop(0))

        working.send_messages()

        assert sent == []
        assert not OutboxMessage.objects.exists()

    def test_ask_for_a_decision_once_when_a_deadline_has_passed(self, no_jobs, at_now, travel):
        campaign = CampaignFactory()
        working.ask_for_decisions()
        assert not ProcrastinateJob.objects.exists()
        travel(to_deadline(campaign))

        working.ask_for_decisions()
        working.ask_for_decisions()

        assert list(ProcrastinateJob.objects.values_list("task_name", "status")) == [
            ("settle_now", "todo")
        ]


class TestInFreshConnection:
    def test_runs_the_job_and_hands_its_answer_on(self):
        assert working.in_fresh_connection(lambda: 7, None, None) == 7

    def test_replaces_a_connection_that_the_database_has_closed(self):
        connection.ensure_connection()
        connection.errors_occurred = True
        connection.connection.close()

        def ask() -> int:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                return cursor.fetchone()[0]

        assert working.in_fresh_connection(ask, None, None) == 1

    def test_does_the_same_for_jobs_on_the_loop(self):
        async def job() -> int:
            return 7

        assert asyncio.run(working.in_fresh_connection_async(job, None, None)) == 7
