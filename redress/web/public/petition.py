"""The petition as a web page with paragraph anchors, and as the stored PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.utils.http import quote_etag
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from redress.campaigns.models import Campaign
from redress.petitions import cosigning, drafting, redline, rendering
from redress.petitions.models import Authority, Petition, PetitionVersion, RenderedDocument
from redress.web.addresses import page_path
from redress.web.caching import HOW_LONG, public_page
from redress.web.finding import campaign_or_404

NAMES_SHOWN = 200
"""How many co-signers the page lists; the PDF has them all."""
RETRY_AFTER = 10
"""Seconds after which a program may ask for the PDF again."""
# a viewer built into the browser draws the PDF with styles of its own, so only the fence remains
_PDF_POLICY = {
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number on the page, the source, and the first place that points to it."""

    number: int
    citation: str
    url: str
    back_to: str


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph with the anchor by which it can be cited."""

    anchor: str
    number: int
    text: str
    note: int | None


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the text with what belongs into it."""

    anchor: str
    kind: str
    heading: str
    body: list[str]
    paragraphs: list[NumberedParagraph]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One place of the rules: instruction, redline and clean text."""

    anchor: str
    reference: str
    instruction: str
    base_day: date
    rows: list[list[dict[str, str]]]
    proposed: list[str]
    note: str


@require_safe
@public_page
def reader(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest frozen text, word for word what the PDF says."""
    campaign = campaign_or_404(slug)
    if campaign.address != slug:
        return redirect(page_path("petition", campaign.address))
    petition, version = petition_or_404(campaign)
    content = version.content
    parts, notes = parts_shown(content)
    roll = cosigning.roll_of(version)
    return render(
        request,
        "public/petition.html",
        {
            "campaign": campaign,
            "petition": petition,
            "version": version,
            "content": content,
            "parts": parts,
            "notes": notes,
            "changes": changes_shown(content),
            "authorities": authorities_shown(content),
            "lead": [party for party in content["parties"] if party["is_lead"]],
            "pages": RenderedDocument.objects.filter(version=version)
            .values_list("pages", flat=True)
            .first(),
            "organizations": roll.organizations,
            "people": roll.people[:NAMES_SHOWN],
            "more_people": max(len(roll.people) - NAMES_SHOWN, 0),
            "private": roll.private,
            "cosigned": bool(roll.rows or roll.private),
        },
    )


@require_safe
@public_page
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The stored PDF; while there is none, a page that says so, and the worker is asked once."""
    campaign = campaign_or_404(slug)
    if campaign.address != slug:
        return redirect(page_path("petition_pdf", campaign.address))
    _petition, version = petition_or_404(campaign)
    stored = RenderedDocument.objects.filter(version=version).defer("pdf").first()
    if stored is None:
        return being_made(request, campaign, version)
    name = f"{campaign.number}-petition-v{version.number}.pdf"
    return send_pdf(request, stored, name)


@csp_override(_PDF_POLICY)
def send_pdf(request: HttpRequest, stored: RenderedDocument, name: str) -> HttpResponse:
    """The document itself, or 304 to who has it already."""
    etag = quote_etag(stored.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    response = (
        unchanged
        if isinstance(unchanged, HttpResponse)
        else HttpResponse(bytes(stored.pdf), content_type="application/pdf")
    )
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = HOW_LONG
    return response


def petition_or_404(campaign: Campaign) -> tuple[Petition, PetitionVersion]:
    """The campaign's petition and its newest version; unfrozen words are nobody's business."""
    petition = Petition.objects.of_campaign(campaign)
    version = drafting.current_version(petition) if petition else None
    if petition is None or version is None:
        raise Http404
    return petition, version


def being_made(request: HttpRequest, campaign: Campaign, version: PetitionVersion) -> HttpResponse:
    """503 with the time after which to ask again."""
    rendering.request_rendering(version)
    response = render(
        request,
        "public/petition/being_made.html",
        {"campaign": campaign, "failed": rendering.has_failed(version)},
        status=503,
    )
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def parts_shown(content: dict[str, Any]) -> tuple[list[PartShown], list[Note]]:
    """The parts with their anchors, and the footnotes in the order of their first use."""
    sources = {source["number"]: source for source in content["sources"]}
    notes: dict[int, Note] = {}
    parts: list[PartShown] = []
    used: set[str] = set()
    for index, part in enumerate(content["parts"], start=1):
        anchor = part["kind"] if part["kind"] not in used else f"{part['kind']}-part-{index}"
        used.add(anchor)
        paragraphs = []
        for entry in part["paragraphs"]:
            place = f"{anchor}-{entry['number']}"
            source = sources.get(entry["source"])
            if source is not None and source["number"] not in notes:
                notes[source["number"]] = Note(
                    len(notes) + 1, source["citation"], source["url"], place
                )
            note = notes[source["number"]].number if source is not None else None
            paragraphs.append(NumberedParagraph(place, entry["number"], entry["text"], note))
        parts.append(PartShown(anchor, part["kind"], part["heading"], part["body"], paragraphs))
    return parts, list(notes.values())


def changes_shown(content: dict[str, Any]) -> list[ChangeShown]:
    """The changes of rule text, each with its redline."""
    return [
        ChangeShown(
            anchor=f"change-{index}",
            reference=change["cfr_ref"],
            instruction=change["instruction"],
            base_day=date.fromisoformat(change["base_date"]),
            rows=redline.as_rows(
                redline.compare(base=change["base_text"], proposed=change["proposed_text"])
            ),
            proposed=redline.paragraphs(change["proposed_text"]),
            note=change["note"],
        )
        for index, change in enumerate(content["text_changes"], start=1)
    ]


def authorities_shown(content: dict[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """The authorities under their headings, statutes first."""
    grouped: list[tuple[str, list[dict[str, str]]]] = []
    for category, label in _headings(Authority.Category):
        rows = [row for row in content["authorities"] if row["category"] == category]
        if rows:
            grouped.append((label, rows))
    return grouped


def _headings(choices: type[models.TextChoices]) -> list[tuple[str, str]]:
    return [(choice.value, str(choice.label)) for choice in choices]
