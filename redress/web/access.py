"""Who may open which address: every view's declared kind of access, read in one place.

A decorator declares most of them: `public_page`, `private_page`, `machine_endpoint`, `signed_in`,
`recently_signed_in`, `staff_page`, `studio_page`. A plain view that anybody may open is listed
here by the name of its address. An address that is neither breaks the build.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from redress.accounts.permissions import Ability
from redress.web.organize.pages import PAGES

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

# plain views that anybody may open: the name of the address, and why no decorator says it
PUBLIC: Mapping[str, str] = {
    "healthz": "for the machine that watches this one",
    "readyz": "for the machine that sends visitors here",
    "robots": "for crawlers",
    "petition_pdf": "the public petition as a file",
    "picture": "what public pages show; the view answers 404 for all else, but to who may see it",
    "start_first": "writing the first answer needs no account",
    "support": "joining needs no account",
    "check_inbox": "joining needs no account",
    "coalition_lost_link": "an organization needs no account; the link goes to its own address",
    "seen": "the count of visits, which knows nobody",
}
# signing in and out: anybody may come, whoever is signed in is sent on
ENTRY: Collection[str] = frozenset(
    {
        "account_login",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_passkey_login",
        "account_passkey_options",
        "mfa_authenticate",
        "account_logout",
    }
)
# exist only where the mailbox is shown, never in production
DEVELOPMENT: Collection[str] = frozenset(
    {"mailbox", "mailbox_message", "mailbox_html", "authenticator"}
)


class Kind(StrEnum):
    """Who may open an address."""

    PUBLIC = "public"
    ENTRY = "entry"
    TOKEN = "token"  # noqa: S105 - whoever holds the signed link
    MACHINE = "machine"
    DEVELOPMENT = "development"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    STUDIO = "studio"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Access:
    """The kind; for the house and for teams also the ability; whether a recent sign-in is asked."""

    kind: Kind
    ability: Ability | None = None
    recent: bool = False
    also: tuple[Ability, ...] = ()  # asked for by the view itself


class Undeclared(Exception):
    """An address does not say who may open it, or by which methods."""


def _of_part(access: Access, arguments: Mapping[str, object]) -> Access:
    page = PAGES.get(str(arguments.get("key")))
    return replace(access, also=(page.ability,)) if page else access


def _signed_in(access: Access, _arguments: Mapping[str, object]) -> Access:
    return replace(access, kind=Kind.SIGNED_IN)


# addresses that anybody reads whom the guard lets in, and that fewer may change
CHANGES: Mapping[str, Callable[[Access, Mapping[str, object]], Access]] = {
    "studio_part": _of_part,
    "studio_history": _of_part,
    "studio_merge": _of_part,
    "invitation": _signed_in,
    "organization_invitation": _signed_in,
}


def access_of(
    name: str,
    view: Callable[..., Any],
    *,
    method: str = "GET",
    arguments: Mapping[str, object] | None = None,
) -> Access:
    """What the view declares. Raises Undeclared with a sentence that names the address."""
    access = Access(
        kind=_kind_of(name, view),
        ability=getattr(view, "needs_ability", None),
        recent=getattr(view, "needs_recent_sign_in", False),
    )
    if method in _CHANGING and name in CHANGES:
        return CHANGES[name](access, arguments or {})
    return access


def _kind_of(name: str, view: Callable[..., Any]) -> Kind:
    for mark, kind in (
        ("verifies_machine", Kind.MACHINE),
        ("guards_campaign", Kind.STUDIO),
        ("guards_organization", Kind.ORGANIZATION),
        ("needs_ability", Kind.STAFF),
        ("needs_sign_in", Kind.SIGNED_IN),
        ("needs_recent_sign_in", Kind.SIGNED_IN),
        ("needs_token", Kind.TOKEN),
        ("is_public", Kind.PUBLIC),
    ):
        if getattr(view, mark, False):
            return kind
    for names, kind in (
        (PUBLIC, Kind.PUBLIC),
        (ENTRY, Kind.ENTRY),
        (DEVELOPMENT, Kind.DEVELOPMENT),
    ):
        if name in names:
            return kind
    raise Undeclared(
        f"The address {name!r} does not say who may open it: put a guard before its view"
        " (studio_page, staff_page, signed_in, private_page, public_page, machine_endpoint),"
        " or list its name in redress/web/access.py."
    )


def methods_of(name: str, view: Callable[..., Any]) -> frozenset[str]:
    """The methods by which the address may be asked. Raises Undeclared."""
    layer: Any = view
    while layer is not None:
        code = getattr(layer, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            cell = layer.__closure__[code.co_freevars.index("request_method_list")]
            return frozenset(cell.cell_contents)
        layer = getattr(layer, "__wrapped__", None)
    raise Undeclared(
        f"The address {name!r} does not say by which methods it may be asked: put"
        " require_safe, require_POST or require_http_methods before its view."
    )
