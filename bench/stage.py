"""Everything that a run needs and takes away again: database, processes, folder."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import psycopg

from redress.core.database import Running, ensure
from redress.launch.starting import EASY_ON_MEMORY, commands

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PATIENCE = 60.0


@dataclass
class Server:
    """A process that answers on a port, with its children."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    ready_after: float

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def tree(self) -> list[psutil.Process]:
        """The process and all below it."""
        leader = psutil.Process(self.process.pid)
        return [leader, *leader.children(recursive=True)]

    def stop(self) -> float:
        """Ask it to end; gives the seconds until it did."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        return time.monotonic() - began


@dataclass
class Stage:
    """A folder, a PostgreSQL of its own and the servers that were started; all end with it."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redress-bench-")))
    servers: list[Server] = field(default_factory=list)
    database: Running | None = None

    def __enter__(self) -> Self:
        self.folder.chmod(0o755)  # the database runs as another account when we are root
        self.database = ensure(root=self.folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in reversed(self.servers):
            server.stop()
        if self.database is not None:
            home = self.database.place.home
            self.database.stop()
            shutil.rmtree(home.parent if self.database.place.outside else home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database of this stage."""
        assert self.database is not None
        return self.database.url.replace("@/redress?", f"@/{name}?")

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database, empty or a copy of another."""
        assert self.database is not None
        with psycopg.connect(self.database.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    @contextlib.contextmanager
    def connected(self, name: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection to a database of this stage."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            yield connection

    def environment(self, database: str, port: int) -> dict[str, str]:
        """The environment of the site on this database and port."""
        return (
            os.environ
            | EASY_ON_MEMORY
            | {
                "REDRESS_MODE": "demonstration",
                "REDRESS_VAR_DIR": str(self.folder),
                "REDRESS_SITE_URL": f"http://127.0.0.1:{port}",
                "REDRESS_BEHIND_PROXY": "1",
                # nobody decides or charges anything here
                "REDRESS_DEMONSTRATION_MINUTES": "600",
                "DATABASE_URL": self.url(database),
                "PORT": str(port),
                "DJANGO_SETTINGS_MODULE": "redress.settings",
            }
        )

    def manage(self, database: str, *arguments: str) -> str:
        """Run a management command to its end; gives what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment(database, 1),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def start(
        self, name: str, command: list[str], *, port: int, env: dict[str, str], ready: str
    ) -> Server:
        """Start a process and wait until `ready` answers 200."""
        log = (self.folder / f"{re.sub(r'\W+', '-', name)}.log").open("wb")
        began = time.monotonic()
        process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        server = Server(name, port, process, 0.0)
        self.servers.append(server)
        while status_of(port, ready) != 200:
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                log.close()
                text = Path(log.name).read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{name} did not become ready:\n{text}")
            time.sleep(0.01)
        server.ready_after = time.monotonic() - began
        return server

    def start_web(self, name: str, database: str, command: list[str] | None = None) -> Server:
        """Start the site as `make run` does, or by another command that knows {port}."""
        port = free_port()
        shipped = commands(port=port, sandbox_port=port)["the web"]
        chosen = [part.replace("{port}", str(port)) for part in command] if command else shipped
        env = self.environment(database, port)
        return self.start(name, chosen, port=port, env=env, ready="/readyz")

    def start_worker(self, database: str) -> Server:
        """Start the worker as `make run` does; it answers no port."""
        env = self.environment(database, 1)
        command = commands(port=1, sandbox_port=1)["the worker"]
        log = (self.folder / "worker.log").open("wb")
        process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        server = Server("worker", 0, process, 0.0)
        self.servers.append(server)
        return server


def free_port() -> int:
    """A port of the loopback address that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def status_of(port: int, path: str) -> int:
    """The status of one answer, 0 when there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def answer_of(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    """Bytes and headers of one answer, which must be a whole one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body, headers = answer.read(), dict(answer.getheaders())
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body, headers


def body_of(port: int, path: str) -> bytes:
    """The bytes alone."""
    return answer_of(port, path)[0]


def cpu_seconds(processes: list[psutil.Process]) -> dict[int, float]:
    """CPU used so far by each of these processes."""
    used = {}
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            used[process.pid] = times.user + times.system
    return used


def cpu_between(before: dict[int, float], after: dict[int, float]) -> float:
    """CPU used by those that still live; one that ended took its figure along."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def share_of_memory(processes: list[psutil.Process]) -> float:
    """Proportional set size in megabytes: shared pages are counted once."""
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total / 1e6
