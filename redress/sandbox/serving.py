"""The API's front door: who may call, what misfortune strikes, which endpoint answers."""

import base64
import binascii
import threading
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from redress.sandbox import endpoints, faults, keys
from redress.sandbox.answers import Answer, Refusal, server_error
from redress.sandbox.calls import Call
from redress.sandbox.endpoints import Endpoint
from redress.sandbox.keys import Outcome
from redress.sandbox.models import Fault
from redress.sandbox.naming import new_id
from redress.sandbox.parameters import Params, read_form
from redress.sandbox.shapes import expand

DROP = "X-Sandbox-Drop"
"""Tells the server to close the connection without an answer."""


def api(request: HttpRequest) -> HttpResponse:
    """Answer one call of the API."""
    request_id = new_id("req", 14)
    try:
        authorize(request)
        outcome = _dispatch(request, request_id)
    except Refusal as refusal:
        outcome = Outcome(answer=refusal.answer)
    except _Dropped:
        return HttpResponse(headers={DROP: "1"})
    response = JsonResponse(outcome.answer.body, status=outcome.answer.status)
    response["Request-Id"] = request_id
    response["Stripe-Version"] = request.headers.get("Stripe-Version", "")
    if key := request.headers.get("Idempotency-Key", ""):
        response["Idempotency-Key"] = key[: keys.LONGEST]
    if outcome.replay_of:
        response["Idempotent-Replayed"] = "true"
        response["Original-Request"] = outcome.replay_of
    if outcome.answer.status in (409, 429):
        response["Stripe-Should-Retry"] = "true"
    if outcome.answer.status == 429:
        response["Retry-After"] = "1"
    return response


class _Dropped(Exception):
    """The connection is to be closed without an answer."""


def authorize(request: HttpRequest) -> None:
    """Let test keys in and nobody else; a live key must never come near a sandbox."""
    key = _key_of(request.headers.get("Authorization", ""))
    if not key:
        message = "You did not provide an API key. Use `Authorization: Bearer sk_test_…`."
    elif key.startswith(("sk_live_", "rk_live_")):
        message = "This is a sandbox. It refuses live keys; take this key out of the settings."
    elif not key.startswith("sk_test_") or len(key) > 200:
        message = "Invalid API Key provided: the sandbox takes keys beginning with sk_test_."
    else:
        return
    raise Refusal(status=401, message=message)


def _key_of(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return decoded.partition(":")[0]
    return ""


def _dispatch(request: HttpRequest, request_id: str) -> Outcome:
    verb, path = request.method or "", request.path
    found = endpoints.match(verb, path)
    if found is None:
        message = f"Unrecognized request URL ({verb}: {path})."
        raise Refusal(status=404, message=message)
    endpoint, ref = found
    what = f"{verb} {path}"
    _limit(what=f"{endpoint.verb} {endpoint.path}")
    ordered = faults.ordered()
    _strike_before(what, ordered)
    params = _params_of(request)
    paths = params.pop("expand", {})
    call = Call(
        params=params,
        ref=ref,
        origin=f"{request.scheme}://{request.get_host()}",
        request_id=request_id,
        key=request.headers.get("Idempotency-Key", "") if verb == "POST" else "",
        expand=list(paths.values()) if isinstance(paths, dict) else [paths],
    )
    outcome = _answer(endpoint, call, what=what, ordered=ordered)
    _strike_after(what, ordered)
    return outcome


def _params_of(request: HttpRequest) -> Params:
    if request.method == "POST":
        body = QueryDict(request.body, encoding="utf-8")
        return read_form(body)
    return read_form(request.GET)


def _answer(endpoint: Endpoint, call: Call, *, what: str, ordered: list[Fault]) -> Outcome:
    def work() -> Answer:
        if faults.strikes("http_500", what, among=ordered):
            return server_error()
        answered = endpoint.answer(call)
        answer = answered if isinstance(answered, Answer) else Answer(body=answered)
        if answer.status == 200:
            expand(answer.body, call.expand)
        return server_error() if faults.strikes("http_500_after", what, among=ordered) else answer

    if call.key:
        asked = {**call.params, "expand": call.expand}
        return keys.answer_once(
            key=call.key, request_id=call.request_id, what=what, params=asked, work=work
        )
    with transaction.atomic():
        return Outcome(answer=work())


def _strike_before(what: str, ordered: list[Fault]) -> None:
    if faults.strikes("http_429", what, among=ordered):
        raise _too_many()
    if late := faults.strikes("latency", what, among=ordered):
        _linger(late.milliseconds)
    if faults.strikes("drop_before", what, among=ordered):
        raise _Dropped


def _strike_after(what: str, ordered: list[Fault]) -> None:
    if late := faults.strikes("latency_after", what, among=ordered):
        _linger(late.milliseconds)
    if faults.strikes("drop_after", what, among=ordered):
        raise _Dropped


def _linger(milliseconds: int) -> None:
    connection.close()  # whoever waits must not hold a connection that others need
    time.sleep(milliseconds / 1000)


def _too_many() -> Refusal:
    return Refusal(status=429, code="rate_limit", message="Request rate limit exceeded.")


class _Meter:
    """Calls in the present second, per endpoint and in all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._second = 0
        self._seen: Counter[str] = Counter()

    def allows(self, what: str, limit: int) -> bool:
        """Count one call; False when it is one too many."""
        with self._lock:
            second = int(self._clock())
            if second != self._second:
                self._second, self._seen = second, Counter()
            self._seen[what] += 1
            return self._seen[what] <= limit and self._seen.total() <= 4 * limit


_meter = _Meter()


def _limit(*, what: str) -> None:
    limit: int = getattr(settings, "RATE_LIMIT", 0)
    if limit and not _meter.allows(what, limit):
        raise _too_many()
