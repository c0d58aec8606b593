"""One command starts everything; however it ends, nothing is left behind."""

import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from redress.core.database.url import place_for
from redress.launch.starting import CannotStart, commands, free_port_from, read_port

pytestmark = pytest.mark.process
CHECKOUT = Path(__file__).resolve().parents[2]
FAKE = Path(__file__).with_name("fake_site.py")


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


class Site:
    """One launcher in its own process, with its own data folder."""

    def __init__(self, folder: Path, *, manner: str = "calm", port: int | None = None) -> None:
        self.folder = folder
        self.port = port or a_free_port()
        self.log = folder / f"log-{self.port}"
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment |= {"PORT": str(self.port), "REDRESS_VAR_DIR": str(folder)}
        environment |= {"PYTHONPATH": str(CHECKOUT), "REDRESS_MODE": "demonstration"}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(FAKE), str(folder), manner],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def children(self) -> dict[str, int]:
        lines = (self.folder / "pids").read_text(encoding="utf-8").splitlines()
        return {name: int(pid) for name, pid in (line.split() for line in lines)}

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.text, f"{words!r} in:\n{self.text}")

    def wait_for_end(self) -> int:
        return self.process.wait(timeout=30)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, f"waited in vain for {what}"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def postmaster(folder: Path) -> int:
    (file,) = place_for(folder).home.glob("*/postmaster.pid")
    return int(file.read_text(encoding="utf-8").splitlines()[0])


class TestLaunch:
    def test_prints_the_address_the_guide_and_how_to_stop(self, folder: Path) -> None:
        site = Site(folder)
        site.wait_for("Stop everything with Ctrl-C.")
        site.process.terminate()
        site.wait_for_end()

        assert f"Open http://localhost:{site.port}\n" in site.text
        assert "Log in as ana@example.org." in site.text
        assert site.text.index("Starting PostgreSQL.") < site.text.index("Starting the web.")

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_stops_everything_when_asked(self, folder: Path, number: signal.Signals) -> None:
        site = Site(folder)
        site.wait_for("Open http://")
        pids = {**site.children(), "database": postmaster(folder)}
        assert sorted(pids) == ["database", "inner", "sandbox", "web", "worker"]

        site.process.send_signal(number)

        assert site.wait_for_end() == 0
        assert [name for name, pid in pids.items() if is_running(pid)] == []
        assert "PostgreSQL stopped." in site.text

    def test_kills_a_process_that_does_not_listen(self, folder: Path) -> None:
        site = Site(folder, manner="deaf")
        site.wait_for("Open http://")
        worker = site.children()["worker"]

        site.process.terminate()

        assert site.wait_for_end() == 0
        assert not is_running(worker)
        assert "did not stop when asked and is killed" in site.text

    def test_leaves_nothing_behind_when_it_is_killed_itself(self, folder: Path) -> None:
        site = Site(folder)
        site.wait_for("Open http://")
        pids = {**site.children(), "database": postmaster(folder)}

        site.process.kill()
        site.wait_for_end()

        wait_until(lambda: not any(map(is_running, pids.values())), f"the end of {pids}")

    def test_starts_a_process_again_that_died(self, folder: Path) -> None:
        site = Site(folder)
        site.wait_for("Open http://")
        first = site.children()

        os.kill(first["web"], signal.SIGKILL)

        site.wait_for("the web ended by SIGKILL; starting it again.")
        wait_until(lambda: site.children()["web"] != first["web"], "another web")
        assert not is_running(first["inner"])
        site.process.terminate()
        assert site.wait_for_end() == 0

    def test_starts_the_database_again_that_died(self, folder: Path) -> None:
        site = Site(folder)
        site.wait_for("Open http://")
        first = postmaster(folder)

        os.kill(first, signal.SIGKILL)

        site.wait_for("PostgreSQL ended; starting it again.")
        wait_until(lambda: postmaster(folder) != first, "another postmaster")
        site.process.terminate()
        assert site.wait_for_end() == 0

    def test_stops_all_when_a_process_keeps_dying(self, folder: Path) -> None:
        site = Site(folder, manner="dies")

        assert site.wait_for_end() == 1

        assert "Stopping: the worker ended 6 times within 60 seconds, last with code 3" in site.text
        assert [name for name, pid in site.children().items() if is_running(pid)] == []

    def test_two_sites_share_one_database_that_the_last_one_stops(self, folder: Path) -> None:
        first = Site(folder)
        first.wait_for("Open http://")
        second = Site(folder)
        second.wait_for("Open http://")
        database = postmaster(folder)

        first.process.terminate()
        assert first.wait_for_end() == 0
        assert "PostgreSQL is still used by another." in first.text
        assert is_running(database)

        second.process.terminate()
        assert second.wait_for_end() == 0
        assert not is_running(database)

    def test_a_busy_port_is_told_before_anything_starts(self, folder: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            site = Site(folder, port=port)

            assert site.wait_for_end() == 1

        assert f"Port {port} is taken by another program." in site.text
        assert f"PORT={port + 1} make run" in site.text
        assert not place_for(folder).home.exists()

    def test_stops_everything_when_its_terminal_closes(self, folder: Path) -> None:
        ours, theirs = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment |= {"PORT": str(a_free_port()), "REDRESS_VAR_DIR": str(folder)}
        environment |= {"PYTHONPATH": str(CHECKOUT), "REDRESS_MODE": "demonstration"}
        site = subprocess.Popen(
            ["setsid", "--ctty", "--wait", sys.executable, str(FAKE), str(folder), "calm"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
        )
        os.close(theirs)
        seen = b""
        while b"Ctrl-C" not in seen:
            seen += os.read(ours, 4096)
        database = postmaster(folder)

        os.close(ours)

        wait_until(lambda: not is_running(database), "the end of the database")
        site.wait(timeout=30)


class TestReadPort:
    def test_is_8000_unless_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("redress.launch.starting.is_free", lambda _port: True)

        assert read_port({}) == 8000
        assert read_port({"PORT": "8123"}) == 8123

    @pytest.mark.parametrize("text", ["0", "65536", "-1", "8000a", "٨٠٠٠", "80 00", "8_0"])
    def test_refuses_nonsense(self, text: str) -> None:
        with pytest.raises(CannotStart, match="must be a number from 1 to 65535"):
            read_port({"PORT": text})


class TestFreePortFrom:
    def test_passes_over_a_port_that_is_taken(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            assert free_port_from(port) > port


class TestCommands:
    def test_listen_on_the_loopback_address_alone(self) -> None:
        web = commands(port=8000, sandbox_port=8010)["the web"]

        assert (web[web.index("--host") + 1], web[web.index("--port") + 1]) == ("127.0.0.1", "8000")
