"""`python -m bench`: one run that says how near Redress comes to what this machine can do."""

import argparse
import secrets
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from bench import load, yard
from bench.load import BadRun, Round
from bench.needs import Missing, Tools, find_tools, machine
from bench.stage import HERE, Server, Stage, answer_of, share_of_memory

SMALL, LARGE = "bench_small", "bench_large"
READY_LIMIT, MEMORY_LIMIT = 2.0, 250.0


@dataclass
class Target:
    """One thing that is measured, round by round."""

    name: str
    measure: Callable[[], Round]
    rounds: list[Round] = field(default_factory=list)

    def median(self, part: str = "per_second") -> float:
        """The middle of all rounds."""
        return statistics.median(getattr(each, part) for each in self.rounds)


@dataclass(frozen=True)
class Row:
    """A figure, its yardstick of the same run, and the goal."""

    name: str
    figure: str
    yardstick: str
    ratio: float
    goal: float

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        return "met" if self.ratio >= self.goal else "MISSED"


def main() -> int:
    """Measure, print, take everything away again; 1 when a run was spoilt, 2 when not set up."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 rounds of a second; rough")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.0)
    chosen = parser.parse_args()
    rounds = chosen.rounds or (3 if chosen.quick else 5)
    seconds = chosen.seconds or (1.0 if chosen.quick else 5.0)
    try:
        tools = find_tools()
        with Stage() as stage:
            return measure(stage, tools, rounds=rounds, seconds=seconds)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    except BadRun as spoilt:
        print(f"This run is worth nothing: {spoilt}", file=sys.stderr)
        return 1


def measure(stage: Stage, tools: Tools, *, rounds: int, seconds: float) -> int:
    """Set the stage, warm it, interleave the rounds, print the table."""
    about = machine(tools)
    campaign, slug = prepare(stage)
    page, count = f"/c/{slug}/", f"/c/{slug}/count.json"
    small = stage.start_web("the web", SMALL)
    worker = stage.start_worker(SMALL)
    whole = [*small.tree(), *worker.tree()]
    fresh = share_of_memory(whole)
    large = stage.start_web("the web with a million", LARGE)
    files = {"page.html": answer_of(small.port, page), "count.json": answer_of(small.port, count)}
    static = yard.start_static(stage, tools, files)
    cached = yard.start_shipped(stage, tools, small)
    backends = postgres_of(stage)
    run = secrets.token_hex(4)
    joined = {SMALL: 0, LARGE: 0}

    def join(server: Server, database: str) -> Round:
        nonlocal run
        run = secrets.token_hex(4)
        path = f"/c/{slug}/support/"
        done = load.join(tools, server, path, run=run, seconds=seconds, database=backends)
        joined[database] += done.acknowledged
        return done

    def fetch(server: Server, path: str) -> Callable[[], Round]:
        return lambda: load.fetch(tools, server, path, seconds=seconds)

    def insert(database: str) -> Callable[[], Round]:
        url = stage.url(database)
        return lambda: load.insert(tools, url, campaign=campaign, seconds=seconds)

    targets = {
        "pgbench": Target("pgbench, one row", insert(SMALL)),
        "join": Target("a join", lambda: join(small, SMALL)),
        "join_large": Target("a join beside a million", lambda: join(large, LARGE)),
        "pgbench_large": Target("pgbench beside a million", insert(LARGE)),
        "page_static": Target("page, nginx file", fetch(static, "/page.html")),
        "page": Target("page, Redress", fetch(small, page)),
        "page_cached": Target("page, shipped nginx", fetch(cached, page)),
        "count_static": Target("count, nginx file", fetch(static, "/count.json")),
        "count": Target("count, Redress", fetch(small, count)),
        "count_cached": Target("count, shipped nginx", fetch(cached, count)),
    }
    before = {name: rows_of(stage, name) for name in joined}
    for number in range(-1, rounds):
        for target in targets.values():
            done = target.measure()
            if number >= 0:  # the first round only warms
                target.rounds.append(done)
        print(f"round {number + 1} of {rounds}" if number >= 0 else "warm", file=sys.stderr)
    check_rows(stage, joined, before)
    memory = share_of_memory([*small.tree(), *worker.tree()])
    print(f"{about}\n{rounds} interleaved rounds of {seconds:g} s, {load.CONNECTIONS} connections,")
    sizes = {name: len(answer[0]) for name, answer in files.items()}
    print(
        f"medians, shares round by round; page {sizes['page.html']:,} bytes,"
        f" count {sizes['count.json']} bytes\n"
    )
    print_targets(targets)
    rows = rows_from(targets)
    rows += [
        Row(
            "ready after the start",
            f"{small.ready_after:.2f} s",
            f"≤ {READY_LIMIT:g} s",
            READY_LIMIT / small.ready_after,
            1.0,
        ),
        Row(
            "memory, web and worker, at rest",
            f"{fresh:.0f} MB",
            f"≤ {MEMORY_LIMIT:.0f} MB",
            MEMORY_LIMIT / fresh,
            1.0,
        ),
        Row(
            "memory, web and worker, after this run",
            f"{memory:.0f} MB",
            f"≤ {MEMORY_LIMIT:.0f} MB",
            MEMORY_LIMIT / memory,
            1.0,
        ),
    ]
    print_rows(rows)
    return 0


def prepare(stage: Stage, *, large: bool = True) -> tuple[int, str]:
    """Two databases with the demonstration, one of them with a million people more."""
    stage.create(SMALL)
    stage.manage(SMALL, "prepare")
    with stage.connected(SMALL) as connection:
        found = connection.execute(
            "SELECT id, slug FROM campaigns_campaign WHERE status = 'live' AND NOT is_record"
            " AND listed_at IS NOT NULL ORDER BY supporter_count DESC, id LIMIT 1"
        ).fetchone()
        assert found is not None, "the demonstration has no open campaign"
        # messages of the demonstration are not sent while we measure
        connection.execute("UPDATE core_outboxmessage SET sent_at = redress_now()")
    campaign, slug = int(found[0]), str(found[1])
    if not large:
        return campaign, slug
    stage.create(LARGE, template=SMALL)
    with stage.connected(LARGE) as connection:
        text = (HERE / "million.sql").read_text().replace("%(campaign)s", str(campaign))
        connection.execute(text.replace("%%", "%"))
        connection.execute("VACUUM ANALYZE supporters_supporter")
    return campaign, slug


def postgres_of(stage: Stage) -> Callable[[], list[psutil.Process]]:
    """The processes of our database server, asked anew since each connection has its own."""
    assert stage.database is not None
    home = str(stage.database.place.home)
    leader = next(
        process
        for process in psutil.process_iter()
        if process.name() == "postgres" and any(home in part for part in process.cmdline())
    )
    return lambda: [leader, *leader.children(recursive=True)]


def rows_of(stage: Stage, database: str) -> int:
    """How many people joined through the site."""
    with stage.connected(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM supporters_supporter s"
            " WHERE EXISTS (SELECT 1 FROM supporters_consent c WHERE c.supporter_id = s.id)"
        ).fetchone()
    assert found is not None
    return int(found[0])


def check_rows(stage: Stage, joined: dict[str, int], before: dict[str, int]) -> None:
    """Every join that was acknowledged stands in the database."""
    for database, acknowledged in joined.items():
        rows = rows_of(stage, database) - before[database]
        # wrk leaves at the end of a round without waiting for answers that are on their way
        if rows < acknowledged:
            raise BadRun(f"{acknowledged} joins were acknowledged, {rows} rows stand")


def rows_from(targets: dict[str, Target]) -> list[Row]:
    """The shares that the goals speak of."""
    wanted = [
        ("a join, of pgbench's insert of the row", "join", "pgbench", 0.10),
        ("the same beside a million supporters", "join_large", "pgbench_large", 0.10),
        ("a join beside a million, of one without", "join_large", "join", 0.85),
        ("campaign page, of nginx with the same bytes", "page", "page_static", 0.10),
        ("campaign page behind the shipped nginx", "page_cached", "page_static", 0.80),
        ("count.json, of nginx with the same bytes", "count", "count_static", 0.10),
        ("count.json behind the shipped nginx", "count_cached", "count_static", 0.80),
    ]
    rows = []
    for name, figure, yardstick, goal in wanted:
        ours, theirs = targets[figure].median(), targets[yardstick].median()
        ratio = share(targets, figure, yardstick)
        rows.append(Row(name, f"{ours:,.0f}/s", f"{theirs:,.0f}/s", ratio, goal))
    without, beside = cpu_of(targets["join"]), cpu_of(targets["join_large"])
    name = "CPU of a join, and of one beside a million"
    rows.append(Row(name, f"{without:,.0f} µs", f"{beside:,.0f} µs", without / beside, 0.85))
    return rows


def cpu_of(target: Target) -> float:
    """CPU of the application and the database for one request, in microseconds."""
    return target.median("cpu_micros") + target.median("database_micros")


def share(targets: dict[str, Target], figure: str, yardstick: str) -> float:
    """The middle of the shares of each round, whose two halves were measured within seconds."""
    pairs = zip(targets[figure].rounds, targets[yardstick].rounds, strict=True)
    return statistics.median(ours.per_second / theirs.per_second for ours, theirs in pairs)


def print_targets(targets: dict[str, Target]) -> None:
    """Everything that was measured, with its spread."""
    print("| measured | per second | least to most | p50 ms | p99 ms | CPU µs | database µs |")
    print("|---|---|---|---|---|---|---|")
    for target in targets.values():
        rates = [each.per_second for each in target.rounds]
        numbers = [target.median(part) for part in ("p50", "p99", "cpu_micros", "database_micros")]
        shown = [f"{number:,.1f}" if number else "" for number in numbers[:2]]
        shown += [f"{number:,.0f}" if number else "" for number in numbers[2:]]
        print(
            f"| {target.name} | {target.median():,.0f} | {min(rates):,.0f} to {max(rates):,.0f} |"
            f" {' | '.join(shown)} |"
        )
    print()


def print_rows(rows: list[Row]) -> None:
    """The goals."""
    print("| goal | here | yardstick, same run | share | wanted | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        is_limit = row.yardstick.startswith("≤")
        share = "" if is_limit else f"{row.ratio:.1%}"
        wanted = "" if is_limit else f"≥ {row.goal:.0%}"
        print(
            f"| {row.name} | {row.figure} | {row.yardstick} | {share} | {wanted} | {row.verdict} |"
        )


if __name__ == "__main__":
    sys.exit(main())
