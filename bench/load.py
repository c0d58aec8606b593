"""Putting load on something and reading what came of it."""

import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from bench.needs import Tools
from bench.stage import HERE, Server, cpu_between, cpu_seconds

CONNECTIONS = 32
CLIENTS = 8  # more never helped a database on two cores


class BadRun(Exception):
    """Some answer was wrong, so the figure would be worth nothing."""


@dataclass(frozen=True)
class Round:
    """One measurement."""

    per_second: float
    p50: float = 0.0  # milliseconds
    p99: float = 0.0
    cpu_micros: float = 0.0  # of the server's processes, for each request
    database_micros: float = 0.0
    acknowledged: int = 0


def fetch(tools: Tools, server: Server, path: str, *, seconds: float) -> Round:
    """Ask for one page as often as it goes."""
    return _wrk(tools, server, path, seconds=seconds, script=None, database=None)


def join(
    tools: Tools,
    server: Server,
    path: str,
    *,
    run: str,
    seconds: float,
    database: Callable[[], list[psutil.Process]],
) -> Round:
    """Join as often as it goes, each time as another person."""
    return _wrk(tools, server, path, seconds=seconds, script=run, database=database)


def insert(tools: Tools, url: str, *, campaign: int, seconds: float) -> Round:
    """pgbench: the row of a supporter, one by one, prepared, over the same socket."""
    command = [tools.pgbench, "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1"]
    command += ["-T", str(max(1, round(seconds))), "-D", f"campaign={campaign}"]
    command += ["-f", str(HERE / "join.sql"), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^tps = ([\d.]+)", done.stdout, flags=re.MULTILINE)
    failed = re.search(r"failed transactions: (\d+)", done.stdout)
    if done.returncode or found is None or (failed and int(failed.group(1))):
        raise BadRun(f"pgbench: {done.stdout[-500:]}{done.stderr[-1000:]}")
    return Round(per_second=float(found.group(1)))


def _wrk(
    tools: Tools,
    server: Server,
    path: str,
    *,
    seconds: float,
    script: str | None,
    database: Callable[[], list[psutil.Process]] | None,
) -> Round:
    command = [tools.wrk, "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds:g}s", "--latency"]
    command += ["--timeout", "10s"]
    if script:
        command += ["-s", str(HERE / "join.lua")]
    command += [server.url + path]
    if script:
        command += ["--", script]
    tree = server.tree()
    cpu_before, backend_before = cpu_seconds(tree), cpu_seconds(database()) if database else {}
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    cpu = cpu_between(cpu_before, cpu_seconds(tree))
    backend = cpu_between(backend_before, cpu_seconds(database())) if database else 0.0
    text = done.stdout
    total = re.search(r"(\d+) requests in", text)
    if done.returncode or total is None or not int(total.group(1)):
        raise BadRun(f"wrk on {server.name}{path}: {text[-500:]}{done.stderr[-500:]}")
    requests = int(total.group(1))
    wrong = re.search(r"^wrong (\d+) ?(.*)$", text, flags=re.MULTILINE)
    if wrong and int(wrong.group(1)):
        raise BadRun(f"{wrong.group(1)} joins were not acknowledged, the first: {wrong.group(2)}")
    if "Non-2xx or 3xx" in text or re.search(r"Socket errors: .*[1-9]", text):
        raise BadRun(f"wrk on {server.name}{path}: {text[-500:]}")
    acknowledged = re.search(r"^acknowledged (\d+)$", text, flags=re.MULTILINE)
    answered = int(acknowledged.group(1)) if acknowledged else requests
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return Round(
        per_second=float(rate.group(1)) if rate else answered / took,
        p50=_milliseconds(text, "50%"),
        p99=_milliseconds(text, "99%"),
        cpu_micros=cpu / requests * 1e6,
        database_micros=backend / requests * 1e6,
        acknowledged=answered,
    )


def _milliseconds(text: str, percentile: str) -> float:
    found = re.search(rf"^\s*{percentile}\s+([\d.]+)(us|ms|s)$", text, flags=re.MULTILINE)
    if found is None:
        return 0.0
    return float(found.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found.group(2)]
