"""Compiling translations without gettext's own tools: `python -m redress.launch.compiling`."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def compile_translations(*, locale: Path = LOCALE) -> int:
    """Compile every catalog that is newer than what was made of it; says how many there were."""
    stale = [path for path in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(path)]
    for source in stale:
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parents[1].name, abort_invalid=True)
        unfinished = source.with_suffix(f".{os.getpid()}")  # two may compile at once
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(source.with_suffix(".mo"))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    print(f"{compile_translations()} catalogs compiled.")
