"""The words that an organization agrees to; a new version of them gets a new name."""

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDING = "2026-11"

AGREEMENT = _(
    "I may speak for this organization. It stands with this campaign. Until we withdraw, the"
    " campaign may show what is ticked here and nothing else, on its page and in what it sends."
    " We can change this or withdraw at any time, in one step."
)
WITHDRAWAL = _(
    "This organization stands with the campaign no longer. Nothing of it may be shown from now on."
)
# the labels of the tick boxes, by what they allow
ALLOWED: "dict[str, StrPromise]" = {
    "name": _("Show our name"),
    "logo": _("Show our logo"),
    "signatory": _("Show the name and title of the person who confirms"),
    "quote": _("Quote the sentence below"),
}


def agreed_text(allowed: Collection[str], *, language: str) -> str:
    """The words with each thing that was ticked, a line each."""
    with override(language):
        ticked = [str(label) for key, label in ALLOWED.items() if key in allowed]
        return "\n".join([str(AGREEMENT), *(f"+ {label}" for label in ticked)])


def withdrawn_text(*, language: str) -> str:
    """The words of the withdrawal."""
    with override(language):
        return str(WITHDRAWAL)


def sha256_of(text: str) -> str:
    """The hash that proves which words it was."""
    return hashlib.sha256(text.encode()).hexdigest()
