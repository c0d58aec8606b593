"""Rows of a petition: its text, its versions with what rests on them, and its events."""

from redress.petitions.models.events import AgencyEvent, AgencyEventKind, PetitionEvent
from redress.petitions.models.text import (
    AFTER_GRANT,
    DECIDED,
    SENT,
    WITH_THE_AGENCY,
    Authority,
    Outcome,
    Paragraph,
    Part,
    Party,
    Petition,
    RuleTextChange,
    Status,
)
from redress.petitions.models.versions import (
    CounselReview,
    PetitionVersion,
    RenderedDocument,
    SignOn,
)

__all__ = [
    "AFTER_GRANT",
    "DECIDED",
    "SENT",
    "WITH_THE_AGENCY",
    "AgencyEvent",
    "AgencyEventKind",
    "Authority",
    "CounselReview",
    "Outcome",
    "Paragraph",
    "Part",
    "Party",
    "Petition",
    "PetitionEvent",
    "PetitionVersion",
    "RenderedDocument",
    "RuleTextChange",
    "SignOn",
    "Status",
]
