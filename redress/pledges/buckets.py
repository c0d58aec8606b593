"""How many calls a second may go to the processor, shared by all workers in PostgreSQL."""

import random
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from redress.core.locks import refuse_transaction

CHARGES = "charges"
LEAST_SHARE = 0.05
GROWS_BACK_IN = 300.0  # seconds from nothing to the full rate
LONGEST_NAP = 2.0

# One statement: fill by the time gone, then take one token or say how long to wait. A token may
# be owed: whoever finds none reserves the next, so that those who wait do not all wake at once.
_TAKE = """
INSERT INTO pledges_ratebucket AS b (name, tokens, filled_at, rate_share)
VALUES (%(name)s, %(burst)s - 1, clock_timestamp(), 1)
ON CONFLICT (name) DO UPDATE SET
    rate_share = least(1, b.rate_share
                 + extract(epoch FROM clock_timestamp() - b.filled_at) / %(grows)s),
    tokens = least(%(burst)s, b.tokens + b.rate_share * %(rate)s
                 * greatest(0, extract(epoch FROM clock_timestamp() - b.filled_at))) - 1,
    filled_at = greatest(clock_timestamp(), b.filled_at)
RETURNING tokens, rate_share
"""
_HALVE = """
UPDATE pledges_ratebucket SET rate_share = greatest(%s, rate_share / 2), tokens = least(tokens, 0)
 WHERE name = %s RETURNING rate_share
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A token is ours; use it after that many seconds."""

    wait_seconds: float


def take(name: str = CHARGES) -> Taken:
    """Take one token of the bucket; says how long to wait before it may be used."""
    rate = settings.CHARGES_PER_SECOND
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE, {"name": name, "burst": max(1.0, rate / 4), "rate": rate, "grows": GROWS_BACK_IN}
        )
        tokens, share = cursor.fetchone()
    return Taken(max(0.0, -tokens / (rate * share)))


def wait_for_turn(name: str = CHARGES) -> None:
    """Sleep until this call may go out. Never inside a transaction."""
    refuse_transaction()
    remaining = take(name).wait_seconds
    while remaining > 0:
        nap = min(remaining, LONGEST_NAP)
        time.sleep(nap)
        remaining -= nap


def slow_down(name: str = CHARGES, retry_after: float | None = None) -> float:
    """Halve the rate after a 429; it grows back within minutes. Returns the share that is left."""
    with connection.cursor() as cursor:
        cursor.execute(_HALVE, [LEAST_SHARE, name])
        row = cursor.fetchone()
    if retry_after:
        # not all at the same instant
        time.sleep(min(retry_after, LONGEST_NAP) * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
    return float(row[0]) if row else 1.0
