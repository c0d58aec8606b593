"""The embedded PostgreSQL, tried with real servers, real kills and real accounts."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from redress.core.database import (
    DatabaseUnavailable,
    database_options,
    embedded_url,
    ensure,
    find_binaries,
    is_in_use,
    release,
)
from redress.core.database.server import halt
from redress.core.database.url import can_reach, place_for

pytestmark = pytest.mark.process
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
CHECKOUT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from redress.core.database import ensure
server = ensure(fast=True)
print(server.started, flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that every account may reach; what was started in it is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="redress-var-"))
    folder.chmod(0o755)
    monkeypatch.setenv("REDRESS_VAR_DIR", str(folder))
    yield folder
    clear(folder)


def clear(folder: Path) -> None:
    for fast in (False, True):
        place = place_for(folder, fast=fast)
        if place.home.exists():
            halt(place, find_binaries())
        for left in (place.home, place.sockets):
            shutil.rmtree(left, ignore_errors=True)
        if place.outside:
            shutil.rmtree(place.home.parent, ignore_errors=True)
    folder.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def postmaster(folder: Path, *, fast: bool = True) -> int:
    (file,) = place_for(folder, fast=fast).home.glob("*/postmaster.pid")
    return int(file.read_text(encoding="utf-8").splitlines()[0])


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def do(url: str, *orders: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for order in orders:
            connection.execute(order)


def another_owner() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def as_account(name: str, act: Callable[[], object]) -> object:
    """Do something in a forked child that has become somebody else for good."""
    account = pwd.getpwnam(name)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            answer = {"value": act()}
        except BaseException as error:  # noqa: BLE001 - the parent raises it again
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = json.loads(pipe.read())
    os.waitpid(child, 0)
    if "error" in answer:
        raise AssertionError(answer["error"])
    return answer["value"]


class TestEnsure:
    def test_makes_a_database_whose_case_and_order_depend_on_no_library(self, var: Path) -> None:
        with ensure(fast=True) as server:
            assert server.started
            assert ask(server.url, "SELECT current_user || ' ' || current_database()") == (
                "redress redress"
            )
            assert ask(server.url, "SELECT lower('ÑANDÚ')") == "ñandú"
            assert ask(server.url, "SHOW data_checksums") == "on"
            assert ask(server.url, "SHOW server_encoding") == "UTF8"
            assert ask(server.url, "SHOW listen_addresses") == ""

    def test_gives_up_safety_for_speed_in_the_cluster_of_the_tests_alone(self, var: Path) -> None:
        asked = "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN"
        asked += " ('fsync', 'full_page_writes', 'jit', 'synchronous_commit')"

        with ensure() as real, ensure(fast=True) as fast:
            assert real.place.home == var / "postgres"
            assert fast.place.home == var / "test-postgres"
            assert ask(real.url, asked) == "on on on on"
            assert ask(fast.url, asked) == "off off off off"

    def test_attaches_to_a_running_server_that_the_last_owner_stops(self, var: Path) -> None:
        first = ensure(fast=True)
        pid = postmaster(var)
        second = another_owner()
        assert said(second) == "False"

        assert first.stop() is False
        assert is_running(pid)

        leave(second)
        assert not is_running(pid)

    def test_starts_one_server_for_two_that_come_at_once(self, var: Path) -> None:
        owners = [another_owner(), another_owner()]

        assert sorted(said(owner) for owner in owners) == ["False", "True"]

        for owner in owners:
            leave(owner)
        assert not is_in_use(fast=True)

    def test_starts_again_over_the_same_rows_after_the_server_was_killed(self, var: Path) -> None:
        first = ensure()
        do(first.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1), (2)")
        os.kill(postmaster(var, fast=False), signal.SIGKILL)

        with ensure() as second:
            assert second.started
            assert ask(second.url, "SELECT sum(n) FROM kept") == 3
        first.stop()

    def test_does_not_count_an_owner_that_was_killed(self, var: Path) -> None:
        killed = another_owner()
        assert said(killed) == "True"
        pid = postmaster(var)
        killed.kill()
        leave(killed)
        assert is_running(pid)

        with ensure(fast=True) as next_owner:
            assert not next_owner.started
        assert not is_running(pid)

    def test_replaces_a_cluster_that_was_never_finished(self, var: Path) -> None:
        place = place_for(var, fast=True)
        (place.home / "unfinished").mkdir(parents=True)
        (place.home / "unfinished" / "PG_VERSION").write_text("18\n", encoding="utf-8")
        if place.user:
            os.chown(place.home, place.user.pw_uid, place.user.pw_gid)
            os.chown(place.home / "unfinished", place.user.pw_uid, place.user.pw_gid)

        with ensure(fast=True) as server:
            assert ask(server.url, "SELECT 1") == 1
        assert not (place.home / "unfinished").exists()

    def test_refuses_data_of_another_version_and_says_how_to_carry_them_over(
        self, var: Path
    ) -> None:
        with ensure(fast=True) as server:
            home, major = server.place.home, server.binaries.major
        (home / str(major)).rename(home / "14")

        with pytest.raises(DatabaseUnavailable) as refusal:
            ensure(fast=True)

        assert f"holds data of PostgreSQL 14, and the programs here are version {major}" in str(
            refusal.value
        )
        assert "dump > redress.sql" in str(refusal.value)
        assert [path.parent.name for path in home.glob("*/PG_VERSION")] == ["14"]

    def test_says_what_to_do_where_there_are_no_programs(
        self, var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REDRESS_POSTGRES_BIN", "/nowhere")

        with pytest.raises(
            DatabaseUnavailable, match=r"apt-get install postgresql(.|\n)*DATABASE_"
        ):
            ensure(fast=True)

        assert list(var.iterdir()) == []

    def test_says_why_the_server_did_not_start(self, var: Path) -> None:
        with ensure(fast=True) as server:
            data = server.place.home / str(server.binaries.major)
        (data / "postgresql.conf").write_text("no_such_setting = 1\n", encoding="utf-8")

        with pytest.raises(DatabaseUnavailable, match="no_such_setting"):
            ensure(fast=True)

        assert not is_in_use(fast=True)

    def test_says_where_it_may_not_write(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REDRESS_VAR_DIR", "/proc/redress")

        with pytest.raises(DatabaseUnavailable, match="cannot be kept in /proc/redress"):
            ensure(fast=True)


class TestLongPaths:
    def test_put_the_socket_where_the_kernel_takes_its_name(self, var: Path) -> None:
        root = var / ("long" * 30) / ("deep, and odd " * 5)

        with ensure(root=root, fast=True) as server:
            assert server.url == embedded_url(root, fast=True)
            assert len(str(server.place.sockets / ".s.PGSQL.5432")) < 100
            assert server.place.home == root / "test-postgres"
            assert ask(server.url, "SELECT 1") == 1
        shutil.rmtree(server.place.sockets)

    def test_refuse_a_socket_folder_that_somebody_else_laid_out(self, var: Path) -> None:
        root = var / ("long" * 30)
        sockets = place_for(root, fast=True).sockets
        sockets.symlink_to(var)

        try:
            with pytest.raises(DatabaseUnavailable, match="belongs to another account"):
                ensure(root=root, fast=True)
        finally:
            sockets.unlink()


class TestKeep:
    def test_lets_the_server_outlive_its_owner_until_released(self, var: Path) -> None:
        ensure(fast=True, keep=True).stop()
        pid = postmaster(var)
        with ensure(fast=True) as later:
            assert not later.started
        assert is_running(pid)

        assert release(fast=True) is True

        assert not is_running(pid)

    def test_release_leaves_a_server_in_use_alone(self, var: Path) -> None:
        with ensure(fast=True) as server:
            assert release(fast=True) is False
            assert ask(server.url, "SELECT 1") == 1


class TestRevive:
    def test_brings_back_a_killed_server_for_its_owner(self, var: Path) -> None:
        with ensure(fast=True) as server:
            assert server.is_alive()
            os.kill(postmaster(var), signal.SIGKILL)
            give_up = time.monotonic() + 5
            while server.is_alive() and time.monotonic() < give_up:
                time.sleep(0.01)
            assert not server.is_alive()

            server.revive()

            assert ask(server.url, "SELECT 1") == 1


def started_as_ordinary_user() -> object:
    with ensure(fast=True) as server:
        psql = [server.binaries["psql"], "-d", server.url, "-Atc", "SELECT 6 * 7"]
        answer = subprocess.run(psql, capture_output=True, text=True, check=True).stdout.strip()
        return [server.started, answer, server.place.home.stat().st_uid]


@needs_root
class TestAccounts:
    def test_root_hands_the_server_to_an_account_without_rights(self, var: Path) -> None:
        with ensure(fast=True) as server:
            account = pwd.getpwnam("nobody")
            status = Path(f"/proc/{postmaster(var)}/status").read_text(encoding="utf-8")
            assert f"Uid:\t{account.pw_uid}\t{account.pw_uid}\t{account.pw_uid}" in status
            assert server.place.home.stat().st_uid == account.pw_uid
        assert var.stat().st_uid == 0

    def test_an_ordinary_user_needs_nothing_else(self, var: Path) -> None:
        account = pwd.getpwnam("nobody")
        os.chown(var, account.pw_uid, account.pw_gid)

        assert as_account("nobody", started_as_ordinary_user) == [True, "42", account.pw_uid]

    def test_root_takes_over_what_an_ordinary_user_began(self, var: Path) -> None:
        account = pwd.getpwnam("daemon")
        os.chown(var, account.pw_uid, account.pw_gid)
        as_account("daemon", started_as_ordinary_user)

        with ensure(fast=True) as server:
            assert server.place.user == account
            assert ask(server.url, "SELECT 1") == 1

        assert as_account("daemon", started_as_ordinary_user) == [True, "42", account.pw_uid]

    def test_two_users_on_one_machine_do_not_meet(
        self, var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        theirs = Path(tempfile.mkdtemp(prefix="redress-var-"))
        account = pwd.getpwnam("daemon")
        os.chown(theirs, account.pw_uid, account.pw_gid)
        with ensure(fast=True) as ours:
            monkeypatch.setenv("REDRESS_VAR_DIR", str(theirs))
            answer = as_account("daemon", started_as_ordinary_user)
            assert ask(ours.url, "SELECT 1") == 1
        clear(theirs)

        assert answer == [True, "42", account.pw_uid]

    def test_a_second_user_of_one_folder_is_told_why_not(self, var: Path) -> None:
        ensure(fast=True).stop()

        with pytest.raises(AssertionError, match=r"belongs to another account .*\n.*DATABASE_URL"):
            as_account("daemon", started_as_ordinary_user)

    def test_a_private_checkout_gets_its_data_outside_and_is_told_where(
        self, var: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        var.chmod(0o700)
        before = embedded_url(fast=True)

        with ensure(fast=True) as server:
            assert server.url == before
            assert server.place.home.parent.parent == Path("/var/lib")
            assert ask(server.url, "SELECT 1") == 1

        assert f"The database is kept in {server.place.home}" in capfd.readouterr().err
        assert list(var.iterdir()) == []

    def test_programs_out_of_reach_are_copied_beside_the_data(
        self, var: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        installed = find_binaries().folder.parent
        private = tmp_path / "private" / installed.parent.name / installed.name
        shutil.copytree(installed, private, symlinks=True)
        libraries = installed.parent.with_suffix(".libs")
        if libraries.exists():
            shutil.copytree(libraries, tmp_path / "private" / libraries.name)
        (tmp_path / "private").chmod(0o700)
        monkeypatch.setenv("REDRESS_POSTGRES_BIN", str(private / "bin"))

        with ensure(fast=True) as server:
            assert ask(server.url, "SELECT 1") == 1
            executable = Path(f"/proc/{postmaster(var)}/exe").readlink()

        assert executable.is_relative_to(server.place.home / "programs")

    def test_a_strict_umask_does_not_shut_the_account_out(self, var: Path) -> None:
        root = var / "deeper"
        before = os.umask(0o077)
        try:
            with ensure(root=root, fast=True) as server:
                assert server.place.home == root / "test-postgres"
        finally:
            os.umask(before)

    def test_reach_needs_the_right_to_enter_each_folder(self, var: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        (var / "inner").mkdir(mode=0o755)
        assert can_reach(var / "inner" / "not there yet", nobody)

        var.chmod(0o700)

        assert not can_reach(var / "inner" / "not there yet", nobody)


class TestDatabaseOptions:
    def test_reads_the_embedded_address(self, var: Path) -> None:
        options = database_options(embedded_url(var))

        assert options == {
            "NAME": "redress",
            "USER": "redress",
            "PASSWORD": "",
            "HOST": str(var / "postgres" / "socket"),
            "PORT": "",
            "OPTIONS": {},
        }

    def test_reads_a_full_address_with_its_options(self) -> None:
        url = "postgres://ann:p%40ss@db.example:6432/site?sslmode=require"

        assert database_options(url) == {
            "NAME": "site",
            "USER": "ann",
            "PASSWORD": "p@ss",
            "HOST": "db.example",
            "PORT": "6432",
            "OPTIONS": {"sslmode": "require"},
        }

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("mysql://a@b/c", "must start with postgresql://"),
            ("postgresql://a@b:port", "cannot be read|names no database"),
            ("postgresql://a@b", "names no database"),
            ("postgresql://a@b/c?nonsense=1", "cannot be read"),
        ],
    )
    def test_refuses_nonsense_in_a_sentence(self, url: str, sentence: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            database_options(url)


class TestCommand:
    def test_dump_restores_into_a_fresh_cluster(self, var: Path) -> None:
        def run(*words: str, stdin: str = "") -> str:
            order = [sys.executable, "-m", "redress.core.database", *words, "--test"]
            return subprocess.run(
                order, input=stdin, capture_output=True, text=True, check=True, cwd=CHECKOUT
            ).stdout

        url = run("start").strip()
        assert url == run("url").strip()
        do(url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('ñandú')")
        dump = run("dump")
        assert run("stop") == "Stopped.\n"
        shutil.rmtree(place_for(var, fast=True).home)

        run("restore", stdin=dump)

        with ensure(fast=True) as server:
            assert ask(server.url, "SELECT word FROM kept") == "ñandú"
