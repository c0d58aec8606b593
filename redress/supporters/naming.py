"""Which names may stand: people's, in any script, and nothing that acts or hides in one."""

import re
import unicodedata
from enum import StrEnum

LONGEST = 120
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\u2212")
_LINK = re.compile(
    r"://|\bwww\.|@|[a-z0-9-]{2,}\.(?:com|org|net|info|biz|io|ru|cn|xyz|top|site|online|shop|link"
    r"|club|app|dev|gov|edu|me|co|us)\b",
    re.IGNORECASE,
)
# letters of these look alike; a word that mixes them imitates another
_LOOKALIKES = ("LATIN", "CYRILLIC", "GREEK")


class NameFault(StrEnum):
    """Why a name is refused."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    HIDDEN = "hidden"  # control, zero-width and direction characters
    FORMULA = "formula"  # a spreadsheet would calculate it
    LINK = "link"
    NO_LETTER = "no_letter"
    MIXED = "mixed"


class NameRefused(ValueError):
    """This cannot stand as a name; `fault` says why."""

    def __init__(self, fault: NameFault) -> None:
        """Keep the reason for the page's sentence."""
        super().__init__(fault)
        self.fault = fault


def clean_name(typed: str) -> str:
    """The name in one normal form, with single blanks. Raises NameRefused."""
    if len(typed) > LONGEST * 4:
        raise NameRefused(NameFault.TOO_LONG)
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    fault = _fault(name)
    if fault:
        raise NameRefused(fault)
    return name


def _fault(name: str) -> NameFault | None:
    if not name:
        return NameFault.MISSING
    if len(name) > LONGEST:
        return NameFault.TOO_LONG
    if any(unicodedata.category(char)[0] == "C" for char in name):
        return NameFault.HIDDEN
    if name[0] in _FORMULA:
        return NameFault.FORMULA
    if _LINK.search(name) or "<" in name or ">" in name:
        return NameFault.LINK
    if not any(char.isalpha() for char in name):
        return NameFault.NO_LETTER
    if any(_mixes_scripts(word) for word in name.split()):
        return NameFault.MIXED
    return None


def _mixes_scripts(word: str) -> bool:
    if word.isascii():
        return False
    found = {
        script
        for char in word
        for script in _LOOKALIKES
        if char.isalpha() and unicodedata.name(char, "").startswith(script)
    }
    return len(found) > 1
