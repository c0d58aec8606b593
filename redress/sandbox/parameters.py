"""Reading `a[b]=c` forms, and refusing what an endpoint does not know."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict

from redress.sandbox.answers import Refusal

Params = dict[str, Any]
Reader = Callable[[str, Any], Any]
_PART = re.compile(r"\[([^\[\]]*)\]")


def read_form(query: QueryDict) -> Params:
    """Unfold the bracketed names into nested dictionaries; lists keep numbers as names."""
    params: Params = {}
    for name, values in query.lists():
        top, _, rest = name.partition("[")
        path = [top, *_PART.findall(f"[{rest}" if rest else "")]
        for number, value in enumerate(values):
            steps = [step or str(number) for step in path]
            here = params
            for step in steps[:-1]:
                inner = here.setdefault(step, {})
                if not isinstance(inner, dict):
                    raise Refusal(message=f"Invalid object: {top}", param=top)
                here = inner
            here[steps[-1]] = value
    return params


def checked(params: Params, known: Mapping[str, Reader], required: Iterable[str] = ()) -> Params:
    """Read every parameter by its reader; unknown and missing ones are refused."""
    unknown = [name for name in params if name not in known]
    if unknown:
        word = "parameter" if len(unknown) == 1 else "parameters"
        raise Refusal(
            code="parameter_unknown",
            param=unknown[0],
            message=f"Received unknown {word}: {', '.join(unknown)}",
        )
    for name in required:
        if params.get(name) in (None, "", {}):
            message = f"Missing required param: {name}."
            raise Refusal(code="parameter_missing", param=name, message=message)
    return {name: known[name](name, value) for name, value in params.items()}


def refuse_fixed_types(params: Params) -> None:
    """Since the version `endive` the types are a filter, `allowed_payment_method_types`."""
    if "payment_method_types" in params:
        raise Refusal(
            code="payment_method_types_no_longer_supported",
            param="payment_method_types",
            message="Use allowed_payment_method_types, or let the types be chosen dynamically.",
        )
    allowed = params.get("allowed_payment_method_types")
    if allowed is not None and allowed != {"0": "card"}:
        message = "The sandbox knows cards alone."
        raise Refusal(message=message, param="allowed_payment_method_types")


def text(name: str, value: Any) -> str:
    """A string of at most 5,000 characters."""
    if not isinstance(value, str):
        raise Refusal(message="Invalid string", param=name)
    if len(value) > 5000 or "\x00" in value:
        raise Refusal(message=f"Invalid string: {name} is too long or has a NUL", param=name)
    return value


def choice(*allowed: str) -> Reader:
    """One of the given words."""

    def read(name: str, value: Any) -> str:
        if value not in allowed:
            message = f"Invalid {name}: must be one of {', '.join(allowed)}"
            raise Refusal(message=message, param=name)
        return str(value)

    return read


def truth(name: str, value: Any) -> bool:
    """`true` or `false`."""
    if value not in ("true", "false"):
        raise Refusal(message=f"Invalid boolean: {value}", param=name)
    return bool(value == "true")


def whole(name: str, value: Any) -> int:
    """A whole number from 0 up."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,15}", value):
        message = f"Invalid integer: {value}"
        raise Refusal(code="parameter_invalid_integer", param=name, message=message)
    return int(value)


def address(name: str, value: Any) -> str:
    """An http or https address."""
    found = text(name, value)
    if not re.match(r"https?://[^\s/]+", found):
        raise Refusal(code="url_invalid", param=name, message="Not a valid URL")
    return found


def words(name: str, value: Any) -> list[str]:
    """A list of strings."""
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Refusal(message="Invalid array", param=name)
    return [text(name, one) for one in value.values()]


def metadata(name: str, value: Any) -> dict[str, str]:
    """At most 50 names of 40 characters with texts of 500."""
    if value == "":
        return {}
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Refusal(message="Invalid metadata", param=name)
    if len(value) > 50 or any(len(k) > 40 or len(v) > 500 for k, v in value.items()):
        raise Refusal(message="Metadata is limited to 50 keys of 40 and 500 characters", param=name)
    return dict(value)


def group(known: Mapping[str, Reader]) -> Reader:
    """Named parameters below one name."""

    def read(name: str, value: Any) -> Params:
        if not isinstance(value, dict):
            raise Refusal(message="Invalid object", param=name)
        return checked(value, known)

    return read


def moment(name: str, value: Any) -> datetime:
    """Seconds since 1970."""
    return datetime.fromtimestamp(whole(name, value), UTC)


LISTING: Mapping[str, Reader] = {
    "limit": whole,
    "starting_after": text,
    "created": group({"gt": moment, "gte": moment, "lt": moment, "lte": moment}),
}
"""Parameters of every listing. `expand` is taken off before an endpoint is asked."""
