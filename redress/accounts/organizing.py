"""Organizations: making one, its people, and the domain that it has proved to be its own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from redress.accounts.domains import domain_of_address, host_of, is_open_to_all, shared_domain
from redress.accounts.models import (
    DomainCheck,
    Organization,
    OrganizationInvitation,
    OrganizationMembership,
    User,
)
from redress.accounts.permissions import ORGANIZATION_ABILITIES, Ability, OrganizationRole
from redress.core.mail import send_later

INVITATION_GOOD_FOR = timedelta(days=14)
CHECK_GOOD_FOR = timedelta(days=2)
# nobody's mailbox is filled in our name
A_DAY = timedelta(days=1)
MOST_INVITATIONS, MOST_CHECKS = 30, 10  # of one person a day, over all organizations


class OrganizationRefusal(Exception):
    """The change was refused, and nothing was changed."""


class AlreadyMember(OrganizationRefusal):
    """The address belongs to somebody of the organization."""


class AlreadyInvited(OrganizationRefusal):
    """An invitation to this address is still open."""


class TooManyToday(OrganizationRefusal):
    """The person has had as many messages sent within a day as may be."""


class LastOwner(OrganizationRefusal):
    """An organization keeps an owner."""


class WrongAddress(OrganizationRefusal):
    """The invitation was sent to another address than that of the account."""


class InvitationOver(OrganizationRefusal):
    """The invitation expired, was withdrawn, or was used by its receiver."""


class NoWebsite(OrganizationRefusal):
    """There is no website with which an address could agree."""


class OpenToAll(OrganizationRefusal):
    """Anybody can have an address on this domain."""


class OtherDomain(OrganizationRefusal):
    """The address is not on the website's domain."""


class DomainTaken(OrganizationRefusal):
    """Another organization has proved this domain."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class CheckOver(OrganizationRefusal):
    """The link was used, has expired, or the website is another one now."""


def organization_for(*, user: User, slug: str, ability: Ability) -> Organization:
    """The organization with this slug, if the person may do this with it.

    One that is not there and one that is not theirs raise the same Organization.DoesNotExist.
    """
    organization = Organization.objects.select_related("logo").get(slug=slug)
    role = organization.memberships.filter(user=user).values_list("role", flat=True).first()
    if not user.is_active or role is None or ability not in ORGANIZATION_ABILITIES[role]:
        raise Organization.DoesNotExist
    return organization


def owners_of(organization: Organization) -> list[User]:
    """Who runs its page, the longest-standing first."""
    rows = organization.memberships.filter(role=OrganizationRole.OWNER).select_related("user")
    return [row.user for row in rows.order_by("since", "pk")]


@transaction.atomic
def create(*, name: str, website: str, owner: User, now: datetime) -> Organization:
    """A new organization with its first owner; its slug is made of the name."""
    organization = Organization.objects.create(
        name=name, website=website, slug=_free_slug(name), created_at=now
    )
    OrganizationMembership.objects.create(
        organization=organization, user=owner, role=OrganizationRole.OWNER, since=now
    )
    return organization


@transaction.atomic
def change(*, organization_id: int, name: str, website: str) -> Organization:
    """Another name or website; a proved domain is unproved when the website leaves it."""
    organization = _locked(organization_id)
    organization.name, organization.website = name, website
    if organization.domain and not shared_domain(host_of(website), organization.domain):
        organization.domain = ""
        organization.domain_verified_at = None
        organization.domain_verified_by = None
    organization.save()
    return organization


@transaction.atomic
def invite(
    *, organization_id: int, email: str, role: str, language: str, by: User, now: datetime
) -> OrganizationInvitation:
    """Offer a role to an address, and write to it.

    Raises AlreadyMember, AlreadyInvited and TooManyToday.
    """
    organization = _locked(organization_id)
    sent = OrganizationInvitation.objects.filter(invited_by=by, invited_at__gt=now - A_DAY)
    if sent.count() >= MOST_INVITATIONS:
        raise TooManyToday
    address = email.strip().lower()
    if organization.memberships.filter(user__email=address).exists():
        raise AlreadyMember
    waiting = organization.invitations.filter(
        email=address, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    if waiting.filter(expires_at__gt=now).exists():
        raise AlreadyInvited
    waiting.update(withdrawn_at=now)  # it has expired, and makes room for the new one
    invitation = OrganizationInvitation.objects.create(
        organization=organization,
        email=address,
        role=OrganizationRole(role),
        language=language,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_GOOD_FOR,
    )
    send_later(
        kind="organization_invitation",
        key=str(invitation.pk),
        to=address,
        language=language,
        context={
            "organization": organization.name,
            "invitation": invitation.pk,
            "role": invitation.role,
            "by": str(by),
            "until": invitation.expires_at.isoformat(),
        },
    )
    return invitation


@transaction.atomic
def withdraw(*, organization_id: int, invitation_id: int, now: datetime) -> None:
    """Take the offer back. Raises OrganizationInvitation.DoesNotExist when no such one waits."""
    invitation = OrganizationInvitation.objects.select_for_update(of=("self",)).get(
        pk=invitation_id,
        organization_id=organization_id,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])


def is_open(invitation: OrganizationInvitation, *, now: datetime) -> bool:
    """Whether the invitation may still be accepted."""
    return (
        invitation.accepted_at is None
        and invitation.withdrawn_at is None
        and now < invitation.expires_at
    )


@transaction.atomic
def accept(*, invitation_id: int, user: User, now: datetime) -> OrganizationMembership:
    """Join the organization; a second time changes nothing.

    Raises OrganizationInvitation.DoesNotExist, WrongAddress and InvitationOver.
    """
    of = OrganizationInvitation.objects.values_list("organization_id", flat=True)
    organization = _locked(of.get(pk=invitation_id))
    invitation = OrganizationInvitation.objects.select_for_update(of=("self",)).get(
        pk=invitation_id
    )
    if not user.is_active or invitation.email != user.email.lower():
        raise WrongAddress
    member = organization.memberships.filter(user=user).first()
    if invitation.accepted_at is not None and member is not None:
        return member
    if not is_open(invitation, now=now):
        raise InvitationOver
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if member is not None:
        return member
    return OrganizationMembership.objects.create(
        organization=organization, user=user, role=invitation.role, since=now
    )


@transaction.atomic
def change_role(
    *, organization_id: int, member_id: int, role: str, by: User, now: datetime
) -> OrganizationMembership:
    """Give a member another role. Raises OrganizationMembership.DoesNotExist and LastOwner."""
    organization = _locked(organization_id)
    member = organization.memberships.select_related("user").get(pk=member_id)
    if member.role == role:
        return member
    if member.role == OrganizationRole.OWNER:
        _require_other_owner(member)
    member.role = OrganizationRole(role)
    member.save(update_fields=["role"])
    others = [owner for owner in owners_of(organization) if owner not in {by, member.user}]
    _tell([member.user, *others], organization, by=by, member=member, gone=False, now=now)
    return member


@transaction.atomic
def remove(*, organization_id: int, member_id: int, by: User, now: datetime) -> None:
    """Take somebody out. Raises OrganizationMembership.DoesNotExist and LastOwner."""
    organization = _locked(organization_id)
    member = organization.memberships.select_related("user").get(pk=member_id)
    if member.role == OrganizationRole.OWNER:
        _require_other_owner(member)
    person = member.user
    member.delete()
    told = [owner for owner in owners_of(organization) if owner != by]
    if person != by:
        told.append(person)
    _tell(told, organization, by=by, member=member, gone=True, now=now)


def leave(*, organization_id: int, user: User, now: datetime) -> None:
    """Leave. Raises OrganizationMembership.DoesNotExist and LastOwner."""
    member = OrganizationMembership.objects.get(organization_id=organization_id, user=user)
    remove(organization_id=organization_id, member_id=member.pk, by=user, now=now)


@transaction.atomic
def ask_domain(*, organization_id: int, email: str, by: User, now: datetime) -> DomainCheck:
    """Send a link to an address on the website's domain; whoever opens it proves the domain.

    Raises NoWebsite, OpenToAll, OtherDomain, DomainTaken and TooManyToday.
    """
    organization = _locked(organization_id)
    if DomainCheck.objects.filter(asked_by=by, asked_at__gt=now - A_DAY).count() >= MOST_CHECKS:
        raise TooManyToday
    address = email.strip().lower()
    domain = _provable(organization, address)
    check = DomainCheck.objects.create(
        organization=organization,
        email=address,
        domain=domain,
        asked_by=by,
        asked_at=now,
        expires_at=now + CHECK_GOOD_FOR,
    )
    send_later(
        kind="domain_check",
        key=f"{organization.pk}:{address}:{now:%Y%m%d%H%M}",
        to=address,
        language=by.language,
        context={
            "organization": organization.name,
            "domain": domain,
            "check": check.pk,
            "by": str(by),
            "until": check.expires_at.isoformat(),
        },
    )
    return check


def prove_domain(*, check_id: int, now: datetime) -> Organization:
    """The link was opened: the domain is the organization's. A second time changes nothing.

    Raises DomainCheck.DoesNotExist, CheckOver and DomainTaken.
    """
    try:
        with transaction.atomic():
            return _prove(check_id, now=now)
    except IntegrityError:  # two organizations at the same moment: the database let one in
        check = DomainCheck.objects.get(pk=check_id)
        raise DomainTaken(_holder_of(check.domain, but=check.organization_id)) from None


def _prove(check_id: int, *, now: datetime) -> Organization:
    check = DomainCheck.objects.select_for_update(of=("self",)).get(pk=check_id)
    organization = _locked(check.organization_id)
    if check.used_at is not None and organization.domain == check.domain:
        return organization
    if check.used_at is not None or now >= check.expires_at:
        raise CheckOver
    if not shared_domain(host_of(organization.website), check.domain):
        raise CheckOver
    holder = _holder_of(check.domain, but=organization.pk)
    if holder:
        raise DomainTaken(holder)
    check.used_at = now
    check.save(update_fields=["used_at"])
    organization.domain = check.domain
    organization.domain_verified_at = now
    organization.domain_verified_by = check.asked_by
    organization.save(update_fields=["domain", "domain_verified_at", "domain_verified_by"])
    return organization


def _provable(organization: Organization, address: str) -> str:
    website, mailbox = host_of(organization.website), domain_of_address(address)
    if not website:
        raise NoWebsite
    if is_open_to_all(mailbox) or is_open_to_all(website):
        raise OpenToAll
    domain = shared_domain(website, mailbox)
    if not domain:
        raise OtherDomain
    holder = _holder_of(domain, but=organization.pk)
    if holder:
        raise DomainTaken(holder)
    return domain


def _holder_of(domain: str, *, but: int) -> str:
    rows = Organization.objects.filter(domain=domain, domain_verified_at__isnull=False)
    return rows.exclude(pk=but).values_list("name", flat=True).first() or ""


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(
        slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken
    )


def _require_other_owner(member: OrganizationMembership) -> None:
    others = OrganizationMembership.objects.filter(
        organization_id=member.organization_id, role=OrganizationRole.OWNER, user__is_active=True
    )
    if not others.exclude(pk=member.pk).exists():
        raise LastOwner


def _locked(organization_id: int) -> Organization:
    return Organization.objects.select_for_update(no_key=True).get(pk=organization_id)


def _tell(
    people: Iterable[User],
    organization: Organization,
    *,
    by: User,
    member: OrganizationMembership,
    gone: bool,
    now: datetime,
) -> None:
    for person in people:
        if person.is_active:
            facts: dict[str, Any] = {
                "organization": organization.name,
                "organization_slug": organization.slug,
                "person": str(member.user),
                "is_you": person == member.user,
                "role": "" if gone else str(member.role),
                "by": str(by),
            }
            send_later(
                kind="organization_changed",
                key=f"{organization.pk}:{person.pk}:{now.isoformat()}",
                to=person.email,
                language=person.language,
                context=facts,
            )
