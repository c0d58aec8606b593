"""A grader of headers by the rules of the public Observatory, so that a page cannot slip unseen.

A page starts at 100. It loses for what is missing or unsafe; from 90 points on, it gains for what
is better than required. Two rules cannot be seen from one answer and are read kindly: a page that
sets no cookie stands like one whose cookies are all guarded, and a header that is ready for the
preload list stands like being on it.
"""

from dataclasses import dataclass, field
from typing import Any

BROAD = {"*", "http:", "https:", "ftp:", "data:", "blob:"}
PRIVATE_REFERRERS = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
HALF_A_YEAR, A_YEAR = 15_768_000, 31_536_000


@dataclass
class Grade:
    """Points with the reason of each."""

    changes: dict[str, int] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """The sum; gains count only for a page that loses little."""
        lost = 100 + sum(change for change in self.changes.values() if change < 0)
        gained = sum(change for change in self.changes.values() if change > 0)
        return max(0, lost + gained if lost >= 90 else lost)


def grade(response: Any) -> Grade:
    """Judge an answer that came over https."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    policy = directives(headers.get("content-security-policy", ""))
    return Grade(
        {
            "content security policy": _policy(policy),
            "cookies": _cookies(response.cookies),
            "cross-origin sharing": _sharing(headers),
            "referrer": _referrer(headers.get("referrer-policy", "")),
            "transport security": _transport(headers.get("strict-transport-security", "")),
            "nosniff": 0 if headers.get("x-content-type-options") == "nosniff" else -5,
            "framing": _framing(policy, headers.get("x-frame-options", "")),
            "resource policy": _resources(headers.get("cross-origin-resource-policy")),
        }
    )


def directives(text: str) -> dict[str, set[str]]:
    """A policy as directive to sources; the first of two with one name counts, as in browsers."""
    found: dict[str, set[str]] = {}
    for part in filter(str.strip, text.split(";")):
        name, *sources = part.split()
        found.setdefault(name.lower(), {source.lower() for source in sources})
    return found


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script = policy.get("script-src", default)
    style = policy.get("style-src", default)
    objects = policy.get("object-src", default)
    if script & (BROAD | {"'unsafe-inline'"}) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for found in policy.values() for source in found):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if style & (BROAD | {"'unsafe-inline'"}):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookies(cookies: Any) -> int:
    for cookie in cookies.values():
        if not cookie["secure"] or not cookie["httponly"]:
            return -40
        if cookie["samesite"] not in {"Lax", "Strict"}:
            return -20
    return 5


def _sharing(headers: dict[str, str]) -> int:
    allows = headers.get("access-control-allow-origin")
    with_cookies = headers.get("access-control-allow-credentials") == "true"
    return -50 if allows is not None and with_cookies else 0


def _referrer(value: str) -> int:
    if not value:
        return 0
    return 5 if value in PRIVATE_REFERRERS else -5


def _transport(value: str) -> int:
    parts = [part.strip().lower() for part in value.split(";")]
    ages = [int(part[8:]) for part in parts if part.startswith("max-age=")]
    if not ages:
        return -20
    if ages[0] < HALF_A_YEAR:
        return -10
    return 5 if ages[0] >= A_YEAR and {"includesubdomains", "preload"} <= set(parts) else 0


def _framing(policy: dict[str, set[str]], header: str) -> int:
    if "frame-ancestors" in policy and not policy["frame-ancestors"] & BROAD:
        return 5
    return 0 if header in {"DENY", "SAMEORIGIN"} else -20


def _resources(value: str | None) -> int:
    return 10 if value in {"same-origin", "same-site"} else 0
