"""Real worker processes on the test's database, some of which die at a named step."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import connection
from procrastinate.contrib.django import app

from redress.core import clock
from redress.core.rescuing import rescue_stalled_jobs
from redress.pledges import reconciling
from redress.pledges.models import ChargeAttempt
from tests.sandbox.process import ROOT, SandboxProcess, database_url_for

STEPS = (
    "mid-decision",
    "attempt-committed",
    "payment-created",
    "payment-stored",
    "confirmed",
    "result-recorded",
)


class Worker:
    """One `manage.py worker`."""

    def __init__(self, sandbox: SandboxProcess, marks: Path, kill_at: str = "") -> None:
        offset = round((clock.now() - _machine_now()).total_seconds())
        self.marks = marks
        self.log = marks / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=os.environ
                | {
                    "DATABASE_URL": database_url_for(connection.settings_dict["NAME"]),
                    "REDRESS_SANDBOX_PORT": str(sandbox.port),
                    "REDRESS_CLOCK_OFFSET": str(offset),
                    "REDRESS_CHARGES_PER_SECOND": "1000",
                    "REDRESS_TEST_KILL_AT": kill_at,
                    "REDRESS_TEST_MARKS": str(marks),
                },
            )

    def dies_at(self, step: str, patience: float = 60) -> None:
        """Wait until it has been killed, and make sure that it was there."""
        code = self.process.wait(patience)
        assert code == -9, f"ended with {code}: {self.log.read_text()[-2000:]}"
        assert (self.marks / step.partition(":")[0]).exists()

    def stop(self) -> int:
        """TERM, and its exit status."""
        self.process.terminate()
        return self.process.wait(60)


def _machine_now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def repair_after_death() -> None:
    """What the minutes after a crash bring: heartbeats grow old, leases end, repair begins."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    with app.replace_connector(app.connector.get_worker_connector()):

        async def rescue() -> None:
            async with app.open_async():
                await rescue_stalled_jobs(0)

        asyncio.run(rescue())
    ChargeAttempt.objects.filter(state="sending").update(
        lease_until=clock.database_time() - timedelta(seconds=1)
    )
    reconciling.resolve_attempts(clock.now())


def wait_until(true: Callable[[], bool], worker: Worker, patience: float = 60) -> None:
    """Look again and again while the worker works."""
    give_up = time.monotonic() + patience
    while not true():
        assert worker.process.poll() is None, worker.log.read_text()[-3000:]
        assert time.monotonic() < give_up, worker.log.read_text()[-3000:]
        time.sleep(0.1)
