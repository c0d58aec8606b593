"""`kill -9` of web, worker and database while people join, pledge and are charged.

Afterwards the rows hold everything that was acknowledged, and the processor's own record says
that each good pledge was charged once, and nobody else.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psutil
import pytest
from procrastinate.contrib.django import app

from redress.core.database import Running
from redress.core.rescuing import rescue_stalled_jobs
from redress.ledger.checking import check
from tests.journeys.campaigns import open_campaign
from tests.journeys.site import WEB, WORKER, Site, until
from tests.whole.crowd import Crowd

pytestmark = pytest.mark.process
REACHED = 8  # campaigns that reach their goal; a card stands for two pledges in each
MORE = 25  # acknowledgements between two kills
EMAILS = "SELECT email FROM supporters_supporter"
RECOUNTED = """
    SELECT c.supporter_count, (SELECT count(*) FROM supporters_supporter s
                                WHERE s.campaign_id = c.id AND s.status = 'confirmed' AND s.counted),
           c.pledge_count, (SELECT count(*) FROM pledges_pledge p
                             WHERE p.campaign_id = c.id AND p.status = 'active'),
           c.pledged_minor, (SELECT coalesce(sum(p.amount_minor), 0) FROM pledges_pledge p
                              WHERE p.campaign_id = c.id AND p.status = 'active')
      FROM campaigns_campaign c ORDER BY c.id
"""
PERIODIC = "SELECT task_name FROM procrastinate_periodic_defers"
EACH_MINUTE = {"settle_due", "reconcile", "rescue_stalled_jobs"}
OPEN = "SELECT count(*) FROM pledges_pledge WHERE status IN ('active', 'locked', 'charging')"
AGED = (
    "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' RETURNING id",
    "UPDATE pledges_chargeattempt SET lease_until = now() WHERE state = 'sending' RETURNING id",
)
LETTERS = "SELECT to_address, substring(convert_from(raw, 'UTF8') FROM 'Message-ID: *(<[^>]+>)') FROM core_mailboxmessage"
BOOKED = """
    SELECT split_part(j.reference, ':', 2)::int, sum(x.amount_minor)
      FROM ledger_journal j JOIN ledger_posting x ON x.journal_id = j.id
     WHERE j.kind = 'charge' AND x.amount_minor > 0 GROUP BY 1
"""
PLEDGES = """
    SELECT p.id, p.status, s.email FROM pledges_pledge p
      JOIN supporters_supporter s ON s.id = p.supporter_id WHERE p.campaign_id = ANY(%s)
"""


def kill_a_web_worker(site: Site, cluster: Running) -> None:
    """One of gunicorn's workers; its master starts another one."""
    workers = psutil.Process(site.processes[WEB].pid).children()
    os.kill(workers[0].pid, signal.SIGKILL)
    psutil.wait_procs(workers[:1], timeout=10)


def kill_the_web(site: Site, cluster: Running) -> None:
    """Master and workers at once."""
    site.end(WEB, how=signal.SIGKILL)
    site.start(WEB)


def kill_the_worker(site: Site, cluster: Running) -> None:
    """Jobs, messages and counts stop in the middle."""
    site.end(WORKER, how=signal.SIGKILL)
    site.start(WORKER)


def kill_the_database(site: Site, cluster: Running) -> None:
    """The postmaster; its children see it and end."""
    pid = int(
        (cluster.place.home / str(cluster.binaries.major) / "postmaster.pid").read_text().split()[0]
    )
    postmaster = psutil.Process(pid)
    family = [postmaster, *postmaster.children()]
    os.kill(pid, signal.SIGKILL)
    _gone, alive = psutil.wait_procs(family, timeout=30)
    assert not alive
    cluster.revive()
    site.wait_until_ready()


KILLS: tuple[Callable[[Site, Running], None], ...] = (
    kill_a_web_worker,
    kill_the_database,
    kill_the_worker,
    kill_the_web,
)


class TestKills:
    def test_lose_nothing_acknowledged_and_charge_nobody_twice(
        self, site: Site, cluster: Running, django_db_blocker: Any
    ):
        until(lambda: self._set(site, PERIODIC) >= EACH_MINUTE, "every periodic task")
        with site.rows(django_db_blocker):
            now, soon = site.now(), timedelta(hours=2)
            reached = [
                open_campaign(now=now, ends_in=soon, goal_minor=2_800) for _ in range(REACHED)
            ]
            missed = open_campaign(now=now, ends_in=soon, goal_minor=90_000_000)
        crowd = Crowd(site, [*reached, missed])
        crowd.come()
        try:
            for kill in KILLS:
                self._wait_for_answers(crowd)
                kill(site, cluster)
            self._wait_for_answers(crowd)
        finally:
            crowd.go_home()

        assert crowd.failures > 0  # the kills were felt
        self._nothing_acknowledged_is_lost(site, crowd)
        self._every_message_arrives(site, crowd)
        self._counters_are_the_recount(site)

        held = {
            pk
            for pk, status, _ in site.all(PLEDGES, [one.pk for one in reached])
            if status == "active"
        }
        assert len(held) >= 8, "too few pledges to kill anything in their charging"
        site.travel(timedelta(hours=3))
        for kill in (kill_the_web, kill_the_worker, kill_the_database):
            before = self._charged(site)
            until(lambda before=before: self._charged(site) >= before + 2, "two more charges")
            assert self._charged(site) < len(held), "all was charged before the kill"
            kill(site, cluster)
        self._minutes_pass(site, django_db_blocker)
        until(lambda: self._all_charged(site), "every charge")

        charges = site.charges()
        assert set(charges) == held
        assert all(sums == [2_800] for sums in charges.values())
        assert charges == {pledge: [int(minor)] for pledge, minor in site.all(BOOKED)}
        assert {status for _, status, _ in site.all(PLEDGES, [missed.pk])} <= {
            "released",
            "cancelled",
            "intent",
            "expired",
        }
        with site.rows(django_db_blocker):
            assert check() == []

    def _wait_for_answers(self, crowd: Crowd) -> None:
        before = crowd.answers
        until(lambda: crowd.answers >= before + MORE, f"{MORE} more acknowledgements")

    def _nothing_acknowledged_is_lost(self, site: Site, crowd: Crowd) -> None:
        told = crowd.acknowledged
        assert told["joined"] <= self._set(site, EMAILS)
        assert told["confirmed"] | told["held"] <= self._set(
            site, EMAILS + " WHERE status = 'confirmed'"
        )
        by_status = {
            status: self._set(
                site,
                EMAILS + " WHERE id IN (SELECT supporter_id FROM pledges_pledge WHERE status = %s)",
                status,
            )
            for status in ("active", "cancelled")
        }
        assert told["cancelled"] <= by_status["cancelled"]
        assert told["held"] - by_status["cancelled"] <= by_status["active"]

    def _every_message_arrives(self, site: Site, crowd: Crowd) -> None:
        waiting = "SELECT count(*) FROM core_outboxmessage WHERE sent_at IS NULL"
        with_lease = (
            "UPDATE core_outboxmessage SET claimed_until = NULL WHERE sent_at IS NULL RETURNING id"
        )
        site.all(with_lease)  # what a killed worker had claimed, a minute later
        until(lambda: site.one(waiting) == 0, "the outbox")
        letters = site.all(LETTERS)
        assert crowd.acknowledged["joined"] <= {to for to, _ in letters}
        assert len(letters) - len({name for _, name in letters}) <= len(KILLS)

    def _counters_are_the_recount(self, site: Site) -> None:
        until(lambda: site.one("SELECT count(*) FROM supporters_counterdelta") == 0, "the fold")
        for people, people_again, pledges, pledges_again, minor, minor_again in site.all(RECOUNTED):
            assert (people, pledges, minor) == (people_again, pledges_again, minor_again)

    def _charged(self, site: Site) -> int:
        return len(site.charges())

    def _minutes_pass(self, site: Site, blocker: Any) -> None:
        """What the minutes after a crash bring: heartbeats grow old, leases end, repair begins."""
        for aged in AGED:
            site.all(aged)
        with site.rows(blocker), app.replace_connector(app.connector.get_worker_connector()):
            asyncio.run(self._rescue())
        site.manage("reconcile")

    def _all_charged(self, site: Site) -> bool:
        """Let another minute's repair run when not."""
        if site.one(OPEN) == 0:
            return True
        site.manage("reconcile")
        return False

    async def _rescue(self) -> None:
        async with app.open_async():
            await rescue_stalled_jobs(0)

    def _set(self, site: Site, sql: str, *values: Any) -> set[str]:
        return {row[0] for row in site.all(sql, *values)}
