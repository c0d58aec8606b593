"""A section of the page as data: the note in the margin, the heading and the words."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, Section
from redress.campaigns.parts.part import (
    Data,
    Lack,
    both_languages,
    both_or_none,
    text_of,
)
from redress.core.html import word_count
from redress.core.translated import Translated

LEAST_WORDS = 40
MOST_WORDS = 900
TEXTS = ("note", "heading", "body")


def read_section(campaign: Campaign, kind: str, *texts: str) -> Data:
    """The section's texts by name, note, heading and body unless others are named too."""
    found = next((row for row in campaign.sections.all() if row.kind == kind), None)
    return {name: text_of(getattr(found, name, None)) for name in (*TEXTS, *texts)}


def write_section(campaign: Campaign, kind: str, data: Data, *texts: str) -> None:
    """Put the section's texts into its row."""
    Section.objects.update_or_create(
        campaign=campaign,
        kind=kind,
        defaults={name: Translated(data[name]) for name in (*TEXTS, *texts)},
    )


def section_lacks(data: Data) -> list[Lack]:
    """What a section lacks: words in each language, enough of them, and no half heading."""
    lacks = [
        *both_or_none("note", data["note"]),
        *both_or_none("heading", data["heading"]),
        *both_languages("body", data["body"]),
    ]
    for code, text in data["body"].items():
        if text.strip() and word_count(text, code) < LEAST_WORDS:
            lacks.append(
                Lack(
                    field=f"body_{code}",
                    sentence=_("This text has fewer than 40 words."),
                    language=code,
                )
            )
    return lacks
