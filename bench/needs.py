"""The tools that the bench cannot do without, and what the machine is."""

import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {"nginx": "nginx", "wrk": "wrk", "pgbench": "postgresql-contrib (postgresql on Debian)"}
PLACES = "/usr/local/sbin:/usr/sbin:/sbin"  # where nginx hides from ordinary accounts


class Missing(Exception):
    """Something is not installed; the message names the package."""


@dataclass(frozen=True)
class Tools:
    """Where the programs are."""

    nginx: str
    wrk: str
    pgbench: str


def find_tools() -> Tools:
    """All programs, or Missing with the name of every package that is wanted."""
    path = f"{os.environ.get('PATH', os.defpath)}:{PLACES}"
    found = {name: shutil.which(name, path=path) for name in PACKAGES}
    wanted = [PACKAGES[name] for name, place in found.items() if place is None]
    if wanted:
        raise Missing(
            "The bench compares with other programs, and some are missing. Install: "
            + ", ".join(wanted)
        )
    return Tools(**{name: str(place) for name, place in found.items()})


def machine(tools: Tools) -> str:
    """The machine in one sentence."""
    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    model = re.search(r"model name\s*: (.*)", text)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model.group(1) if model else platform.processor()}, {os.cpu_count()} cores,"
        f" {memory:.0f} GiB, {platform.system()} {platform.release()},"
        f" Python {sys.version.split()[0]}, {_version(tools.nginx, '-v')},"
        f" {_version(tools.pgbench, '--version')}; load generator, servers and database share"
        f" these cores; load average {os.getloadavg()[0]:.1f}"
    )


def _version(program: str, option: str) -> str:
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().removeprefix("nginx version: ")
