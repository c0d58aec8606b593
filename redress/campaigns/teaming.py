"""Who works on a campaign: inviting, joining, changing roles, removing and leaving.

Every change locks the campaign first, so that two owners cannot take each other away at once;
the database refuses the loss of the last owner besides. Each change writes an event and tells
those whom it concerns.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, CampaignEvent, Invitation, Membership
from redress.campaigns.permitting import owners_of
from redress.core.mail import send_later
from redress.core.translated import Translated

GOOD_FOR = timedelta(days=14)
# nobody's mailbox is filled in our name
MOST_A_DAY = 30  # invitations of one person, over all campaigns
BETWEEN_MAILS = timedelta(hours=1)


class TeamRefusal(Exception):
    """The change was refused, and nothing was changed."""


class AlreadyInTeam(TeamRefusal):
    """The address belongs to somebody of the team."""


class AlreadyInvited(TeamRefusal):
    """An invitation to this address is still open."""


class TooManyToday(TeamRefusal):
    """The person has invited thirty people within a day."""


class TooSoon(TeamRefusal):
    """The last message to this address is less than an hour old."""


class LastOwner(TeamRefusal):
    """A campaign keeps an owner."""


class WrongAddress(TeamRefusal):
    """The invitation was sent to another address than that of the account."""


class InvitationOver(TeamRefusal):
    """The invitation expired, was withdrawn, or was used by its receiver."""


@transaction.atomic
def invite(
    *,
    campaign_id: int,
    email: str,
    role: str,
    language: str,
    by: User,
    now: datetime,
) -> Invitation:
    """Offer a role to an address, and write to it.

    Raises AlreadyInTeam, AlreadyInvited and TooManyToday.
    """
    campaign = _locked(campaign_id)
    sent = Invitation.objects.filter(invited_by=by, invited_at__gt=now - timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        raise TooManyToday
    address = email.strip().lower()
    if campaign.memberships.filter(user__email=address).exists():
        raise AlreadyInTeam
    waiting = campaign.invitations.filter(
        email=address, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    if waiting.filter(expires_at__gt=now).exists():
        raise AlreadyInvited
    waiting.update(withdrawn_at=now)  # it has expired, and makes room for the new one
    invitation = Invitation.objects.create(
        campaign=campaign,
        email=address,
        role=TeamRole(role),
        language=language,
        invited_by=by,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    _send(invitation, now=now)
    return invitation


@transaction.atomic
def resend(*, campaign_id: int, invitation_id: int, now: datetime) -> Invitation:
    """Send the message once more, good for another 14 days.

    Raises TooSoon, and Invitation.DoesNotExist when no such invitation of this campaign waits.
    """
    _locked(campaign_id)
    invitation = _waiting(campaign_id, invitation_id)
    if now < invitation.expires_at - GOOD_FOR + BETWEEN_MAILS:
        raise TooSoon
    invitation.expires_at = now + GOOD_FOR
    invitation.save(update_fields=["expires_at"])
    _send(invitation, now=now)
    return invitation


@transaction.atomic
def withdraw(*, campaign_id: int, invitation_id: int, now: datetime) -> None:
    """Take the offer back. Raises Invitation.DoesNotExist when no such one waits."""
    _locked(campaign_id)
    invitation = _waiting(campaign_id, invitation_id)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
def accept(*, invitation_id: int, user: User, now: datetime) -> Membership:
    """Join the team; a second time changes nothing.

    Raises Invitation.DoesNotExist, WrongAddress and InvitationOver. Whoever is in the team
    already keeps the role that they have.
    """
    campaign = _locked(
        Invitation.objects.values_list("campaign_id", flat=True).get(pk=invitation_id)
    )
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if not user.is_active or invitation.email != user.email.lower():
        raise WrongAddress
    member = campaign.memberships.filter(user=user).first()
    if invitation.accepted_at is not None and member is not None:
        return member
    if not is_open(invitation, now=now):
        raise InvitationOver
    invitation.accepted_at = now
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if member is not None:
        return member
    member = Membership.objects.create(
        campaign=campaign, user=user, role=invitation.role, since=now
    )
    _note(campaign, "team_joined", user, f"{user.pk} {member.role}", now)
    _tell(
        (owner for owner in owners_of(campaign) if owner != user),
        "team_joined",
        campaign,
        now=now,
        person=str(user),
        role=member.role,
    )
    return member


def is_open(invitation: Invitation, *, now: datetime) -> bool:
    """Whether the invitation may still be accepted."""
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and now < invitation.expires_at
    )


@transaction.atomic
def change_role(
    *, campaign_id: int, member_id: int, role: str, by: User, now: datetime
) -> Membership:
    """Give a member another role; the same one changes nothing.

    Raises Membership.DoesNotExist for nobody of this team, LastOwner for the last one's role.
    """
    campaign = _locked(campaign_id)
    member = campaign.memberships.select_related("user").get(pk=member_id)
    before, after = member.role, TeamRole(role)
    if before == after:
        return member
    if before == TeamRole.OWNER:
        _require_other_owner(member)
    owners = owners_of(campaign)
    member.role = after
    member.save(update_fields=["role"])
    _note(campaign, "role_changed", by, f"{member.user_id} {before} {after}", now)
    _tell([member.user], "role_changed", campaign, now=now, role=str(after), by=str(by))
    if TeamRole.OWNER in {before, after}:
        others = {*owners, *owners_of(campaign)} - {member.user}
        tell_owners_changed(campaign, others, now=now)
    return member


@transaction.atomic
def remove(*, campaign_id: int, member_id: int, by: User, now: datetime) -> None:
    """Take somebody out of the team. Raises Membership.DoesNotExist and LastOwner."""
    campaign = _locked(campaign_id)
    member = campaign.memberships.select_related("user").get(pk=member_id)
    _take_out(campaign, member, by=by, now=now)
    if member.user != by:
        _tell([member.user], "team_removed", campaign, now=now, by=str(by))


@transaction.atomic
def leave(*, campaign_id: int, user: User, now: datetime) -> None:
    """Leave the team. Raises Membership.DoesNotExist and LastOwner."""
    campaign = _locked(campaign_id)
    member = campaign.memberships.select_related("user").get(user=user)
    _take_out(campaign, member, by=user, now=now)


def tell_owners_changed(campaign: Campaign, people: Iterable[User], *, now: datetime) -> None:
    """Tell these people who owns the campaign now."""
    names = ", ".join(str(owner) for owner in owners_of(campaign))
    _tell(people, "owners_changed", campaign, now=now, owners=names)


def campaign_facts(campaign: Campaign, language: str) -> dict[str, Any]:
    """What messages to a team tell of the campaign: its number, and the title if it has one."""
    title = Translated(campaign.title).within(language)
    return {"campaign_number": campaign.number, "campaign_title": title or campaign.number}


def _take_out(campaign: Campaign, member: Membership, *, by: User, now: datetime) -> None:
    if member.role == TeamRole.OWNER:
        _require_other_owner(member)
    person, was_owner = member.user, member.role == TeamRole.OWNER
    # an offer to somebody who is not in the team any more, or from them, is void
    waiting = campaign.offers.filter(accepted_at__isnull=True, closed_at__isnull=True)
    waiting.filter(to_user=person).update(closed_at=now)
    waiting.filter(offered_by=person).update(closed_at=now)
    _note(campaign, "team_left", by, f"{person.pk} {member.role}", now)
    member.delete()
    others = [owner for owner in owners_of(campaign) if owner != by]
    if was_owner:
        tell_owners_changed(campaign, others, now=now)
    else:
        _tell(others, "team_left", campaign, now=now, person=str(person))


def _require_other_owner(member: Membership) -> None:
    others = Membership.objects.filter(
        campaign_id=member.campaign_id, role=TeamRole.OWNER, user__is_active=True
    )
    if not others.exclude(pk=member.pk).exists():
        raise LastOwner


def _locked(campaign_id: int) -> Campaign:
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


def _waiting(campaign_id: int, invitation_id: int) -> Invitation:
    return Invitation.objects.select_related("campaign", "invited_by").get(
        pk=invitation_id,
        campaign_id=campaign_id,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )


def _send(invitation: Invitation, *, now: datetime) -> None:
    send_later(
        kind="team_invitation",
        key=f"{invitation.pk}:{now:%Y%m%d%H%M}",
        to=invitation.email,
        language=invitation.language,
        context={
            **campaign_facts(invitation.campaign, invitation.language),
            "invitation": invitation.pk,
            "role": invitation.role,
            "by": str(invitation.invited_by or ""),
            "until": invitation.expires_at.isoformat(),
        },
    )


def _note(campaign: Campaign, kind: str, actor: User, note: str, now: datetime) -> None:
    CampaignEvent.objects.create(campaign=campaign, kind=kind, at=now, actor=actor, note=note)


def _tell(
    people: Iterable[User], kind: str, campaign: Campaign, *, now: datetime, **facts: Any
) -> None:
    for person in people:
        if person.is_active:
            send_later(
                kind=kind,
                key=f"{campaign.pk}:{person.pk}:{now.isoformat()}",
                to=person.email,
                language=person.language,
                context={**campaign_facts(campaign, person.language), **facts},
            )
