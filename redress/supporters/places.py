"""From a postcode to a state; five digits are read as a ZIP code, everything else is kept."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("data") / "zip3_states.json"
_ZIP = re.compile(r"(\d{5})(?:[- ]?\d{4})?")
_OTHER = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}")


class PostcodeRefused(ValueError):
    """What was typed is no postcode of any country."""


@dataclass(frozen=True, slots=True)
class Place:
    """A postcode and the state that it lies in; both '' where nothing is known."""

    postcode: str = ""
    state: str = ""


@cache
def _states() -> dict[str, str]:
    table: dict[str, list[str]] = json.loads(_TABLE.read_text())
    return {
        f"{prefix:03}": state
        for state, spans in table.items()
        for span in spans
        for prefix in range(int(span[:3]), int(span[-3:]) + 1)
    }


def place_of(typed: str) -> Place:
    """The place that a postcode names. Raises PostcodeRefused.

    Of a ZIP+4 only the first five digits are kept: the rest would point at a house.
    """
    text = " ".join(typed.split()).upper()
    if not text:
        return Place()
    if found := _ZIP.fullmatch(text):
        digits = found[1]
        return Place(digits, _states().get(digits[:3], ""))
    if not _OTHER.fullmatch(text) or not any(char.isdigit() for char in text):
        raise PostcodeRefused
    return Place(text)
