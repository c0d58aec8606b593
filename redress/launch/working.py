"""The one worker: jobs about money, all other jobs, and what beats every second.

Money has threads of its own, so that no mail server, however slow, can delay a charge. Each beat
has its own thread too: a fault in one is logged and stops neither the others nor the next beat.
"""

import asyncio
import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.worker import Worker

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.mail import drain_outbox
from redress.pledges.settlement import settle_now
from redress.supporters import counting, traffic

OTHER_JOBS = 3
BEAT_SECONDS = 1.0
PATIENCE = 8  # seconds that running jobs get to end after TERM; less than the launcher's
AGAIN_AFTER = 1.0
MAIL_AT_ONCE = 100
logger = logging.getLogger(__name__)


def fold_counts() -> None:
    """Bring the public counters up to date."""
    counting.fold()
    traffic.fold()


def send_messages() -> None:
    """Send what waits in the outbox."""
    while drain_outbox(now=clock.now(), limit=MAIL_AT_ONCE) == MAIL_AT_ONCE:
        pass


def ask_for_decisions() -> None:
    """Have a campaign decided within a second or two of its deadline."""
    if not Campaign.objects.due().exists():
        return
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        settle_now.defer()


BEATS: tuple[Callable[[], None], ...] = (fold_counts, send_messages, ask_for_decisions)


class Pulse:
    """Threads that do one thing each, again and again, until they are stopped."""

    def __init__(
        self, beats: tuple[Callable[[], None], ...] = BEATS, every: float = BEAT_SECONDS
    ) -> None:
        """Make the threads; none runs yet."""
        self._stop = threading.Event()
        self._every = every
        self._threads = [
            threading.Thread(target=self._beat, args=(beat,), name=beat.__name__, daemon=True)
            for beat in beats
        ]

    def start(self) -> None:
        """Begin to beat."""
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Let each finish what it is at, and wait for them, not longer than `patience`."""
        self._stop.set()
        give_up = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, give_up - time.monotonic()))

    def _beat(self, beat: Callable[[], None]) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                close_old_connections()
                beat()
            except Exception:  # outer loop: the next beat comes anyway
                logger.exception("A beat failed", extra={"task": beat.__name__})
            self._stop.wait(max(0.05, self._every - (time.monotonic() - began)))
        connection.close()


def in_fresh_connection(call: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Run a job on a connection that works: the database may have been started again meanwhile."""
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()


async def in_fresh_connection_async(call: Callable[[], Any], context: Any, worker: Any) -> Any:
    """The same for the jobs that run on the event loop."""
    await sync_to_async(close_old_connections)()
    return await call()


def run() -> None:
    """Work until TERM or Ctrl-C; then let running jobs end, and return."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]  # a periodic task that nobody imported would never run
    pulse = Pulse()
    pulse.start()
    try:
        asyncio.run(_serve())
    finally:
        pulse.stop()


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    # one thread and one connection per job; the loop's own pool has only a handful
    loop.set_default_executor(
        ThreadPoolExecutor(settings.WORKER_CONCURRENCY + OTHER_JOBS, thread_name_prefix="job")
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        # periodic jobs are deferred by Django's own connection, which dies with the database
        await sync_to_async(close_old_connections)()
        try:
            await _work(stop)
        except Exception:  # outer loop: the database was away; the jobs are still in it
            logger.exception("The worker lost its database and begins again")
        # a worker that lost only one of its connections ends without an exception
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), AGAIN_AFTER)


async def _work(stop: asyncio.Event) -> None:
    # a second app for fetching: the tasks themselves must go on deferring by Django's own
    # connection, inside the transaction of what they do
    connector: Any = app.connector
    fetching = app.with_connector(connector.get_worker_connector())
    async with fetching.open_async():
        workers = [
            _worker(fetching, "money", ["money"], settings.WORKER_CONCURRENCY),
            _worker(fetching, "others", ["mail", "default"], OTHER_JOBS),
        ]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait([asked, *running], return_when=asyncio.FIRST_COMPLETED)
        # asked to stop, or one of them has lost its database: the other ends with it
        asked.cancel()
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)


def _worker(fetching: Any, name: str, queues: list[str], concurrency: int) -> Any:
    return Worker(
        fetching,
        name=name,
        queues=queues,
        concurrency=concurrency,
        install_signal_handlers=False,
        shutdown_graceful_timeout=PATIENCE,
        delete_jobs="successful",
        task_middleware=[in_fresh_connection, in_fresh_connection_async],
    )
