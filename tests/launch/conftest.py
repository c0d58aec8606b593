"""A data folder for sites that are really started."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from redress.core.database import find_binaries
from redress.core.database.server import halt
from redress.core.database.url import place_for


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="redress-var-"))
    made.chmod(0o755)
    yield made
    place = place_for(made)
    if place.home.exists():
        halt(place, find_binaries())
    shutil.rmtree(made)
