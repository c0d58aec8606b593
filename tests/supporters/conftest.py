"""Every test here runs at NOW by both clocks."""

import pytest


@pytest.fixture(autouse=True)
def _at_now(at_now: None) -> None:
    """The factories' campaign is open."""
