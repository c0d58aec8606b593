"""Misfortunes on order: which of them strikes now."""

import random
from fnmatch import fnmatchcase

from django.db.models import F

from redress.sandbox.models import Fault

ON_CALLS = (
    "http_429",
    "drop_before",
    "latency",
    "http_500",
    "http_500_after",
    "latency_after",
    "drop_after",
)
ON_WEBHOOKS = ("webhook_duplicate", "webhook_delay", "webhook_drop")
_dice = random.SystemRandom()


def ordered() -> list[Fault]:
    """Every misfortune on order, oldest first; read once per call."""
    return list(Fault.objects.order_by("pk"))


def strikes(kind: str, endpoint: str, *, among: list[Fault]) -> Fault | None:
    """The fault of this kind that strikes here and now, with one of its count used up."""
    for fault in among:
        if fault.kind != kind or not fnmatchcase(endpoint, fault.endpoint):
            continue
        if fault.rate < 1 and _dice.random() >= fault.rate:
            continue
        if fault.remaining is None or _use_up(fault):
            return fault
    return None


def _use_up(fault: Fault) -> bool:
    rows = Fault.objects.filter(pk=fault.pk, remaining__gt=0)
    return rows.update(remaining=F("remaining") - 1) == 1
