"""The embedded PostgreSQL from the command line: url, start, stop, dump, restore."""

import argparse
import subprocess
import sys

from redress.core.database.binaries import DatabaseUnavailable
from redress.core.database.server import ensure, release
from redress.core.database.url import embedded_url


def main() -> int:
    """Do what the first argument names; 1 when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m redress.core.database", description=__doc__)
    parser.add_argument("act", choices=["url", "start", "stop", "dump", "restore"])
    parser.add_argument("--test", action="store_true", help="the cluster of the tests")
    chosen = parser.parse_args()
    try:
        return _act(chosen.act, fast=chosen.test)
    except DatabaseUnavailable as error:
        print(error, file=sys.stderr)
        return 1


def _act(act: str, *, fast: bool) -> int:
    match act:
        case "url":
            print(embedded_url(fast=fast))
        case "start":
            with ensure(fast=fast, keep=True) as server:
                print(server.url)
        case "stop":
            stopped = release(fast=fast)
            print("Stopped." if stopped else "Not stopped: it does not run, or is in use.")
        case "dump" | "restore":
            with ensure(fast=fast) as server:
                program = "pg_dump" if act == "dump" else "psql"
                rest = ["--no-owner"] if act == "dump" else ["-q", "-v", "ON_ERROR_STOP=1"]
                order = [server.binaries[program], "-d", server.url, *rest]
                return subprocess.run(order, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
