"""Where an invited organization is, and why something cannot be done about it now."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import CoalitionMember


class NotPossible(Exception):
    """The invitation is not in a state for this; nothing was changed."""


class TooManyOpen(NotPossible):
    """Twenty invitations of the campaign wait for an answer."""


class TooManyToday(NotPossible):
    """The person has invited thirty organizations within a day."""


class AlreadyInvited(NotPossible):
    """The address has an invitation of this campaign, or stands with it."""


class DoesNotWish(NotPossible):
    """The address said no to this campaign, or asked never to be written to."""


class TooSoon(NotPossible):
    """The last message is less than a day old."""


class NoMoreMails(NotPossible):
    """Three messages went out, or five people were asked."""


class PhoneNeeded(NotPossible):
    """The address proves nothing, and no public number was given."""


class State(models.TextChoices):
    """Where an invited organization is."""

    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Expired")
    CALLING = "calling", _("Answered; waits for our call")
    STANDING = "standing", _("Confirmed")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Withdrawn by the organization")
    TAKEN_BACK = "taken_back", _("Taken back by you")
    NOT_REACHED = "not_reached", _("Not confirmed by our call")
    REPLACED = "replaced", _("Confirmed anew by another person")


def state_of(member: CoalitionMember, *, now: datetime) -> State:
    """Where the organization is at this instant."""
    if member.withdrawn_at is not None:
        return State(member.ending)
    if member.confirmed_at is not None:
        return State.STANDING
    if member.answered_at is not None:
        return State.CALLING
    expired = member.expires_at is not None and now >= member.expires_at
    return State.EXPIRED if expired else State.INVITED
