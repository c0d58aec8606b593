"""The home page: one lead campaign, others beside it, how it works, and how it ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from redress.campaigns import catalogue
from redress.campaigns.models import Campaign
from redress.campaigns.states import Status
from redress.core import clock
from redress.petitions.models import Outcome, Petition
from redress.web.addresses import page_path
from redress.web.caching import public_page
from redress.web.public.presenting import card_of

CARDS = 6
OUTCOMES = 6
_WON = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How one campaign or petition ended."""

    href: str
    title: str
    word: str
    on: date | None
    is_record: bool


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was won, what was lost, what an agency has not answered yet."""

    won: tuple[OutcomeRow, ...]
    lost: tuple[OutcomeRow, ...]
    waiting: tuple[OutcomeRow, ...]

    def __bool__(self) -> bool:
        """Whether anything has ended at all."""
        return bool(self.won or self.lost or self.waiting)


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the site."""
    now = clock.now()
    lead = catalogue.lead()
    others = catalogue.find(catalogue.Filters()).fetch_mode(FETCH_RAISE)
    if lead:
        others = others.exclude(pk=lead.pk)
    return render(
        request,
        "public/home.html",
        {
            "lead": card_of(lead, now=now) if lead else None,
            "cards": [card_of(one, now=now) for one in others[:CARDS]],
            "tally": catalogue.tally(),
            "outcomes": outcomes(now=now),
        },
    )


def outcomes(*, now: datetime) -> Outcomes:
    """The latest endings of listed campaigns, won and lost alike."""
    petitions = (
        Petition.objects.filter(campaign__in=Campaign.objects.listed(), received_on__isnull=False)
        .select_related("campaign", "agency")
        .order_by(F("answered_on").desc(nulls_first=True), "-received_on", "-pk")
        .fetch_mode(FETCH_RAISE)[: OUTCOMES * 3]
    )
    missed = catalogue.find(catalogue.Filters(state=catalogue.Standing.NOT_REACHED))
    won, lost, waiting = [], [_missed(campaign) for campaign in missed[:OUTCOMES]], []
    for petition in petitions:
        if petition.answered_on is None:
            waiting.append(_waiting(petition, now=now))
        elif petition.outcome in _WON:
            won.append(_answered(petition))
        else:
            lost.append(_answered(petition))
    return Outcomes(
        won=tuple(won[:OUTCOMES]), lost=tuple(lost[:OUTCOMES]), waiting=tuple(waiting[:OUTCOMES])
    )


def _missed(campaign: Campaign) -> OutcomeRow:
    word = _("Not reached; nobody was charged")
    if campaign.status == Status.CANCELLED:
        word = _("Cancelled; nobody was charged")
    return _row(campaign, word=word)


def _waiting(petition: Petition, *, now: datetime) -> OutcomeRow:
    received = petition.received_on or now.date()
    word = _("With %(agency)s, day %(count)d") % {
        "agency": petition.agency.short_name,
        "count": (now.date() - received).days,
    }
    return _row(petition.campaign, word=word)


def _answered(petition: Petition) -> OutcomeRow:
    word = str(Outcome(petition.outcome).label)
    return _row(petition.campaign, word=word, on=petition.answered_on)


def _row(campaign: Campaign, *, word: str, on: date | None = None) -> OutcomeRow:
    return OutcomeRow(
        href=page_path("campaign", campaign.address),
        title=str(campaign.title),
        word=word,
        on=on,
        is_record=campaign.is_record,
    )
