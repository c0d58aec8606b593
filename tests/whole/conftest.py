"""A site whose database survives a power cut, on a cluster of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from redress.core.database import Running, ensure
from tests.journeys.site import Site


@pytest.fixture
def cluster() -> Iterator[Running]:
    """A PostgreSQL of its own with every safeguard on: it may be killed."""
    root = Path(tempfile.mkdtemp(prefix="redress-whole-"))
    root.chmod(0o755)  # as root, the server runs under another account
    running = ensure(root=root)
    try:
        yield running
    finally:
        running.revive()
        running.stop()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def site(cluster: Running) -> Iterator[Site]:
    """The whole site on that cluster, without a campaign."""
    site = Site(
        server_url=cluster.url,
        database="whole",
        mode="test",
        REDRESS_CHARGES_PER_SECOND="2",
        REDRESS_LOG_LEVEL="CRITICAL",
    )
    try:
        site.make(demonstration=False)
        site.start()
        yield site
    finally:
        cluster.revive()
        site.stop()
