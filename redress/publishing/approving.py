"""The take-on approval: the second condition of every pledge, given by a person with a reason.

Counsel signs the hash of the petition's text first; then an approver of the house who is not
of the campaign's team approves, before the deadline by the database's clock. The database
holds the rest: one standing approval, counsel before approver, a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from redress.accounts.models import User
from redress.accounts.permissions import Ability, may
from redress.campaigns.models import Approval, Campaign, CampaignEvent, CampaignQuerySet
from redress.campaigns.permitting import role_of
from redress.campaigns.states import Status
from redress.core import clock
from redress.petitions import drafting
from redress.petitions.models import CounselReview, Petition

OPEN = (Status.LIVE, Status.PAUSED)


class NotApproved(Exception):
    """The approval was refused, and nothing was changed."""


class MayNotApprove(NotApproved):
    """The person lacks the ability."""


class TeamMayNotApprove(NotApproved):
    """Nobody approves a campaign in whose team they are."""


class NoReason(NotApproved):
    """An approval or its withdrawal says why."""


class CampaignNotOpen(NotApproved):
    """The campaign is not live or paused, or takes no pledges at all."""


class DeadlinePassed(NotApproved):
    """The deadline has passed by the database's clock."""


class NoCounselSignOff(NotApproved):
    """Counsel has not approved the petition's text as it stands now."""


class TextHasChanged(NotApproved):
    """The text is no longer the one that the approver had before the eyes."""


class AlreadyApproved(NotApproved):
    """An approval stands already."""


class NothingToWithdraw(NotApproved):
    """No approval stands."""


@dataclass(frozen=True)
class Standing:
    """What an approver has to see before deciding."""

    campaign: Campaign
    petition: Petition | None
    text_sha256: str
    counsel: CounselReview | None
    approval: Approval | None


def waiting() -> CampaignQuerySet:
    """Campaigns that need an approval and can still get one, the next deadline first."""
    standing = Approval.objects.filter(campaign=OuterRef("pk"), voided_at__isnull=True)
    return (
        Campaign.objects.filter(
            ~Exists(standing),
            status__in=OPEN,
            is_record=False,
            deadline_at__gt=clock.DATABASE_NOW,
        )
        .select_related("agency")
        .prefetch_related("memberships__user")
        .order_by("deadline_at", "pk")
    )


def approved() -> CampaignQuerySet:
    """Open campaigns with a standing approval, the next deadline first."""
    standing = Approval.objects.filter(campaign=OuterRef("pk"), voided_at__isnull=True)
    return (
        Campaign.objects.filter(Exists(standing), status__in=OPEN, is_record=False)
        .select_related("agency")
        .prefetch_related("memberships__user")
        .order_by("deadline_at", "pk")
    )


def look_at(campaign: Campaign) -> Standing:
    """The campaign with its text's hash, counsel's word on exactly that text, and the approval."""
    petition = Petition.objects.of_campaign(campaign)
    return Standing(
        campaign=campaign,
        petition=petition,
        text_sha256=drafting.text_hash(petition) if petition else "",
        counsel=drafting.standing_approval(petition) if petition else None,
        approval=_standing_approval(campaign),
    )


@transaction.atomic
def approve(
    *,
    campaign_id: int,
    approver: User,
    reason: str,
    now: datetime,
    seen_sha256: str | None = None,
) -> Approval:
    """Give the approval, or raise a NotApproved and change nothing.

    `seen_sha256` is the hash of the text that the approver read; when it is given and the text
    has moved on since, the approval is refused.
    """
    campaign = _open_campaign(campaign_id, person=approver, reason=reason, now=now)
    found = look_at(campaign)
    if found.approval is not None:
        raise AlreadyApproved
    if seen_sha256 is not None and seen_sha256 != found.text_sha256:
        raise TextHasChanged
    if found.counsel is None:
        raise NoCounselSignOff
    approval = Approval.objects.create(
        campaign=campaign,
        text_sha256=found.counsel.sha256,
        counsel_name=found.counsel.counsel.name or found.counsel.counsel.email,
        counsel_signed_at=found.counsel.at,
        approved_by=approver,
        approved_at=now,
        reason=reason.strip(),
    )
    CampaignEvent.objects.create(campaign=campaign, kind="approved", at=now, actor=approver)
    return approval


@transaction.atomic
def revoke(*, campaign_id: int, approver: User, reason: str, now: datetime) -> Approval:
    """Withdraw the standing approval before the deadline, or raise a NotApproved."""
    campaign = _open_campaign(campaign_id, person=approver, reason=reason, now=now)
    approval = _standing_approval(campaign)
    if approval is None:
        raise NothingToWithdraw
    approval.voided_at = now
    approval.voided_by = approver
    approval.void_reason = reason.strip()
    approval.save(update_fields=["voided_at", "voided_by", "void_reason"])
    CampaignEvent.objects.create(campaign=campaign, kind="approval_voided", at=now, actor=approver)
    return approval


def _open_campaign(campaign_id: int, *, person: User, reason: str, now: datetime) -> Campaign:
    """The locked campaign, if this person may judge it now."""
    if not may(person, Ability.APPROVE_CAMPAIGN):
        raise MayNotApprove
    if not reason.strip():
        raise NoReason
    # the petition first, as `drafting.freeze` does, so that no new words slip in while we read
    list(Petition.objects.select_for_update().filter(campaign=campaign_id).values_list("pk"))
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if role_of(user=person, campaign=campaign):
        raise TeamMayNotApprove
    if campaign.status not in OPEN or campaign.is_record or campaign.deadline_at is None:
        raise CampaignNotOpen
    # the database's clock, read after the lock, is the judge; ours may only be stricter
    if max(clock.database_time(), now) >= campaign.deadline_at:
        raise DeadlinePassed
    return campaign


def _standing_approval(campaign: Campaign) -> Approval | None:
    return (
        Approval.objects.filter(campaign=campaign, voided_at__isnull=True)
        .select_related("approved_by")
        .order_by("-pk")
        .first()
    )
