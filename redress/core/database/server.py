"""Starting, sharing and stopping the embedded PostgreSQL."""

import contextlib
import fcntl
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from redress.core.database.binaries import (
    BUILTIN_LOCALE_SINCE,
    Binaries,
    DatabaseUnavailable,
    find_binaries,
)
from redress.core.database.owners import anyone_left, only_one, register
from redress.core.database.url import DATABASE, ROLE, Place, place_for

START_PATIENCE = 30  # seconds; a killed postmaster may be reaped late
LARGEST_LOG = 5_000_000  # bytes
STILL_GOING = re.compile(r"lock file|already exists|already running|still in use|in use by")
ALWAYS = ("listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
LOCAL_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}  # no PGHOST, PGDATA and kin


@dataclass
class Running:
    """A server that this process owns together with whoever else called `ensure()`."""

    place: Place
    binaries: Binaries
    started: bool
    fast: bool
    _handle: int | None = field(repr=False)

    @property
    def url(self) -> str:
        """The DATABASE_URL of this server."""
        return self.place.url

    def is_alive(self) -> bool:
        """Whether something listens at the socket; cheap enough to ask each second."""
        with socket.socket(socket.AF_UNIX) as door:
            return door.connect_ex(str(self.place.sockets / ".s.PGSQL.5432")) == 0

    def revive(self) -> None:
        """Start the server again after it was killed; nothing happens when it runs."""
        with only_one(self.place.home):
            if not is_ready(self.place, self.binaries):
                _start(self.place, _reachable(self.place, self.binaries), fast=self.fast)

    def stop(self) -> bool:
        """Give it up; the last owner stops the server. True when that happened. Repeatable."""
        if self._handle is None:
            return False
        with only_one(self.place.home):
            # Unlocked by name, not only closed: a forked child may hold the same handle.
            fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = None
            return _halt_if_unused(self.place, self.binaries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def ensure(*, root: Path | None = None, fast: bool = False, keep: bool = False) -> Running:
    """Start the server of this data folder, or attach to it, and become one of its owners.

    `root` is the folder for local data (default: the project's `var`). `fast` is for tests alone:
    another cluster, which a power cut may destroy. `keep` lets the server outlive its owners
    until someone calls `release()`. Raises DatabaseUnavailable with a sentence for the reader.
    """
    binaries = find_binaries()
    place = place_for(root, fast=fast)
    _prepare_folders(place)
    with only_one(place.home):
        handle = register(place.home)
        try:
            if keep:
                _kept(place).touch()
            started = not is_ready(place, binaries)
            if started:
                binaries = _reachable(place, binaries)
                _create(place, binaries, fast=fast)
                _start(place, binaries, fast=fast)
        except BaseException:
            os.close(handle)
            raise
    return Running(place=place, binaries=binaries, started=started, fast=fast, _handle=handle)


def release(*, root: Path | None = None, fast: bool = False, keep: bool = False) -> bool:
    """Stop the server unless someone still uses it; for owners that died and cannot do it.

    Also ends what `keep` asked for, unless told to respect it.
    """
    binaries, place = find_binaries(), place_for(root, fast=fast)
    if not place.home.exists():
        return False
    with only_one(place.home):
        if not keep:
            _kept(place).unlink(missing_ok=True)
        return _halt_if_unused(place, binaries)


def is_in_use(*, root: Path | None = None, fast: bool = False) -> bool:
    """Whether some living process owns the server of this data folder."""
    place = place_for(root, fast=fast)
    if not place.home.exists():
        return False
    with only_one(place.home):
        return anyone_left(place.home)


def _halt_if_unused(place: Place, binaries: Binaries) -> bool:
    if anyone_left(place.home) or _kept(place).exists():
        return False
    return halt(place, binaries)


def is_ready(place: Place, binaries: Binaries) -> bool:
    """Whether the server of this place takes connections."""
    ask = [binaries["pg_isready"], "-q", "-h", str(place.sockets), "-p", "5432", "-t", "5"]
    return subprocess.run(ask, env=LOCAL_ENVIRONMENT, check=False).returncode == 0


def halt(place: Place, binaries: Binaries) -> bool:
    """Stop the server now, whoever uses it. True when there was one to stop."""
    binaries = _reachable(place, binaries)
    data = _data(place, binaries)
    if not (data / "postmaster.pid").exists():
        return False
    order = [binaries["pg_ctl"], "stop", "-s", "-w", "-t", "30", "-m", "fast", "-D", str(data)]
    return _run(place, order).returncode == 0


def _kept(place: Place) -> Path:
    return place.home / "keep"


def _data(place: Place, binaries: Binaries) -> Path:
    return place.home / str(binaries.major)


def _run(place: Place, command: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs, as the unprivileged account when we are root."""
    account = place.user
    try:
        return subprocess.run(
            command,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            env=LOCAL_ENVIRONMENT,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            umask=0o077,
        )
    except OSError as error:
        who = f" as the account {account.pw_name}" if account else ""
        raise DatabaseUnavailable(
            f"{command[0]} could not be started{who}: {error.strerror}.\n"
            "Run as an ordinary user, or name a server of your own in DATABASE_URL."
        ) from error


def _prepare_folders(place: Place) -> None:
    """Make the home and the socket folder, owned by the account that runs the server."""
    try:
        for folder in reversed([f for f in place.home.parents if not f.exists()]):
            folder.mkdir(exist_ok=True)
            if place.user:
                folder.chmod(0o755)  # whatever our umask says, the account must pass
        for folder in (place.home, place.sockets):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                if place.user:
                    os.chown(folder, place.user.pw_uid, place.user.pw_gid)
            _refuse_foreign(folder, place)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The database cannot be kept in {place.home}: {error.strerror}.\n"
            "Make the folder writable, set REDRESS_VAR_DIR to one that is, or set DATABASE_URL."
        ) from error


def _refuse_foreign(folder: Path, place: Place) -> None:
    status = folder.lstat()
    owner = place.user.pw_uid if place.user else os.geteuid()
    if status.st_uid != owner or folder.is_symlink():
        raise DatabaseUnavailable(
            f"{folder} belongs to another account (number {status.st_uid}).\n"
            "Run as that account or as root, or set REDRESS_VAR_DIR or DATABASE_URL."
        )


def _reachable(place: Place, binaries: Binaries) -> Binaries:
    """Give the same programs, copied beside the data when the account cannot reach them."""
    if place.user is None:
        return binaries
    try:
        if _run(place, [binaries["initdb"], "--version"]).returncode == 0:
            return binaries
    except DatabaseUnavailable:
        pass  # the copy below is the answer; if it cannot run either, that is said
    source = binaries.folder.parent
    target = place.home / "programs" / str(binaries.major)
    # The wheel's programs look for their libraries two folders up, in a folder of its own.
    copied = target / source.parent.name / source.name
    if not target.exists():
        _say(f"Copying PostgreSQL's programs to {target}, since {_name(place)} cannot reach them.")
        unfinished = target.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source, unfinished / copied.relative_to(target), symlinks=True)
        libraries = source.parent.with_suffix(".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (target.parent, unfinished, *unfinished.rglob("*")):
            os.chown(path, place.user.pw_uid, place.user.pw_gid, follow_symlinks=False)
        unfinished.rename(target)
    return Binaries(folder=copied / binaries.folder.name, major=binaries.major)


def _create(place: Place, binaries: Binaries, *, fast: bool) -> None:
    """Make the cluster, the role and the database, unless they are there."""
    data = _data(place, binaries)
    if data.exists():
        return
    others = sorted(path.parent.name for path in place.home.glob("[0-9]*/PG_VERSION"))
    if others:
        raise DatabaseUnavailable(_other_version(place, binaries, others[0]))
    if place.outside:
        _say(f"The database is kept in {place.home}: {_name(place)} cannot reach this folder.")
    unfinished = place.home / "unfinished"  # renamed when complete: a kill leaves no half cluster
    shutil.rmtree(unfinished, ignore_errors=True)
    order = [binaries["initdb"], "-D", str(unfinished), "-U", "postgres", "-A", "trust"]
    order += ["-E", "UTF8", "--data-checksums", *(["--no-sync"] if fast else [])]
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        order += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        order += ["--locale=C.UTF-8"]
    _must(_run(place, order), "PostgreSQL could not create its data folder")
    single = [binaries["postgres"], "--single", "-j", "-D", str(unfinished), "postgres"]
    statements = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n\n"
    )
    answer = _run(place, single, stdin=statements)
    if "ERROR" in answer.stdout or "FATAL" in answer.stdout:
        answer.returncode = answer.returncode or 1
    _must(answer, "PostgreSQL could not create the database")
    unfinished.rename(data)


def _start(place: Place, binaries: Binaries, *, fast: bool) -> None:
    """Start the server; try again for a while when a killed one is not yet gone."""
    log = place.home / "server.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old"))
    settings = [*ALWAYS, f"unix_socket_directories={place.sockets}", *(FAST if fast else ())]
    options = " ".join(f"-c {shlex.quote(setting)}" for setting in (*settings, "port=5432"))
    order = [binaries["pg_ctl"], "start", "-s", "-w", "-t", str(START_PATIENCE)]
    order += ["-D", str(_data(place, binaries)), "-l", str(log), "-o", options]
    give_up = time.monotonic() + START_PATIENCE
    while True:
        seen = log.stat().st_size if log.exists() else 0
        answer = _run(place, order)
        if answer.returncode == 0 or is_ready(place, binaries):
            return
        news = _text_after(log, seen)
        if time.monotonic() > give_up or not STILL_GOING.search(news):
            answer.stdout += news
            _must(answer, f"PostgreSQL did not start (its log: {log})")
        time.sleep(0.3)


def _text_after(log: Path, position: int) -> str:
    if not log.exists():
        return ""
    with log.open(encoding="utf-8", errors="replace") as file:
        file.seek(position)
        return file.read()


def _must(answer: subprocess.CompletedProcess[str], sentence: str) -> None:
    if answer.returncode:
        last = "\n".join(answer.stdout.strip().splitlines()[-12:])
        raise DatabaseUnavailable(
            f"{sentence}:\n{last}\nDATABASE_URL may name a server of your own instead."
        )


def _other_version(place: Place, binaries: Binaries, found: str) -> str:
    command = f"{sys.executable} -m redress.core.database"
    return (
        f"{place.home} holds data of PostgreSQL {found}, and the programs here are version"
        f" {binaries.major}. Nothing was changed. To carry the data over, name the programs of"
        f" version {found} once:\n"
        f"  REDRESS_POSTGRES_BIN=/path/to/postgresql/{found}/bin {command} dump > redress.sql\n"
        f"  mv {place.home / found} {place.home.parent / f'postgres-{found}-kept'}\n"
        f"  {command} restore < redress.sql\n"
        "To begin afresh instead: make reset."
    )


def _name(place: Place) -> str:
    return f"the account {place.user.pw_name}" if place.user else "this account"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
