"""The text of a petition: built from rows, frozen by hash, approved by hash."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction

from redress.campaigns.models import CampaignEvent, Source
from redress.campaigns.states import Status as CampaignStatus
from redress.petitions import redline
from redress.petitions.models import CounselReview, Part, Petition, PetitionVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from redress.accounts.models import User

SCHEMA = 1
# what an agency is petitioned with when its rule prescribes no words (5 U.S.C. § 553(e))
USUAL_TITLE_WORDS = "Petition for Rulemaking"
_UNDECIDED = frozenset(
    {
        CampaignStatus.DRAFT,
        CampaignStatus.IN_REVIEW,
        CampaignStatus.CHANGES_REQUESTED,
        CampaignStatus.LIVE,
        CampaignStatus.PAUSED,
    }
)
_PART_OF_ROWS = (
    (Part.Kind.INTEREST, "parties"),
    (Part.Kind.ACTION_REQUESTED, "text_changes"),
    (Part.Kind.AUTHORITY, "authorities"),
)
_HEADINGS = {
    Part.Kind.INTEREST: "Petitioners and their interest",
    Part.Kind.ACTION_REQUESTED: "Action requested",
    Part.Kind.AUTHORITY: "Authority",
}
_ACTION_LINES = {
    Petition.Kind.ISSUE: "To issue a rule",
    Petition.Kind.AMEND: "To amend",
    Petition.Kind.REPEAL: "To repeal",
}


class TextIsSent(Exception):
    """The petition has been filed, so its words can no longer be changed here."""


class TextHasChanged(Exception):
    """The words are no longer those that were to be approved; read the new version first."""


def build_content(petition: Petition) -> dict[str, Any]:
    """Everything the petition says, as plain JSON values in reading order."""
    return {
        "schema": SCHEMA,
        "language": petition.language,
        "title_words": title_words(petition),
        "title": petition.title,
        "re_line": petition.re_line,
        "kind": petition.kind,
        "action_line": _action_line(petition),
        "rule_line": f"5 U.S.C. § 553(e); {petition.rule.citation}"
        if petition.agency.jurisdiction == "federal"
        else petition.rule.citation,
        "notice": petition.campaign.notice.within(petition.language),
        "agency": {
            "code": petition.agency.code,
            "name": petition.agency.caption_name,
            "addressee_lines": _lines(petition.rule.addressee) or [petition.agency.caption_name],
        },
        "petition_rule": {"citation": petition.rule.citation, "version": petition.rule.version},
        "counsel": {
            "name": petition.counsel_name,
            "firm": petition.counsel_firm,
            "address_lines": _lines(petition.counsel_address),
        },
        **_rows(petition),
    }


def canonical(content: dict[str, Any]) -> str:
    """The one spelling of a content that is hashed and attached: sorted keys, no ASCII escapes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical spelling, as hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def text_hash(petition: Petition) -> str:
    """The hash of the text as its rows stand in the database now, frozen or not."""
    return content_hash(build_content(_read(Petition.objects.all(), petition.pk)))


def title_words(petition: Petition) -> str:
    """The words the agency wants to see in a prominent place."""
    return petition.rule.title_words[0] if petition.rule.title_words else USUAL_TITLE_WORDS


def current_version(petition: Petition) -> PetitionVersion | None:
    """The newest version, or None before the first freeze."""
    return petition.versions.order_by("-number").first()


@transaction.atomic
def freeze(petition: Petition, now: datetime) -> PetitionVersion:
    """Make a version of the present words; the same words again give the same version.

    New words void every review of the earlier ones and the campaign's approval that rests on
    them. Raises TextIsSent when the words changed after filing.
    """
    locked = _read(Petition.objects.select_for_update(of=("self",)), petition.pk)
    content = build_content(locked)
    sha256 = content_hash(content)
    newest = current_version(locked)
    if newest is not None and newest.sha256 == sha256:
        return newest
    if newest is not None and locked.was_sent:
        raise TextIsSent("This petition has been filed; its text cannot be changed any more.")
    _void(locked, sha256=sha256, now=now)
    return PetitionVersion.objects.create(
        petition=locked,
        number=newest.number + 1 if newest else 1,
        content=content,
        sha256=sha256,
        created_at=now,
        frozen_at=now,
    )


@transaction.atomic
def sign_off(
    *,
    version: PetitionVersion,
    counsel: User,
    now: datetime,
    note: str = "",
    verdict: CounselReview.Verdict = CounselReview.Verdict.APPROVED,
) -> CounselReview:
    """Record what counsel says about exactly this text.

    Raises TextHasChanged when the version is not the newest or its rows have moved on since.
    """
    petition = _read(Petition.objects.select_for_update(of=("self",)), version.petition_id)
    newest = current_version(petition)
    if newest is None or newest.pk != version.pk or text_hash(petition) != version.sha256:
        raise TextHasChanged("The text has changed since this version was made.")
    return CounselReview.objects.create(
        version=version,
        counsel=counsel,
        sha256=version.sha256,
        verdict=verdict,
        note=note,
        at=now,
    )


def standing_approval(petition: Petition) -> CounselReview | None:
    """Counsel's approval of the words as they stand now, or None; one edited word ends it."""
    newest = current_version(petition)
    if newest is None or newest.sha256 != text_hash(petition):
        return None
    last = newest.reviews.filter(voided_at__isnull=True).order_by("-at", "-pk").first()
    if last is None or last.verdict != CounselReview.Verdict.APPROVED:
        return None
    return last if last.sha256 == newest.sha256 else None


def _read(petitions: QuerySet[Petition], pk: int) -> Petition:
    # what a caller holds may be older than the row, and an approval must not rest on that
    return petitions.select_related("campaign", "agency", "rule").get(pk=pk)


def _void(petition: Petition, *, sha256: str, now: datetime) -> None:
    """End what rests on older words."""
    CounselReview.objects.filter(version__petition=petition, voided_at__isnull=True).update(
        voided_at=now
    )
    if petition.campaign.status not in _UNDECIDED:
        return
    ended = (
        petition.campaign.approvals.filter(voided_at__isnull=True)
        .exclude(text_sha256=sha256)
        .update(voided_at=now, void_reason="The text of the petition changed.")
    )
    if ended:
        CampaignEvent.objects.create(
            campaign=petition.campaign,
            kind="approval_voided",
            at=now,
            note="The text of the petition changed.",
        )


def _rows(petition: Petition) -> dict[str, Any]:
    parts, sources = _parts_and_sources(petition)
    rows: dict[str, list[dict[str, Any]]] = {
        "parties": _plain(
            petition.parties.order_by("-is_lead", "position").values(
                "kind", "name", "represented_by", "title", "city", "state", "interest", "is_lead"
            )
        ),
        "sources": sources,
        "authorities": _plain(
            petition.authorities.order_by("category", "citation", "pin").values(
                "category", "citation", "pin", "gives"
            )
        ),
        "text_changes": [
            {
                "cfr_ref": change.cfr_ref,
                "instruction": change.instruction,
                "base_date": change.base_date.isoformat(),
                "base_text": change.base_text,
                "proposed_text": change.proposed_text,
                "note": change.note,
            }
            for change in petition.text_changes.order_by("position")
        ],
    }
    return {**rows, "parts": _with_needed_parts(parts, rows)}


def _parts_and_sources(
    petition: Petition,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    parts = []
    sources: dict[int, Source] = {}
    for part in petition.parts.order_by("position").prefetch_related("paragraphs__source"):
        paragraphs = sorted(part.paragraphs.all(), key=lambda paragraph: paragraph.number)
        sources |= {p.source.number: p.source for p in paragraphs if p.source is not None}
        parts.append(
            {
                "kind": part.kind,
                "heading": part.heading,
                "body": redline.paragraphs(part.body),
                "paragraphs": [
                    {
                        "number": paragraph.number,
                        "text": paragraph.text,
                        "source": paragraph.source.number if paragraph.source else None,
                    }
                    for paragraph in paragraphs
                ],
            }
        )
    return parts, [
        {
            "number": number,
            "citation": sources[number].citation.within(petition.language),
            "url": sources[number].url,
        }
        for number in sorted(sources)
    ]


def _plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _with_needed_parts(
    parts: list[dict[str, Any]], rows: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Give rows that have no part of their own one, so that nothing is left unsaid."""
    order = list(Part.Kind.values)
    complete = list(parts)
    for kind, name in _PART_OF_ROWS:
        if rows[name] and not any(part["kind"] == kind for part in parts):
            heading = _HEADINGS[kind]
            later = (
                index
                for index, part in enumerate(complete)
                if order.index(part["kind"]) > order.index(kind)
            )
            complete.insert(
                next(later, len(complete)),
                {"kind": kind.value, "heading": heading, "body": [], "paragraphs": []},
            )
    return complete


def _action_line(petition: Petition) -> str:
    places = [change.cfr_ref for change in petition.text_changes.order_by("position")]
    return " ".join([_ACTION_LINES[Petition.Kind(petition.kind)], ", ".join(places)]).strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
