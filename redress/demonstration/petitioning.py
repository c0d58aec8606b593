"""Petitions of the demonstration: rows, frozen version, counsel, co-signers, approval, life."""

from datetime import date, datetime, timedelta

from redress.accounts.models import User
from redress.agencies.models import Agency, PetitionRule
from redress.campaigns.models import Approval, Campaign, CampaignEvent, Source
from redress.demonstration.dates import day, instant
from redress.demonstration.people import APPROVER, COUNSEL
from redress.demonstration.writing import CampaignText, PartText, PetitionText
from redress.petitions import drafting, rendering, states
from redress.petitions.models import (
    AgencyEvent,
    AgencyEventKind,
    Authority,
    Paragraph,
    Part,
    Party,
    Petition,
    PetitionVersion,
    RuleTextChange,
    SignOn,
    Status,
)
from redress.publishing import approving

FIRM = "Eastbay Law Clinic"
ADDRESS = "1 Invented Plaza, Suite 200\nOakland, California"
COUNSEL_NOTE = "Read against the sources, paragraph by paragraph."
_TO_FILED = (
    Status.COUNSEL_REVIEW,
    Status.SIGN_ON_OPEN,
    Status.SIGN_ON_CLOSED,
    Status.FINAL,
    Status.FILED,
)
_RECEIVED = {
    "en": "The agency has the petition. Invented for the demonstration.",
    "es": "La agencia tiene la petición. Inventado para la demostración.",
}
_ANSWERED = {
    "en": (
        "The agency will begin a rulemaking for a part of what was asked and denied the rest, with"
        " reasons. Invented for the demonstration."
    ),
    "es": (
        "La agencia empezará a hacer la norma para una parte de lo pedido y negó lo demás, con sus"
        " razones. Inventado para la demostración."
    ),
}


def save_petition(
    text: CampaignText, *, campaign: Campaign, people: dict[str, User], now: datetime
) -> None:
    """The petition with its whole life so far, and the campaign's approval where it was given."""
    if text.petition is None:
        return
    petition = _save_words(text.petition, text=text, campaign=campaign)
    signed_off = instant(text.life.signed_off, now=now)
    if signed_off is None:
        return
    version = drafting.freeze(petition, signed_off - timedelta(days=1))
    drafting.sign_off(version=version, counsel=people[COUNSEL], now=signed_off, note=COUNSEL_NOTE)
    _save_signers(text.petition, version=version, at=signed_off)
    rendering.request_rendering(version)  # so that the first reader need not wait for it
    approved = instant(text.life.approved, now=now)
    if approved is not None:
        _approve(text, campaign=campaign, version=version, people=people, at=approved)
    _live(text, petition=petition, signed_off=signed_off, now=now)


def save_record(text: CampaignText, *, campaign: Campaign) -> None:
    """A petition from the public record: its real dates, no text of ours."""
    if not text.record:
        return
    by_kind = {event.kind: event.dated for event in text.record}
    petition = Petition.objects.create(
        campaign=campaign,
        agency=_agency_of(campaign),
        rule=_rule_of(campaign),
        kind=Petition.Kind.ISSUE,
        title=campaign.title.within("en"),
        re_line=campaign.title.within("en"),
        status=Status.DENIED,
        received_on=by_kind[AgencyEventKind.RECEIVED],
        answered_on=by_kind[AgencyEventKind.DENIED],
        outcome=Status.DENIED.value,
    )
    AgencyEvent.objects.bulk_create(
        AgencyEvent(
            petition=petition,
            kind=event.kind,
            dated=event.dated,
            precision=event.precision,
            received_on=event.dated if event.kind == AgencyEventKind.RECEIVED else None,
            source=event.source,
            text=event.text,
        )
        for event in text.record
    )


def _agency_of(campaign: Campaign) -> Agency:
    if campaign.agency is None:
        raise Agency.DoesNotExist(campaign.number)
    return campaign.agency


def _rule_of(campaign: Campaign) -> PetitionRule:
    agency = _agency_of(campaign)
    rule = PetitionRule.objects.newest_of(agency)
    if rule is None:
        raise PetitionRule.DoesNotExist(agency.code)
    return rule


def _save_words(words: PetitionText, *, text: CampaignText, campaign: Campaign) -> Petition:
    petition = Petition.objects.create(
        campaign=campaign,
        agency=_agency_of(campaign),
        rule=_rule_of(campaign),
        kind=words.kind,
        title=words.title,
        re_line=words.re_line,
        counsel_name="Hannah Lindqvist",
        counsel_firm=FIRM,
        counsel_address=ADDRESS,
    )
    Party.objects.bulk_create(
        Party(
            petition=petition,
            position=position,
            kind=party.kind,
            name=party.name,
            represented_by=party.represented_by,
            title=party.title,
            city=party.city,
            state=party.state,
            interest=party.interest,
            is_lead=party.lead,
        )
        for position, party in enumerate(words.parties, start=1)
    )
    sources = {source.number: source for source in campaign.sources.all()}
    number = 0
    for position, part in enumerate(words.parts, start=1):
        number = _save_part(
            part, petition=petition, position=position, sources=sources, last=number
        )
    Authority.objects.bulk_create(
        Authority(petition=petition, category=category, citation=citation, pin=pin, gives=gives)
        for category, citation, pin, gives in words.authorities
    )
    base_date = campaign.drafted_on or campaign.created_at.date()
    RuleTextChange.objects.bulk_create(
        RuleTextChange(
            petition=petition,
            position=position,
            cfr_ref=change.cfr_ref,
            instruction=change.instruction,
            base_text=change.base_text,
            proposed_text=change.proposed_text,
            base_date=base_date,
            note=change.note,
        )
        for position, change in enumerate(words.changes, start=1)
    )
    return petition


def _save_part(
    part: PartText, *, petition: Petition, position: int, sources: dict[int, Source], last: int
) -> int:
    """Save one part; paragraphs are numbered through the whole petition."""
    row = Part.objects.create(
        petition=petition, kind=part.kind, position=position, heading=part.heading, body=part.body
    )
    Paragraph.objects.bulk_create(
        Paragraph(part=row, number=number, text=words, source=sources[source] if source else None)
        for number, (words, source) in enumerate(part.paragraphs, start=last + 1)
    )
    return last + len(part.paragraphs)


def _save_signers(words: PetitionText, *, version: PetitionVersion, at: datetime) -> None:
    shown = [
        SignOn(
            version=version,
            kind=SignOn.Kind.ORGANIZATION if signer.organization else SignOn.Kind.PERSON,
            name=signer.name,
            title=signer.title,
            city=signer.city,
            state=signer.state,
            organization=signer.organization,
            confirmed_at=at + timedelta(hours=number),
            public=True,
        )
        for number, signer in enumerate(words.signers, start=1)
    ]
    kept_private = [
        SignOn(
            version=version,
            kind=SignOn.Kind.PERSON,
            name=f"Private co-signer {number}",
            confirmed_at=at + timedelta(hours=number),
            public=False,
        )
        for number in range(1, words.private_signers + 1)
    ]
    SignOn.objects.bulk_create(shown + kept_private)


def _approve(
    text: CampaignText,
    *,
    campaign: Campaign,
    version: PetitionVersion,
    people: dict[str, User],
    at: datetime,
) -> None:
    if text.life.deadline is not None and text.life.deadline >= 0:
        approving.approve(
            campaign_id=campaign.pk,
            approver=people[APPROVER],
            reason=text.approval_reason,
            now=at,
            seen_sha256=version.sha256,
        )
        return
    # the deadline of this one is over, so the row is written as it was given then
    Approval.objects.create(
        campaign=campaign,
        text_sha256=version.sha256,
        counsel_name=people[COUNSEL].name,
        counsel_signed_at=version.created_at + timedelta(days=1),
        approved_by=people[APPROVER],
        approved_at=at,
        reason=text.approval_reason,
    )
    CampaignEvent.objects.create(campaign=campaign, kind="approved", at=at, actor=people[APPROVER])


def _live(text: CampaignText, *, petition: Petition, signed_off: datetime, now: datetime) -> None:
    """Move the petition through its states up to where it is now."""
    life = text.life
    counsel_review, sign_on = _TO_FILED[:2]
    states.move(petition, counsel_review, at=signed_off - timedelta(days=1))
    states.move(petition, sign_on, at=signed_off)
    filed = instant(life.filed, now=now)
    if filed is None:
        return
    for offset, status in ((3, Status.SIGN_ON_CLOSED), (2, Status.FINAL)):
        states.move(petition, status, at=filed - timedelta(days=offset))
    states.move(petition, Status.FILED, at=filed, filed_on=filed.date())
    received = day(life.received, now=now)
    if received is None:
        return
    states.move(
        petition,
        Status.RECEIVED,
        at=now + timedelta(days=life.received or 0),
        received_on=received,
        docket_number=life.docket_number,
    )
    _happened(petition, AgencyEventKind.RECEIVED, dated=received, text=_RECEIVED)
    answered = day(life.answered, now=now)
    if answered is None:
        return
    states.move(
        petition,
        Status(life.outcome),
        at=now + timedelta(days=life.answered or 0),
        answered_on=answered,
    )
    _happened(petition, life.outcome, dated=answered, text=_ANSWERED)


def _happened(petition: Petition, kind: str, *, dated: date, text: dict[str, str]) -> None:
    AgencyEvent.objects.create(
        petition=petition,
        kind=kind,
        dated=dated,
        received_on=dated if kind == AgencyEventKind.RECEIVED else None,
        source="Invented for the demonstration",
        text=text,
    )
