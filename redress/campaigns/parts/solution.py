"""The solution: what the rule says, what it shall say instead, and why in plain words."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, RuleChange, Section
from redress.campaigns.parts.part import (
    Data,
    Lack,
    Part,
    both_languages,
    both_or_none,
    text_of,
)
from redress.campaigns.parts.section import read_section, section_lacks, write_section
from redress.core.translated import Translated


def _read(campaign: Campaign) -> Data:
    data = read_section(campaign, Section.Kind.SOLUTION, "plain_words")
    data["changes"] = [
        {
            "citation": row.citation,
            "current_text": row.current_text,
            "proposed_text": row.proposed_text,
            "note": text_of(row.note),
        }
        for row in campaign.rule_changes.all()
    ]
    return data


def _write(campaign: Campaign, data: Data) -> None:
    write_section(campaign, Section.Kind.SOLUTION, data, "plain_words")
    campaign.rule_changes.all().delete()
    RuleChange.objects.bulk_create(
        RuleChange(
            campaign=campaign,
            position=position,
            citation=row["citation"],
            current_text=row["current_text"],
            proposed_text=row["proposed_text"],
            note=Translated(row["note"]),
        )
        for position, row in enumerate(data["changes"], start=1)
    )


def _lacks(data: Data) -> list[Lack]:
    lacks = [*section_lacks(data), *both_languages("plain_words", data["plain_words"])]
    if not data["changes"]:
        lacks.append(Lack(field="changes", sentence=_("No change of the rule is written yet.")))
    for place, row in enumerate(data["changes"]):
        lacks += _lacks_of_change(row, prefix=f"changes-{place}-")
    return lacks


def _lacks_of_change(row: Data, *, prefix: str) -> list[Lack]:
    lacks = both_or_none(f"{prefix}note", row["note"])
    if not row["citation"].strip():
        lacks.append(
            Lack(field=f"{prefix}citation", sentence=_("Say which paragraph is to change."))
        )
    if row["current_text"].split() == row["proposed_text"].split():
        lacks.append(
            Lack(
                field=f"{prefix}proposed_text",
                sentence=_("The proposed words are the same as those that stand."),
            )
        )
    return lacks


SOLUTION = Part(
    key="solution",
    title=_("Solution"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("sections", "rule_changes"),
)
