"""The form of answers: an object with status 200, or an error in the processor's envelope."""

from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one call is answered."""

    body: Body
    status: int = 200


@dataclass(kw_only=True)
class Refusal(Exception):
    """The call is refused and has no effect. `keep` stores the refusal under its key."""

    message: str
    status: int = 400
    kind: str = "invalid_request_error"
    code: str = ""
    param: str = ""
    keep: bool = False
    extra: Body = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        """The refusal as an answer."""
        error: Body = {"type": self.kind, "message": self.message}
        if self.code:
            error |= {
                "code": self.code,
                "doc_url": f"https://docs.stripe.com/error-codes#{self.code}",
            }
        if self.param:
            error["param"] = self.param
        return Answer(status=self.status, body={"error": error | self.extra})


def missing(*, kind: str, ref: str, param: str = "id", status: int = 404) -> Refusal:
    """No such object: 404 for the one in the address, 400 for one named in a parameter."""
    return Refusal(
        status=status, code="resource_missing", param=param, message=f"No such {kind}: '{ref}'"
    )


def server_error() -> Answer:
    """The processor's own failure, which is kept under a key like any other answer."""
    message = "An unknown error occurred. (Ordered by a fault of the sandbox.)"
    return Answer(status=500, body={"error": {"type": "api_error", "message": message}})
