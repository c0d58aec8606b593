"""From nothing to a running site: database, data, processes, and what to try first."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from redress.core.database import DatabaseUnavailable, Running, ensure, is_named
from redress.launch.guarding import Guardian
from redress.launch.supervising import ChildKeepsDying, Supervisor

HERE = Path(__file__).resolve().parents[2]
# the C library keeps a heap for each thread otherwise, and gives little of it back
EASY_ON_MEMORY = {"MALLOC_ARENA_MAX": "2"}
READY_PATIENCE = 60.0  # seconds
SANDBOX = "the sandbox processor"
SANDBOX_STEP = 10  # the sandbox listens this many ports above the site


class CannotStart(Exception):
    """The site cannot be started; the message says what to do."""


class StopAsked(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


@dataclass
class Launch:
    """One run of the site, from its first line of progress to its last."""

    environment: dict[str, str]
    stop_asked: bool = False
    began: float = field(default_factory=time.monotonic)
    database: Running | None = None
    guardian: Guardian | None = None
    supervisor: Supervisor | None = None

    def run(self) -> int:
        """Start everything, stay until asked to stop, stop everything. Gives the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            self._stay()
        except StopAsked:
            say("Stopping.")
            return 0
        except (CannotStart, ChildKeepsDying) as error:
            say(f"Stopping: {error}")
            return 1
        finally:
            self._stop()
        return 0

    def _start(self) -> None:
        port = read_port(self.environment)
        sandbox_port = free_port_from(port + SANDBOX_STEP)
        self.environment |= {"PORT": str(port), "REDRESS_SANDBOX_PORT": str(sandbox_port)}
        self.environment |= EASY_ON_MEMORY
        self.guardian = Guardian()
        self._start_database()
        guide = self._prepare()
        self.supervisor = Supervisor(self.guardian, self.environment, say)
        processes = commands(port=port, sandbox_port=sandbox_port)
        if self.environment.get("REDRESS_PROCESSOR", "sandbox") != "sandbox":
            del processes[SANDBOX]
        for name, command in processes.items():
            say(f"Starting {name}.")
            self.supervisor.start(name, command)
        self._wait_until_ready(port)
        say(f"Ready after {time.monotonic() - self.began:.1f} seconds.\n")
        say(f"Open http://localhost:{port}\n\n{guide.strip()}\n\nStop everything with Ctrl-C.")

    def _start_database(self) -> None:
        if is_named(self.environment):
            say("Using the database that DATABASE_URL names.")
            return
        say("Starting PostgreSQL.")
        try:
            self.database = ensure()
        except DatabaseUnavailable:
            self._heed()  # Ctrl-C reaches PostgreSQL's programs too
            raise
        self.environment["DATABASE_URL"] = self.database.url
        self._heed()

    def _prepare(self) -> str:
        """Bring tables and demonstration data up to date; gives the guide for the newcomer."""
        say("Preparing tables and demonstration data.")
        process = subprocess.Popen(
            [sys.executable, str(HERE / "manage.py"), "prepare"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=os.environ | self.environment,
            text=True,
            start_new_session=True,
        )
        assert self.guardian is not None
        self.guardian.watch(process.pid)
        try:
            while True:
                try:
                    guide, _ = process.communicate(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    self._heed()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            self.guardian.forget(process.pid)
        if process.returncode:
            raise CannotStart("The data could not be prepared. What went wrong is said above.")
        return guide

    def _wait_until_ready(self, port: int) -> None:
        give_up = time.monotonic() + READY_PATIENCE
        while (answer := ask_readiness(port)) != "200":
            self._look_after()
            if time.monotonic() > give_up:
                raise CannotStart(f"The site did not become ready; it last said: {answer}")
            time.sleep(0.1)

    def _stay(self) -> None:
        while True:
            time.sleep(0.2)
            self._look_after()

    def _look_after(self) -> None:
        self._heed()
        if self.database and not self.database.is_alive():
            say("PostgreSQL ended; starting it again.")
            self.database.revive()
        if self.supervisor:
            self.supervisor.look_after()

    def _heed(self) -> None:
        if self.stop_asked:
            raise StopAsked

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked = True

    def _stop(self) -> None:
        try:
            if self.supervisor:
                self.supervisor.stop()
            if self.database:
                stopped = self.database.stop()
                say("PostgreSQL stopped." if stopped else "PostgreSQL is still used by another.")
        finally:
            if self.guardian:
                self.guardian.dismiss()


def commands(*, port: int, sandbox_port: int) -> dict[str, list[str]]:
    """List what runs, by name, in the order of starting."""
    python, manage = sys.executable, str(HERE / "manage.py")
    web = [python, "-m", "granian", "redress.wsgi:application", "--interface", "wsgi"]
    web += ["--working-dir", str(HERE), "--host", "127.0.0.1", "--port", str(port)]
    web += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "5s"]
    return {
        SANDBOX: [python, "-m", "redress.sandbox", "--port", str(sandbox_port)],
        "the worker": [python, manage, "worker"],
        "the web": web,
    }


def read_port(environment: dict[str, str]) -> int:
    """Read the port of PORT, default 8000; raises CannotStart when it is nonsense or taken."""
    text = environment.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    if not is_free(int(text)):
        raise CannotStart(
            f"Port {text} is taken by another program."
            f" Choose another: PORT={int(text) + 1} make run"
        )
    return int(text)


def free_port_from(port: int) -> int:
    """Find the first free port from this one on."""
    for candidate in range(port, 65536):
        if is_free(candidate):
            return candidate
    raise CannotStart(f"No port from {port} on is free; choose a lower PORT.")


def is_free(port: int) -> bool:
    """Whether we may listen on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def ask_readiness(port: int) -> str:
    """Ask /readyz: its status, or why there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()


def say(sentence: str) -> None:
    """Print a line of progress; a closed terminal is no reason to stop half-way."""
    with contextlib.suppress(OSError, ValueError):
        print(sentence, flush=True)
