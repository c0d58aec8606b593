"""`python -m bench.servers`: gunicorn beside granian on the real application, for the decision.

gunicorn is no dependency: without it (`pip install gunicorn`) only granian is measured.
"""

import argparse
import http.client
import importlib.util
import secrets
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import load
from bench.__main__ import SMALL, postgres_of, prepare
from bench.load import BadRun, Round
from bench.needs import Missing, Tools, find_tools, machine
from bench.stage import Server, Stage, body_of, share_of_memory

GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "redress.wsgi:application", "--bind", "127.0.0.1:{port}"),
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"),
    *("--graceful-timeout", "5", "--no-control-socket"),
]
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "redress.wsgi:application"),
    *("--host", "127.0.0.1", "--port", "{port}", "--workers", "2", "--blocking-threads", "4"),
    *("--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
    *("--workers-kill-timeout", "5s"),
]
RELOADS = 20
PAUSE = 2.0


def main() -> int:
    """Measure each server in turn, then reload and stop it under load."""
    parser = argparse.ArgumentParser(prog="python -m bench.servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    chosen = parser.parse_args()
    candidates = {"granian": GRANIAN}
    if importlib.util.find_spec("gunicorn"):
        candidates["gunicorn"] = GUNICORN
    try:
        tools = find_tools()
        with Stage() as stage:
            print(machine(tools))
            compare(stage, tools, candidates, rounds=chosen.rounds, seconds=chosen.seconds)
    except (Missing, BadRun) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def compare(
    stage: Stage, tools: Tools, candidates: dict[str, list[str]], *, rounds: int, seconds: float
) -> None:
    """Interleave the throughput of all, then try each at reloading and stopping."""
    _campaign, slug = prepare(stage, large=False)
    backends = postgres_of(stage)
    servers = {name: stage.start_web(name, SMALL, line) for name, line in candidates.items()}
    page, form = f"/c/{slug}/", f"/c/{slug}/support/"
    fresh = f"/campaigns/?reload={secrets.token_hex(2)}"

    def join(server: Server) -> Round:
        run = secrets.token_hex(4)
        return load.join(tools, server, form, run=run, seconds=seconds, database=backends)

    acts: dict[str, Callable[[Server], Round]] = {
        "page from memory": lambda server: load.fetch(tools, server, page, seconds=seconds),
        "count": lambda server: load.fetch(tools, server, f"{page}count.json", seconds=seconds),
        "join": join,
    }
    found: dict[tuple[str, str], list[Round]] = {}
    for number in range(-1, rounds):
        for act, measure in acts.items():
            for name, server in servers.items():
                body_of(server.port, fresh)
                done = measure(server)
                if number >= 0:
                    found.setdefault((act, name), []).append(done)
    print("| | server | per second | p50 ms | p99 ms | CPU µs |\n|---|---|---|---|---|---|")
    for (act, name), each in found.items():
        middle = [
            statistics.median(getattr(one, part) for one in each)
            for part in ("per_second", "p50", "p99", "cpu_micros")
        ]
        print(
            f"| {act} | {name} | {middle[0]:,.0f} | {middle[1]:.1f} | {middle[2]:.1f} |"
            f" {middle[3]:,.0f} |"
        )
    print(
        f"\n{RELOADS} reloads under load, then TERM under load\n| server | memory MB | ready s |"
        " answers | kept connections closed | lost | slowest s | after | TERM s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, server in servers.items():
        memory = share_of_memory(server.tree())
        seen = reload_under_load(server, fresh)
        is_alive = "alive" if server.process.poll() is None else "gone"
        print(
            f"| {name} | {memory:.0f} | {server.ready_after:.2f} | {seen.good:,} | {seen.closed} |"
            f" {seen.lost} | {seen.slowest:.1f} | {is_alive} |"
            f" {stop_under_load(tools, server, form):.1f} |",
            flush=True,
        )


@dataclass
class Visitors:
    """People who keep asking over kept connections, and note what goes wrong."""

    port: int
    path: str
    is_over: threading.Event = field(default_factory=threading.Event)
    good: int = 0
    closed: int = 0  # a kept connection ended before the answer began; a browser asks again
    lost: int = 0  # asking again did not help, or the answer broke off
    slowest: float = 0.0

    def run(self, many: int = 8) -> list[threading.Thread]:
        """Start them."""
        threads = [threading.Thread(target=self._ask) for _ in range(many)]
        for thread in threads:
            thread.start()
        return threads

    def _ask(self) -> None:
        connection, is_kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20), False
        while not self.is_over.is_set():
            began = time.monotonic()
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as fault:
                connection.close()
                if is_kept and isinstance(fault, ConnectionError):
                    self.closed += 1
                else:
                    self.lost += 1
                is_kept = False
                continue
            self.slowest = max(self.slowest, time.monotonic() - began)
            is_kept = not answer.will_close
            if answer.status == 200:
                self.good += 1
            else:
                self.lost += 1


def reload_under_load(server: Server, path: str) -> Visitors:
    """HUP again and again while visitors ask."""
    visitors = Visitors(server.port, path)
    threads = visitors.run()
    for _number in range(RELOADS):
        time.sleep(PAUSE)
        server.process.send_signal(signal.SIGHUP)
    time.sleep(PAUSE)
    visitors.is_over.set()
    for thread in threads:
        thread.join()
    return visitors


def stop_under_load(tools: Tools, server: Server, path: str) -> float:
    """Seconds from TERM to the end while people join."""
    command = [tools.wrk, "-t", "1", "-c", "8", "-d", "6s", server.url + path]
    visitors = threading.Thread(
        target=subprocess.run, args=(command,), kwargs={"capture_output": True}
    )
    visitors.start()
    time.sleep(2)
    took = server.stop()
    visitors.join()
    return took


if __name__ == "__main__":
    sys.exit(main())
