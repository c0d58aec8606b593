"""One call of the API as the endpoints see it, and what listing and finding have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from redress.sandbox.answers import Body, missing
from redress.sandbox.models import Named
from redress.sandbox.parameters import Params

_SECOND = timedelta(seconds=1)
_SPANS: Mapping[str, Callable[[datetime], Q]] = {
    # the API counts in whole seconds: a row within the named second is as old as that second
    "gt": lambda at: Q(created_at__gte=at + _SECOND),
    "gte": lambda at: Q(created_at__gte=at),
    "lt": lambda at: Q(created_at__lt=at),
    "lte": lambda at: Q(created_at__lt=at + _SECOND),
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """What was asked: the ids in the path, the parameters, and where from."""

    params: Params
    ref: str = ""
    origin: str = ""
    request_id: str = ""
    key: str = ""
    expand: list[str] = field(default_factory=list)


def find[Row: models.Model](rows: models.QuerySet[Row], *, kind: str, ref: str) -> Row:
    """The row of this id, or the 404 that the API gives."""
    found = rows.filter(pk=ref).first()
    if found is None:
        raise missing(kind=kind, ref=ref)
    return found


def named[Row: models.Model](rows: models.QuerySet[Row], *, kind: str, ref: str, param: str) -> Row:
    """The row that a parameter names, or the 400 that the API gives."""
    found = rows.filter(pk=ref).first()
    if found is None:
        raise missing(kind=kind, ref=ref, param=param, status=400)
    return found


def listing[Row: Named](
    rows: models.QuerySet[Row], *, shape: Callable[[Row], Body], url: str, params: Params
) -> Body:
    """One page of rows, newest first, after `starting_after`."""
    for operator, at in params.get("created", {}).items():
        rows = rows.filter(_SPANS[operator](at))
    if after := params.get("starting_after"):
        mark = named(rows, kind="object", ref=after, param="starting_after")
        earlier = Q(created_at__lt=mark.created_at)
        rows = rows.filter(earlier | Q(created_at=mark.created_at, pk__lt=after))
    limit = max(1, min(100, params.get("limit", 10)))
    page = list(rows.order_by("-created_at", "-pk")[: limit + 1])
    return {
        "object": "list",
        "url": url,
        "has_more": len(page) > limit,
        "data": [shape(row) for row in page[:limit]],
    }
