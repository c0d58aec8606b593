"""The real site as processes on free ports, for tests that look at it from outside.

Web, worker and sandbox run exactly as `make run` starts them, over a database of their own.
Whatever ends the test, a guardian stops what it started.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests
from django.db import connections

from redress.core.database import database_options
from redress.launch.guarding import Guardian, stop_groups
from redress.launch.starting import SANDBOX, commands

ROOT = Path(__file__).resolve().parents[2]
WEB, WORKER = "the web", "the worker"
PATIENCE = 60.0  # seconds; generous, because two cores may be busy with other tests
AT_REST = """
    SELECT NOT EXISTS (SELECT 1 FROM core_outboxmessage WHERE sent_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM supporters_counterdelta)
"""
SANDBOX_KEY = {"Authorization": "Bearer sk_test_sandbox"}


def until[T](ask: Callable[[], T], what: str, *, patience: float = PATIENCE) -> T:
    """Ask again and again until the answer is true; fails with `what` after the patience."""
    give_up = time.monotonic() + patience
    while not (answer := ask()):
        assert time.monotonic() < give_up, f"Waited {patience:.0f} s for: {what}"
        time.sleep(0.05)
    return answer


def free_ports(count: int) -> list[int]:
    """Ports on which nobody listens now; taken together, so that none is given twice."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def url_of(server: str, database: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


class Site:
    """One running site. `environment` adds to, or replaces, what its processes are told."""

    def __init__(
        self, *, server_url: str, database: str, mode: str = "demonstration", **environment: str
    ) -> None:
        self.server_url = server_url
        self.database = database
        self.database_url = url_of(server_url, database)
        self.folder = Path(tempfile.mkdtemp(prefix="redress-site-"))
        self.port, self.sandbox_port = free_ports(2)
        self.origin = f"http://localhost:{self.port}"
        self.sandbox_origin = f"http://localhost:{self.sandbox_port}"
        self.offset = 0
        self.environment = {
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "REDRESS_DEMONSTRATION_MINUTES": "40000",  # nobody's clock here goes so far
            "REDRESS_MODE": mode,
            "REDRESS_PROCESSOR": "sandbox",
            "REDRESS_SANDBOX_PORT": str(self.sandbox_port),
            "REDRESS_SITE_URL": self.origin,
            "REDRESS_VAR_DIR": str(self.folder),
            **environment,
        }
        self.commands = commands(port=self.port, sandbox_port=self.sandbox_port)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.guardian = Guardian()

    # --- its life ---------------------------------------------------------------------------

    def make(self, *, demonstration: bool = True) -> None:
        """Make the database afresh: tables, and the demonstration's rows or none."""
        with psycopg.connect(self.server_url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self.database}"')
        self.manage("prepare") if demonstration else self.manage("migrate", "--verbosity=0")

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run one of the site's commands to its end; gives what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self._surroundings() | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        """Start these processes, or all, and wait until they can be used."""
        for name in names or tuple(self.commands):
            self.spawn(name)
        self.wait_until_ready()

    def spawn(self, name: str, **environment: str) -> None:
        """Start one process without waiting for it."""
        with self.log_of(name).open("ab") as log:
            process = subprocess.Popen(
                self.commands[name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._surroundings() | environment,
                start_new_session=True,
            )
        self.guardian.watch(process.pid)
        self.processes[name] = process

    def wait_until_ready(self) -> None:
        """Return once the web and the sandbox answer and the worker fetches jobs."""
        if SANDBOX in self.processes:
            until(lambda: self._answers(f"{self.sandbox_origin}/_sandbox/ready"), SANDBOX)
        if WEB in self.processes:
            until(lambda: self._answers(f"{self.origin}/readyz"), self._what_it_said(WEB))

    def end(self, name: str, *, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop a process and all of its children; with SIGKILL as a power cut would."""
        process = self.processes.pop(name)
        if how == signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        stop_groups([process.pid], patience=1.0)
        process.wait()
        self.guardian.forget(process.pid)

    def travel(self, by: timedelta) -> None:
        """Let this much time pass: web and worker begin again with a later clock.

        The sandbox is told, too: the age of a webhook's seal is judged by both clocks.
        """
        running = [name for name in (WEB, WORKER) if name in self.processes]
        for name in running:
            self.end(name)
        self.offset += int(by.total_seconds())
        answer = requests.post(
            f"{self.sandbox_origin}/_sandbox/clock",
            json={"offset_seconds": self.offset},
            headers=SANDBOX_KEY,
            timeout=10,
        )
        assert answer.status_code == 200, answer.text
        self.start(*running)

    def stop(self) -> None:
        """Stop everything, drop the database and forget the files."""
        try:
            for name in reversed(list(self.processes)):
                self.end(name)
            with psycopg.connect(self.server_url, autocommit=True) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        finally:
            self.guardian.dismiss()
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- what a test asks -------------------------------------------------------------------

    def now(self) -> datetime:
        """The site's clock."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def one(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, read from outside the site; None without a row."""
        rows = self.all(sql, *values)
        return rows[0][0] if rows else None

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        with psycopg.connect(self.database_url, autocommit=True) as reader:
            return reader.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def rows(self, blocker: Any) -> Iterator[None]:
        """Let this process's models, factories and domain functions work on the site's rows."""
        usual, own = connections["default"], connections.create_connection("default")
        own.settings_dict = {**own.settings_dict, **database_options(self.database_url)}
        own.settings_dict["OPTIONS"]["options"] = f"-c redress.clock_offset={self.offset}"
        was = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        # Playwright keeps an event loop on this thread, which nothing here waits for
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        connections["default"] = own
        try:
            with blocker.unblock():
                yield
        finally:
            own.close()
            connections["default"] = usual
            os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
            if was is not None:
                os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = was

    def row_counts(self) -> dict[str, int]:
        """How many rows each table of our own holds; what a refusal must leave as it was.

        Asked when nothing is under way: every message sent, every count folded.
        """
        until(lambda: self.one(AT_REST), "the end of what others began")
        tables = self.all(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE ALL (ARRAY['procrastinate%%', 'accounts_session', 'supporters_traffic%%', 'core_shared_cache'])"
        )
        union = " UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM \"{name}\"" for (name,) in tables
        )
        return dict(self.all(union))

    def charges(self) -> dict[int, list[int]]:
        """What the sandbox has really charged: amounts by pledge, from its own record."""
        answer = requests.get(
            f"{self.sandbox_origin}/_sandbox/record", headers=SANDBOX_KEY, timeout=10
        )
        return {
            int(pledge): [charge["amount"] for charge in charges]
            for pledge, charges in answer.json()["pledges"].items()
        }

    def log_of(self, name: str) -> Path:
        """Where a process's words go."""
        return self.folder / f"{name.removeprefix('the ').replace(' ', '-')}.log"

    def faults_said(self) -> list[str]:
        """Crashes that the processes told of; there should be none."""
        return [
            f"{name}: {line}"
            for name in self.commands
            if self.log_of(name).exists()
            for line in self.log_of(name).read_text(encoding="utf-8").splitlines()
            if "Traceback" in line
        ]

    # --- within -----------------------------------------------------------------------------

    def _surroundings(self) -> dict[str, str]:
        return os.environ | self.environment | {"REDRESS_CLOCK_OFFSET": str(self.offset)}

    def _answers(self, url: str) -> bool:
        for name, process in self.processes.items():
            assert process.poll() is None, self._what_it_said(name)
        try:
            return requests.get(url, timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def _what_it_said(self, name: str) -> str:
        log = self.log_of(name)
        return f"{name}: {log.read_text(encoding='utf-8')[-3000:] if log.exists() else ''}"
