"""Handing a campaign over: to another person of its team, or to an organization, and back.

Only who owns it changes. Its number, addresses, supporters, pledges, team and beneficiary stay
as they are. Nothing changes until the other side accepts.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from redress.accounts import organizing
from redress.accounts.models import Organization, User
from redress.accounts.permissions import OrganizationRole, TeamRole
from redress.campaigns import teaming
from redress.campaigns.models import Campaign, CampaignEvent, Membership, TransferOffer
from redress.campaigns.permitting import owners_of
from redress.core.mail import send_later

GOOD_FOR = timedelta(days=14)


class TransferRefusal(Exception):
    """The step was refused, and nothing was changed."""


class NotYours(TransferRefusal):
    """Only an owner offers the campaign; an organization's only one who owns both."""


class AlreadyOffered(TransferRefusal):
    """An offer waits for its answer."""


class NothingWouldChange(TransferRefusal):
    """It would go to whom it belongs already."""


class NotInTeam(TransferRefusal):
    """A person takes over only from inside the team."""


class OfferOver(TransferRefusal):
    """The offer was withdrawn, declined, accepted, or has expired."""


class NotForYou(TransferRefusal):
    """The offer was made to somebody else."""


def waiting_offer(campaign: Campaign, *, now: datetime) -> TransferOffer | None:
    """The offer that waits for its answer, if there is one."""
    rows = _waiting(campaign.pk, now=now).select_related("to_user", "to_organization", "offered_by")
    return rows.first()


@transaction.atomic
def offer_to_person(*, campaign_id: int, member_id: int, by: User, now: datetime) -> TransferOffer:
    """Offer the campaign to somebody of its team; out of an organization, if it is in one.

    Raises NotYours, AlreadyOffered, NotInTeam and NothingWouldChange.
    """
    campaign = _open_for_offer(campaign_id, by=by, now=now)
    member = campaign.memberships.filter(pk=member_id).select_related("user").first()
    if member is None or not member.user.is_active:
        raise NotInTeam
    if member.user == by and campaign.organization_id is None:
        raise NothingWouldChange
    return _offer(campaign, by=by, now=now, to_user=member.user)


@transaction.atomic
def offer_to_organization(
    *, campaign_id: int, organization_id: int, by: User, now: datetime
) -> TransferOffer:
    """Offer the campaign to an organization. Raises as above, and Organization.DoesNotExist."""
    campaign = _open_for_offer(campaign_id, by=by, now=now)
    organization = Organization.objects.get(pk=organization_id)
    if campaign.organization_id == organization.pk:
        raise NothingWouldChange
    return _offer(campaign, by=by, now=now, to_organization=organization)


@transaction.atomic
def close(*, campaign_id: int, offer_id: int, by: User, now: datetime) -> None:
    """Withdraw or decline an offer; whoever made it is told when it is declined.

    Raises OfferOver when it does not wait any more.
    """
    campaign = _locked(campaign_id)
    offer = _waiting(campaign_id, now=now).select_related("offered_by").filter(pk=offer_id).first()
    if offer is None:
        raise OfferOver
    offer.closed_at = now
    offer.save(update_fields=["closed_at"])
    maker = offer.offered_by
    if maker != by and may_answer(offer, by) and maker.is_active:
        send_later(
            kind="transfer_declined",
            key=str(offer.pk),
            to=maker.email,
            language=maker.language,
            context={**teaming.campaign_facts(campaign, maker.language), "by": str(by)},
        )


@transaction.atomic
def accept(*, offer_id: int, user: User, now: datetime) -> Campaign:
    """Take the campaign over; a second time by the same person changes nothing.

    Raises TransferOffer.DoesNotExist, NotForYou and OfferOver.
    """
    campaign = _locked(TransferOffer.objects.values_list("campaign_id", flat=True).get(pk=offer_id))
    offer = TransferOffer.objects.select_for_update(of=("self",)).get(pk=offer_id)
    if not may_answer(offer, user):
        raise NotForYou
    if offer.accepted_by_id == user.pk:
        return campaign
    if offer.accepted_at or offer.closed_at or now >= offer.expires_at:
        raise OfferOver
    # who offered it may have lost it meanwhile
    if not _owns(campaign, offer.offered_by):
        raise OfferOver
    before = owners_of(campaign)
    if offer.to_organization is not None:
        _to_organization(campaign, offer, user, now)
    else:
        _to_person(campaign, offer, user, now)
    offer.accepted_at, offer.accepted_by = now, user
    offer.save(update_fields=["accepted_at", "accepted_by"])
    CampaignEvent.objects.create(
        campaign=campaign, kind="transferred", at=now, actor=user, note=_note(offer)
    )
    _tell_all(campaign, {*before, *owners_of(campaign)}, now=now)
    return campaign


def may_answer(offer: TransferOffer, user: User) -> bool:
    """Whether the person may accept or decline: the receiver, or an owner of the organization."""
    if offer.to_organization is not None:
        return user.is_active and user in organizing.owners_of(offer.to_organization)
    return user.is_active and offer.to_user_id == user.pk


def _to_person(campaign: Campaign, offer: TransferOffer, user: User, now: datetime) -> None:
    member = campaign.memberships.filter(user=user).first()
    if member is None:
        raise OfferOver
    member.role = TeamRole.OWNER
    member.save(update_fields=["role"])
    if offer.offered_by_id != user.pk:
        campaign.memberships.filter(user=offer.offered_by).update(role=TeamRole.EDITOR)
    if campaign.organization_id is not None:
        campaign.organization = None
        campaign.save(update_fields=["organization"])


def _to_organization(campaign: Campaign, offer: TransferOffer, user: User, now: datetime) -> None:
    campaign.organization = offer.to_organization
    campaign.save(update_fields=["organization"])
    # the organization has one of its own among the owners
    Membership.objects.update_or_create(
        campaign=campaign,
        user=user,
        defaults={"role": TeamRole.OWNER},
        create_defaults={"role": TeamRole.OWNER, "since": now},
    )


def _open_for_offer(campaign_id: int, *, by: User, now: datetime) -> Campaign:
    campaign = _locked(campaign_id)
    if not _owns(campaign, by):
        raise NotYours
    if _waiting(campaign_id, now=now).exists():
        raise AlreadyOffered
    # one that expired makes room
    campaign.offers.filter(accepted_at__isnull=True, closed_at__isnull=True).update(closed_at=now)
    return campaign


def _owns(campaign: Campaign, user: User) -> bool:
    if not campaign.memberships.filter(user=user, role=TeamRole.OWNER).exists():
        return False
    if campaign.organization is None:
        return True
    owners = campaign.organization.memberships.filter(user=user, role=OrganizationRole.OWNER)
    return owners.exists()


def _offer(campaign: Campaign, *, by: User, now: datetime, **to: Any) -> TransferOffer:
    offer = TransferOffer.objects.create(
        campaign=campaign, offered_by=by, offered_at=now, expires_at=now + GOOD_FOR, **to
    )
    receivers = (
        organizing.owners_of(offer.to_organization) if offer.to_organization else [offer.to_user]
    )
    for person in receivers:
        if person is None or not person.is_active:
            continue
        send_later(
            kind="transfer_offered",
            key=f"{offer.pk}:{person.pk}",
            to=person.email,
            language=person.language,
            context={
                **teaming.campaign_facts(campaign, person.language),
                "by": str(by),
                "organization": str(offer.to_organization or ""),
                "organization_slug": offer.to_organization.slug if offer.to_organization else "",
                "offer": offer.pk,
                "until": offer.expires_at.isoformat(),
            },
        )
    return offer


def _waiting(campaign_id: int, *, now: datetime) -> QuerySet[TransferOffer]:
    return TransferOffer.objects.filter(
        campaign_id=campaign_id,
        accepted_at__isnull=True,
        closed_at__isnull=True,
        expires_at__gt=now,
    )


def _locked(campaign_id: int) -> Campaign:
    rows = Campaign.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organization").get(pk=campaign_id)


def _note(offer: TransferOffer) -> str:
    to = (
        f"organization {offer.to_organization_id}"
        if offer.to_organization_id
        else f"person {offer.to_user_id}"
    )
    return f"{offer.offered_by_id} to {to}"


def _tell_all(campaign: Campaign, people: set[User], *, now: datetime) -> None:
    owners = ", ".join(str(owner) for owner in owners_of(campaign))
    for person in people:
        if person.is_active:
            send_later(
                kind="campaign_transferred",
                key=f"{campaign.pk}:{person.pk}:{now.isoformat()}",
                to=person.email,
                language=person.language,
                context={
                    **teaming.campaign_facts(campaign, person.language),
                    "owners": owners,
                    "organization": str(campaign.organization or ""),
                },
            )
