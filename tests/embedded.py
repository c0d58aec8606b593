"""Loaded before Django's settings: the tests' own PostgreSQL and the tests' own mode."""

import atexit
import os

from redress.core.database import ensure

os.environ["REDRESS_MODE"] = "test"
os.environ["REDRESS_PROCESSOR"] = "sandbox"
if not os.environ.get("DATABASE_URL"):
    # a cluster of its own: nothing of it must survive a power cut, and `make run` keeps running
    _server = ensure(fast=True)
    os.environ["DATABASE_URL"] = _server.url
    atexit.register(_server.stop)
