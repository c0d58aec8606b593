"""What a test may order and ask: faults, the clock, and the record of what was paid."""

import json
from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from redress.sandbox.answers import Refusal
from redress.sandbox.faults import ON_CALLS, ON_WEBHOOKS
from redress.sandbox.models import Charge, Control, Fault
from redress.sandbox.naming import sandbox_time
from redress.sandbox.serving import authorize


@require_http_methods(["GET"])
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 once tables and database are there."""
    Control.objects.count()
    return JsonResponse({"ready": True})


@require_http_methods(["GET", "POST", "DELETE"])
def faults(request: HttpRequest) -> HttpResponse:
    """List, order or forget misfortunes."""
    try:
        authorize(request)
        if request.method == "POST":
            _order(_body_of(request))
        if request.method == "DELETE":
            Fault.objects.all().delete()
    except Refusal as refusal:
        return JsonResponse(refusal.answer.body, status=refusal.answer.status)
    rows = Fault.objects.order_by("pk")
    listed = rows.values("id", "kind", "endpoint", "remaining", "rate", "milliseconds")
    return JsonResponse({"faults": list(listed)})


def _body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise Refusal(message="The body must be JSON.") from error
    if not isinstance(body, dict):
        raise Refusal(message="The body must be a JSON object.")
    return body


def _order(body: dict[str, Any]) -> None:
    unknown = body.keys() - {"kind", "endpoint", "count", "rate", "milliseconds"}
    if unknown:
        raise Refusal(code="parameter_unknown", message=f"Unknown: {', '.join(sorted(unknown))}")
    kinds = (*ON_CALLS, *ON_WEBHOOKS)
    if body.get("kind") not in kinds:
        raise Refusal(param="kind", message=f"kind must be one of {', '.join(kinds)}")
    count, rate, wait = body.get("count"), body.get("rate", 1), body.get("milliseconds", 0)
    if not (count is None or (isinstance(count, int) and count > 0)):
        raise Refusal(param="count", message="count must be a whole number above 0")
    if not (isinstance(rate, int | float) and 0 < rate <= 1):
        raise Refusal(param="rate", message="rate must be above 0 and at most 1")
    if not (isinstance(wait, int) and 0 <= wait <= 120_000):
        raise Refusal(param="milliseconds", message="milliseconds must be 0 to 120000")
    Fault.objects.create(
        kind=body["kind"],
        endpoint=str(body.get("endpoint", "*"))[:200],
        remaining=count,
        rate=rate,
        milliseconds=wait,
    )


@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Read or move the sandbox's clock."""
    try:
        authorize(request)
        if request.method == "POST":
            _move_clock(_body_of(request))
    except Refusal as refusal:
        return JsonResponse(refusal.answer.body, status=refusal.answer.status)
    return JsonResponse({"now": sandbox_time().isoformat()})


def _move_clock(body: dict[str, Any]) -> None:
    seconds = body.get("offset_seconds")
    if not isinstance(seconds, int) or abs(seconds) > 10 * 366 * 86_400:
        raise Refusal(param="offset_seconds", message="Give whole seconds.")
    Control.objects.update_or_create(pk=1, defaults={"offset_seconds": seconds})


@require_http_methods(["GET"])
def record(request: HttpRequest) -> HttpResponse:
    """Show every payment that succeeded, by the pledge in its metadata."""
    try:
        authorize(request)
    except Refusal as refusal:
        return JsonResponse(refusal.answer.body, status=refusal.answer.status)
    pledges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = Charge.objects.filter(status="succeeded").select_related("intent")
    for charge in rows.order_by("created_at", "pk"):
        pledges[charge.intent.metadata.get("pledge", "")].append(
            {
                "payment_intent": charge.intent_id,
                "charge": charge.pk,
                "amount": charge.amount,
                "currency": charge.currency,
                "amount_refunded": charge.amount_refunded,
            }
        )
    return JsonResponse({"pledges": pledges, "succeeded": sum(map(len, pledges.values()))})
