"""Organizations are invited, answer for themselves, are checked, and leave when they like.

Each function takes the row's lock before it judges. Links name the row and its issue: who holds
the link of an earlier issue holds nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction

from redress.accounts import domains
from redress.accounts.models import Organization, User
from redress.campaigns import coalition_mail as mail
from redress.campaigns import coalition_words as words
from redress.campaigns.coalition_states import (
    AlreadyInvited,
    DoesNotWish,
    NoMoreMails,
    NotPossible,
    PhoneNeeded,
    State,
    TooManyOpen,
    TooManyToday,
    TooSoon,
    state_of,
)
from redress.campaigns.models import Campaign, CoalitionConsent, CoalitionMember
from redress.campaigns.states import Status
from redress.core.models import Picture
from redress.core.translated import Translated

# states and refusals are asked for here as well
__all__ = [
    "AlreadyInvited",
    "Answer",
    "DoesNotWish",
    "Guest",
    "NoMoreMails",
    "NotPossible",
    "PhoneNeeded",
    "State",
    "TooManyOpen",
    "TooManyToday",
    "TooSoon",
    "state_of",
]

GOOD_FOR = timedelta(days=21)
MOST_MAILS, BETWEEN_MAILS = 3, timedelta(days=1)  # of one issue
MOST_ISSUES = 5
MOST_OPEN = 20  # of one campaign
MOST_A_DAY = 30  # of one person, over all campaigns
Ending, Method = CoalitionMember.Ending, CoalitionMember.Method
# nobody is asked any more to stand with what has ended
OVER = frozenset(
    {Status.REFUSED, Status.FAILED, Status.CANCELLED, Status.REFUNDING, Status.REFUNDED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom an organizer invites: the organization, and the person who is to speak for it."""

    name: str
    kind: str
    url: str
    contact_name: str
    contact_email: str
    language: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the organization says of itself, and what of it may be shown."""

    name: str
    signatory_name: str
    signatory_title: Translated
    allowed: frozenset[str]
    quote: Translated = field(default_factory=Translated)
    phone: str = ""
    logo: Picture | None = None


def address_proves(member: CoalitionMember) -> bool:
    """Whether opening a message to the contact's address proves the organization.

    An address of the campaign's own team proves nothing, wherever it stands.
    """
    team = member.campaign.memberships.values_list("user__email", flat=True)
    return domains.proves(email=member.contact_email, url=member.url) and (
        _without_tag(member.contact_email) not in {_without_tag(email) for email in team}
    )


def _without_tag(email: str) -> str:
    """One spelling for rosa@… and rosa+invited@…."""
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


# --- the organizer --------------------------------------------------------------------------


@transaction.atomic
def invite(
    *,
    campaign_id: int,
    guest: Guest,
    invited_by: User,
    now: datetime,
    replaces: CoalitionMember | None = None,
) -> CoalitionMember:
    """Write to an organization. `replaces`: the standing row whose person left.

    Raises NotPossible for a campaign that is over, TooManyOpen, TooManyToday, AlreadyInvited,
    TooSoon, NoMoreMails and DoesNotWish, writing nothing.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.status in OVER or campaign.is_record:
        raise NotPossible
    User.objects.select_for_update().get(pk=invited_by.pk)
    members = CoalitionMember.objects.filter(campaign=campaign)
    email = guest.contact_email.lower()
    if members.open().count() >= MOST_OPEN:
        raise TooManyOpen
    sent = CoalitionMember.objects.filter(invited_by=invited_by, mailed_at__gt=now - BETWEEN_MAILS)
    if sent.count() >= MOST_A_DAY:
        raise TooManyToday
    if members.filter(contact_email=email, withdrawn_at=None).exists():
        raise AlreadyInvited
    _refuse_unwilling(campaign, email)
    _refuse_pressing(campaign, email, now=now)
    member = CoalitionMember.objects.create(
        campaign=campaign,
        kind=guest.kind,
        position=(members.aggregate(last=models.Max("position"))["last"] or 0) + 1,
        name=guest.name,
        url=guest.url,
        contact_name=guest.contact_name,
        contact_email=email,
        language=guest.language,
        note=guest.note,
        invited_by=invited_by,
        invited_at=now,
        replaces=replaces,
    )
    _write(member, kind="coalition_invitation", now=now)
    return member


@transaction.atomic
def send_again(*, member_id: int, now: datetime) -> CoalitionMember:
    """Send the same contact a new message with a fresh term.

    Raises NotPossible, TooSoon, NoMoreMails and DoesNotWish, sending nothing.
    """
    member = _locked(member_id)
    if state_of(member, now=now) not in {State.INVITED, State.EXPIRED}:
        raise NotPossible
    if member.mails >= MOST_MAILS:
        raise NoMoreMails
    if member.mailed_at is not None and now < member.mailed_at + BETWEEN_MAILS:
        raise TooSoon
    _refuse_unwilling(member.campaign, member.contact_email)
    _write(member, kind="coalition_invitation", now=now)
    return member


@transaction.atomic
def reissue(
    *, member_id: int, contact_name: str, contact_email: str, now: datetime
) -> CoalitionMember:
    """Ask another person of the organization; the earlier person's link is dead from now on.

    What the earlier person answered, if no call confirmed it, is forgotten.
    Raises NotPossible, AlreadyInvited, NoMoreMails and DoesNotWish, changing nothing.
    """
    member = _locked(member_id)
    email = contact_email.lower()
    if not may_reissue(member, now=now):
        raise NotPossible
    if member.issue >= MOST_ISSUES:
        raise NoMoreMails
    others = CoalitionMember.objects.filter(campaign=member.campaign, withdrawn_at=None)
    if email == member.contact_email or (
        others.exclude(pk=member.pk).filter(contact_email=email).exists()
    ):
        raise AlreadyInvited
    _refuse_unwilling(member.campaign, email)
    member.issue += 1
    member.mails = 0
    member.contact_name, member.contact_email = contact_name, email
    member.withdrawn_at, member.ending = None, ""
    _forget_answer(member)
    _write(member, kind="coalition_reissued", now=now)
    return member


def may_reissue(member: CoalitionMember, *, now: datetime) -> bool:
    """Whether another person may be asked by the same row."""
    state = state_of(member, now=now)
    return state in {State.INVITED, State.EXPIRED, State.CALLING, State.NOT_REACHED}


@transaction.atomic
def take_back(*, member_id: int, now: datetime) -> CoalitionMember:
    """The organizer takes the invitation back, or the organization off the page."""
    member = _locked(member_id)
    if member.withdrawn_at is not None:
        return member
    answered = member.answered_at is not None
    _end(member, Ending.TAKEN_BACK, now=now)
    if answered:
        mail.tell_contact(member, "coalition_withdrawn", now=now)
    return member


# --- the organization -----------------------------------------------------------------------


@transaction.atomic
def confirm(
    *,
    member_id: int,
    issue: int,
    answer: Answer,
    language: str,
    now: datetime,
    account: Organization | None = None,
) -> CoalitionMember:
    """Take the organization's answer; it stands at once if its address or account proves it.

    Otherwise it waits, unshown, for a call to its public number. `account` is a verified
    organization of the person who signed in. After a withdrawal this confirms anew.
    Raises NotPossible and PhoneNeeded, changing nothing.
    """
    member = _locked(member_id, issue=issue)
    if not may_answer(member, now=now):
        raise NotPossible
    method = _method(member, account)
    if method == Method.PHONE and not answer.phone:
        raise PhoneNeeded
    member.withdrawn_at, member.ending = None, ""
    member.refuses_mail = False  # they come by themselves, and need the link to their page
    member.name = answer.name
    member.signatory_name = answer.signatory_name
    member.phone = answer.phone if method == Method.PHONE else ""
    member.method = method
    member.organization = account if method == Method.ACCOUNT else None
    member.answered_at = now
    member.confirmed_at = member.called_at = member.called_by = None
    member.spoke_with = ""
    _show(member, answer, kind=CoalitionConsent.Kind.GIVEN, language=language, now=now)
    if method == Method.PHONE:
        member.save()
        mail.tell_contact(member, "coalition_phone_check", now=now)
        mail.tell_team(member, "coalition_phone_check", now=now)
    else:
        _stand(member, now=now)
    return member


def may_answer(member: CoalitionMember, *, now: datetime) -> bool:
    """Whether the invited person may confirm now: invited, or back after leaving by themselves."""
    state = state_of(member, now=now)
    if state not in {State.INVITED, State.DECLINED, State.WITHDRAWN}:
        return False
    if state == State.DECLINED and member.expires_at is not None and now >= member.expires_at:
        return False
    others = CoalitionMember.objects.filter(
        campaign_id=member.campaign_id, contact_email=member.contact_email, withdrawn_at=None
    )
    return not others.exclude(pk=member.pk).exists()


@transaction.atomic
def decline(*, member_id: int, issue: int, never_again: bool, now: datetime) -> CoalitionMember:
    """The invited person says no; with `never_again` no organizer can write there any more."""
    member = _locked(member_id, issue=issue)
    if never_again and not member.refuses_mail:
        member.refuses_mail = True
        member.save(update_fields=["refuses_mail"])
    if state_of(member, now=now) in {State.INVITED, State.EXPIRED}:
        _end(member, Ending.DECLINED, now=now)
        mail.tell_team(member, "coalition_withdrawn", now=now)
    return member


@transaction.atomic
def change(
    *, member_id: int, issue: int, answer: Answer, language: str, now: datetime
) -> CoalitionMember:
    """Change what is shown, as a new consent; name and person stay those that were checked.

    Raises NotPossible.
    """
    member = _locked(member_id, issue=issue)
    if state_of(member, now=now) not in {State.STANDING, State.CALLING}:
        raise NotPossible
    _show(member, answer, kind=CoalitionConsent.Kind.CHANGED, language=language, now=now)
    member.save()
    return member


@transaction.atomic
def withdraw(*, member_id: int, issue: int, language: str, now: datetime) -> CoalitionMember:
    """Off the page and out of every count at once; the consent that was given stays on record."""
    member = _locked(member_id, issue=issue)
    if state_of(member, now=now) not in {State.STANDING, State.CALLING}:
        return member
    _end(member, Ending.WITHDRAWN, now=now)
    _record(
        member,
        kind=CoalitionConsent.Kind.WITHDRAWN,
        text=words.withdrawn_text(language=language),
        allowed=(),
        language=language,
        now=now,
    )
    mail.tell_contact(member, "coalition_withdrawn", now=now)
    mail.tell_team(member, "coalition_withdrawn", now=now)
    return member


def ask_for_links(*, email: str, now: datetime) -> None:
    """Send an address the links of all that it answered for; at most one each an hour."""
    answered = CoalitionMember.objects.filter(contact_email=email.lower(), refuses_mail=False)
    answered = answered.exclude(answered_at=None).filter(
        models.Q(withdrawn_at=None) | models.Q(ending=Ending.WITHDRAWN)
    )
    for member in answered.select_related("campaign").order_by("pk"):
        mail.tell_contact(member, "coalition_link", now=now, once=f"{now:%Y%m%d%H}")


# --- the call -------------------------------------------------------------------------------


@transaction.atomic
def note_call(
    *,
    member_id: int,
    answered_at: datetime,
    caller: User,
    confirmed: bool,
    spoke_with: str,
    now: datetime,
) -> CoalitionMember:
    """Write down a call to the organization's public number; confirmed, it stands from now on.

    `answered_at` is that of the answer that the caller had before the eyes. Somebody of the
    campaign's team cannot be the caller. Raises NotPossible, changing nothing.
    """
    member = _locked(member_id)
    if state_of(member, now=now) != State.CALLING or member.answered_at != answered_at:
        raise NotPossible
    if member.campaign.memberships.filter(user=caller).exists():
        raise NotPossible
    if not spoke_with.strip():
        raise NotPossible
    member.called_by, member.called_at = caller, now
    member.spoke_with = spoke_with.strip()
    if confirmed:
        _stand(member, now=now)
    else:
        member.save(update_fields=["called_by", "called_at", "spoke_with"])
        _end(member, Ending.NOT_REACHED, now=now)
        mail.tell_contact(member, "coalition_withdrawn", now=now)
        mail.tell_team(member, "coalition_withdrawn", now=now)
    return member


# --- within ---------------------------------------------------------------------------------


def _locked(member_id: int, *, issue: int | None = None) -> CoalitionMember:
    rows = CoalitionMember.objects.select_for_update(of=("self",)).select_related("campaign")
    member = rows.get(pk=member_id)
    if issue is not None and issue != member.issue:
        raise NotPossible
    return member


def _method(member: CoalitionMember, account: Organization | None) -> CoalitionMember.Method:
    if address_proves(member):
        return Method.DOMAIN
    if (
        account is not None
        and account.domain_verified_at is not None
        and domains.proves(email=f"x@{account.domain}", url=member.url)
    ):
        return Method.ACCOUNT
    return Method.PHONE


def _refuse_unwilling(campaign: Campaign, email: str) -> None:
    rows = CoalitionMember.objects.filter(contact_email=email)
    said_no = models.Q(refuses_mail=True) | models.Q(campaign=campaign, ending=Ending.DECLINED)
    if rows.filter(said_no).exists():
        raise DoesNotWish


def _refuse_pressing(campaign: Campaign, email: str, *, now: datetime) -> None:
    """Taking an invitation back and sending it anew is no way around the limits."""
    before = CoalitionMember.objects.filter(campaign=campaign, contact_email=email)
    if before.filter(mailed_at__gt=now - BETWEEN_MAILS).exists():
        raise TooSoon
    if (before.aggregate(sent=models.Sum("mails"))["sent"] or 0) >= MOST_MAILS:
        raise NoMoreMails


def _write(member: CoalitionMember, *, kind: str, now: datetime) -> None:
    member.mails += 1
    member.mailed_at = now
    member.expires_at = now + GOOD_FOR
    member.save()
    mail.tell_contact(member, kind, now=now)


def _show(
    member: CoalitionMember,
    answer: Answer,
    *,
    kind: CoalitionConsent.Kind,
    language: str,
    now: datetime,
) -> None:
    """What may be shown from now on, with the words that allow it."""
    member.signatory_title = answer.signatory_title
    member.quote = answer.quote
    member.logo = answer.logo
    there = {"name", "signatory"}
    there |= {"quote"} if answer.quote else set()
    there |= {"logo"} if answer.logo else set()
    allowed = answer.allowed & there if "name" in answer.allowed else frozenset()
    for key in CoalitionMember.ALLOWED:
        setattr(member, f"shows_{key}", key in allowed)
    member.consent = _record(
        member,
        kind=kind,
        text=words.agreed_text(allowed, language=language),
        allowed=allowed,
        language=language,
        now=now,
    )


def _record(
    member: CoalitionMember,
    *,
    kind: CoalitionConsent.Kind,
    text: str,
    allowed: Collection[str],
    language: str,
    now: datetime,
) -> CoalitionConsent:
    return CoalitionConsent.objects.create(
        member=member,
        kind=kind,
        wording=words.WORDING,
        language=language,
        text=text,
        text_sha256=words.sha256_of(text),
        allowed=[key for key in CoalitionMember.ALLOWED if key in allowed],
        at=now,
    )


def _stand(member: CoalitionMember, *, now: datetime) -> None:
    member.confirmed_at = now
    member.save()
    mail.tell_contact(member, "coalition_confirmed", now=now)
    mail.tell_team(member, "coalition_confirmed", now=now)
    older = member.replaces
    if older is None or older.campaign_id != member.campaign_id:
        return
    older = _locked(older.pk)
    if older.is_standing and domains.host_of(older.url) == domains.host_of(member.url):
        _end(older, Ending.REPLACED, now=now)
        mail.tell_contact(older, "coalition_withdrawn", now=now)


def _end(member: CoalitionMember, ending: CoalitionMember.Ending, *, now: datetime) -> None:
    member.withdrawn_at, member.ending = now, ending
    member.save(update_fields=["withdrawn_at", "ending"])


def _forget_answer(member: CoalitionMember) -> None:
    member.answered_at = member.called_at = member.called_by = None
    member.signatory_name = member.phone = member.spoke_with = member.method = ""
    member.signatory_title, member.quote, member.logo = Translated(), Translated(), None
    member.consent = member.organization = None
    for key in CoalitionMember.ALLOWED:
        setattr(member, f"shows_{key}", False)
