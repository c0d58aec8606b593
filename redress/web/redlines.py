"""A place of the rules with its words struck and inserted, as pages draw it."""

from dataclasses import dataclass

from redress.petitions import redline


@dataclass(frozen=True, slots=True)
class RedlineChange:
    """One place of the rules with its words struck and inserted."""

    reference: str
    paragraphs: list[list[dict[str, str]]]
    note: str


def redline_change(*, reference: str, current: str, proposed: str, note: str) -> RedlineChange:
    """The redline of one place, from the words that stand and those that are asked for."""
    rows = redline.as_rows(redline.compare(base=current, proposed=proposed))
    return RedlineChange(reference=reference, paragraphs=rows, note=note)
