"""The words that a supporter agrees to, and their hash as the proof of which words it was."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from redress.supporters.models import Consent

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: "dict[str, StrPromise]" = {
    Consent.Kind.JOIN: _(
        "I join this campaign. My name and e-mail address are kept for it and its organizer may"
        " see them. I am counted once I confirm my address, and I can leave at any time."
    ),
    # the labels of the two tick boxes
    Consent.Kind.NAME: _("Show my name on the campaign page"),
    Consent.Kind.MILESTONES: _("Tell me about this campaign’s milestones"),
}


@cache  # the words change with the program alone
def words_sha256(kind: str, *, language: str) -> str:
    """The hash of the words as they stood in that language."""
    with override(language):
        return hashlib.sha256(str(WORDS[kind]).encode()).hexdigest()
