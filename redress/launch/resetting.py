"""Deleting the local data after asking: `make reset`."""

import os
import shutil
import sys
from pathlib import Path

from redress.core.database import DatabaseUnavailable, is_in_use, is_named, release
from redress.core.database.url import place_for, project_var

MADE_HERE = ("postgres", "test-postgres", "media", "static")


def local_data() -> list[Path]:
    """List the folders of local data that exist; nothing else is ever deleted."""
    places = [place_for(fast=fast) for fast in (False, True)]
    found = {project_var() / name for name in MADE_HERE}
    found |= {folder for place in places for folder in (place.home, place.sockets)}
    return sorted(folder for folder in found if folder.exists())


def main() -> int:
    """Ask, then delete; refuses while something runs."""
    folders = local_data()
    if not folders:
        print("There is no local data.")
        return 0
    for fast in (False, True):
        try:
            release(fast=fast)
        except DatabaseUnavailable as error:
            print(error, file=sys.stderr)
            return 1
        if is_in_use(fast=fast):
            print("Something still uses the local database; stop it first.", file=sys.stderr)
            return 1
    print("This deletes:", *folders, sep="\n  ")
    if is_named(os.environ):
        print("The database that DATABASE_URL names is not touched.")
    if not _agreed():
        print("Nothing was deleted.")
        return 1
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=not folder.exists())  # sockets may lie in the home
    print("Deleted.")
    return 0


def _agreed() -> bool:
    try:
        return input("Delete all of it? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


if __name__ == "__main__":
    sys.exit(main())
