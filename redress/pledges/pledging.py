"""From the promise to the saved card, and changing or cancelling it until the deadline."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from redress.campaigns.models import Campaign
from redress.campaigns.states import CHARGING as CAMPAIGN_CHARGING
from redress.core import clock
from redress.core.locks import refuse_transaction
from redress.core.money import Money
from redress.core.tokens import make_token
from redress.pledges import mandates, receipts, releasing
from redress.pledges.holding import (
    CampaignClosed,
    count,
    forget_page,
    held_by,
    is_open,
    lock_campaign,
    locked,
    may_still_change,
    set_tier,
)
from redress.pledges.models import Mandate, Pledge, PledgeEvent
from redress.pledges.processing import processor
from redress.pledges.processors.errors import KeyConflict
from redress.pledges.processors.port import SetupStatus, Unknown
from redress.pledges.saving import keep_card
from redress.pledges.states import Status, move
from redress.pledges.terms import (
    PledgeNeedsReview,
    PledgeTooLarge,
    PledgeTooSmall,
    Terms,
    fee_cover,
    judge,
)
from redress.supporters.models import Status as SupporterStatus
from redress.supporters.models import Supporter, Tier

__all__ = [
    "AlreadyPledged",
    "CampaignClosed",
    "NotConfirmed",
    "PledgeNeedsReview",
    "PledgeSettled",
    "PledgeTooLarge",
    "PledgeTooSmall",
    "ProcessorUnavailable",
    "TooManyCards",
    "apply_setup",
    "cancel",
    "change",
    "continue_to_card",
    "current_pledge",
    "expire_unfinished",
    "fee_cover",
    "intend",
    "lock_campaign",
    "start_card_change",
]
UNFINISHED_FOR = timedelta(hours=24)
CARD_PAGES_PER_PLEDGE = 10
REFUSED_CARDS = 5
REFUSED_WITHIN = timedelta(minutes=3)
logger = logging.getLogger(__name__)


class AlreadyPledged(Exception):
    """The person has a pledge in this campaign; it can be changed by its own link."""

    def __init__(self, pledge: Pledge) -> None:
        """Keep the pledge that stands."""
        super().__init__(str(pledge))
        self.pledge = pledge


class NotConfirmed(Exception):
    """The address has not been confirmed by its owner; no card page is opened for it."""


class TooManyCards(Exception):
    """Too many card pages were opened for this pledge or from this network."""


class PledgeSettled(Exception):
    """The pledge can no longer be changed in this way: it is decided, charged or ended."""


class ProcessorUnavailable(Exception):
    """The processor gave no answer; nothing changed, and the person may try again."""


def intend(
    *,
    supporter_id: int,
    tier: Tier,
    amount: Money,
    cover_fee: bool,
    language: str,
    now: datetime,
) -> Pledge:
    """Write down what the person wants to pledge; no card, no count, no money yet.

    Asked again with the same terms, answers the unfinished pledge that is there. Raises
    CampaignClosed, PledgeTooSmall, PledgeNeedsReview, PledgeTooLarge and AlreadyPledged (tell
    that only to the owner of the address, in a message).
    """
    supporter = Supporter.objects.get(pk=supporter_id)
    terms = Terms(tier=Tier(tier), amount=amount, cover_fee=cover_fee)
    campaign = _taking_pledges(supporter.campaign_id)
    judge(terms, campaign)
    with transaction.atomic():
        # two clicks at once: the second finds what the first has written
        Supporter.objects.select_for_update(no_key=True).get(pk=supporter_id)
        if held := held_by(supporter_id).first():
            raise AlreadyPledged(held)
        same = Pledge.objects.filter(
            supporter_id=supporter_id,
            status=Status.INTENT,
            tier=terms.tier,
            amount_minor=amount.minor,
            fee_cover_minor=terms.fee_cover.minor,
            language=language,
        ).order_by("-pk")
        if unfinished := same.first():
            return unfinished
        pledge = Pledge.objects.create(
            campaign=campaign,
            supporter=supporter,
            tier=terms.tier,
            amount_minor=amount.minor,
            fee_cover_minor=terms.fee_cover.minor,
            currency=amount.currency,
            language=language,
        )
        pledge.events.create(kind=Status.INTENT, at=clock.database_time())
    return pledge


def current_pledge(supporter_id: int) -> Pledge | None:
    """The pledge that the person's pages are about: the held one, else the newest."""
    return (
        held_by(supporter_id).first()
        or Pledge.objects.filter(supporter_id=supporter_id).order_by("-pk").first()
    )


def continue_to_card(*, pledge_id: int, network_hash: str, now: datetime) -> str:
    """Keep the mandate, then open the hosted card page; returns the address for a 303.

    The person has just agreed to `mandates.mandate_text` of this pledge. Raises NotConfirmed,
    CampaignClosed, TooManyCards, AlreadyPledged, PledgeSettled, ProcessorUnavailable.
    """
    refuse_transaction()
    with transaction.atomic():
        pledge = Pledge.objects.get(pk=pledge_id)
        campaign, at = lock_campaign(pledge.campaign_id)
        supporter = Supporter.objects.select_for_update(no_key=True).get(pk=pledge.supporter_id)
        pledge = locked(pledge_id)
        if not is_open(campaign, at):
            raise CampaignClosed(campaign.number)
        if supporter.status != SupporterStatus.CONFIRMED:
            raise NotConfirmed(pledge_id)
        if held := held_by(supporter.pk).first():
            raise AlreadyPledged(held)
        if pledge.status != Status.INTENT:
            raise PledgeSettled(pledge_id)
        _refuse_card_testing(pledge, network_hash, at)
        mandates.write_mandate(pledge=pledge, campaign=campaign, network_hash=network_hash, at=at)
    return _card_page(pledge_id)


def start_card_change(*, pledge_id: int, now: datetime) -> str:
    """Open a card page for another card; returns the address for a 303.

    Before the deadline for a held pledge, after it for one that the bank refused. The amount and
    the mandate stay. Raises CampaignClosed, PledgeSettled, TooManyCards, ProcessorUnavailable.
    """
    refuse_transaction()
    pledge = Pledge.objects.select_related("campaign").get(pk=pledge_id)
    at = clock.database_time()
    if pledge.status == Status.ACTIVE:
        if not may_still_change(pledge.campaign, at):
            raise CampaignClosed(pledge.campaign.number)
    elif pledge.status not in {Status.DECLINED, Status.ACTION_REQUIRED}:
        raise PledgeSettled(pledge_id)
    elif pledge.campaign.status not in CAMPAIGN_CHARGING:
        raise CampaignClosed(pledge.campaign.number)
    return _card_page(pledge_id)


def apply_setup(*, pledge_id: int, now: datetime) -> Pledge:
    """Read the card page afresh and keep its card, if one was saved; returns the pledge as it is.

    The return page, the webhook and the reconciler all end here; the second finds it done. A card
    that was saved too late, or may not be used, is deleted and the pledge ends as `expired`.
    """
    refuse_transaction()
    pledge = Pledge.objects.get(pk=pledge_id)
    if not pledge.session_ref:
        return pledge
    state = processor().read_setup(pledge.session_ref)
    if isinstance(state, Unknown) or state.status is SetupStatus.OPEN:
        return pledge
    if state.pledge != pledge.pk or state.customer_ref != pledge.customer_ref:
        logger.error("A card page tells of another pledge", extra={"pledge": pledge.pk})
        return pledge
    if not state.saved:
        forget_page(pledge)
        return pledge
    with transaction.atomic():
        return keep_card(pledge_id, state)


def change(
    *,
    pledge_id: int,
    tier: Tier,
    amount: Money,
    cover_fee: bool,
    network_hash: str,
    now: datetime,
) -> Pledge:
    """Change tier or amount until the deadline, under a new mandate that was just agreed to.

    Raises CampaignClosed, PledgeSettled, PledgeTooSmall, PledgeNeedsReview, PledgeTooLarge.
    """
    terms = Terms(tier=Tier(tier), amount=amount, cover_fee=cover_fee)
    with transaction.atomic():
        pledge = Pledge.objects.get(pk=pledge_id)
        campaign, at = lock_campaign(pledge.campaign_id)
        pledge = locked(pledge_id)
        if not is_open(campaign, at):
            raise CampaignClosed(campaign.number)
        if pledge.status not in {Status.INTENT, Status.ACTIVE}:
            raise PledgeSettled(pledge_id)
        judge(terms, campaign)
        difference = amount.minor - pledge.amount_minor
        pledge.tier, pledge.amount_minor = terms.tier, amount.minor
        pledge.fee_cover_minor = terms.fee_cover.minor
        pledge.save(update_fields=["tier", "amount_minor", "fee_cover_minor"])
        note = f"{pledge.amount_minor}+{pledge.fee_cover_minor} {pledge.currency}"
        pledge.events.create(kind="changed", at=at, note=note)
        mandate = mandates.latest_mandate(pledge)
        if mandate is not None:  # agreed to before: the new terms were agreed to as well
            mandate = mandates.write_mandate(
                pledge=pledge, campaign=campaign, network_hash=network_hash, at=at
            )
        if pledge.status == Status.ACTIVE and mandate is not None:
            set_tier(pledge, terms.tier)
            if difference:
                count(pledge, pledges=0, minor=difference, at=at)
            receipts.tell(
                pledge=pledge,
                kind="pledge_changed",
                key=str(mandate.version),
                mandate_text=mandate.text,
            )
    return pledge


def cancel(*, pledge_id: int, now: datetime) -> Pledge:
    """End the pledge until the deadline; the card is deleted. Cancelling twice is harmless.

    Raises CampaignClosed after the deadline and PledgeSettled for a pledge that is past it.
    """
    with transaction.atomic():
        pledge = Pledge.objects.get(pk=pledge_id)
        campaign, at = lock_campaign(pledge.campaign_id)
        pledge = locked(pledge_id)
        if pledge.status == Status.CANCELLED:
            return pledge
        if pledge.status not in {Status.INTENT, Status.ACTIVE}:
            raise PledgeSettled(pledge_id)
        if not may_still_change(campaign, at):
            raise CampaignClosed(campaign.number)
        was_held = pledge.status == Status.ACTIVE
        move(pledge, Status.CANCELLED, at=at, ended_at=at)
        if was_held:
            count(pledge, pledges=-1, minor=-pledge.amount_minor, at=at)
            set_tier(pledge, Tier.ALLY)
            receipts.tell(pledge=pledge, kind="pledge_cancelled", key="cancelled")
        _delete_card_later(pledge)
    return pledge


def expire_unfinished(now: datetime) -> int:
    """End the pledges that got no card within 24 hours; returns how many."""
    ended = 0
    oldest = clock.database_time() - UNFINISHED_FOR
    rows = Pledge.objects.filter(status=Status.INTENT, created_at__lt=oldest)
    for pledge_id in rows.order_by("pk").values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            pledge = locked(pledge_id)
            if pledge.status != Status.INTENT:
                continue
            at = clock.database_time()
            move(pledge, Status.EXPIRED, at=at, note="no card within 24 hours", ended_at=at)
            _delete_card_later(pledge)
            ended += 1
    return ended


def card_address(pledge: Pledge) -> str:
    """Where the processor sends the person back to, in the pledge's language."""
    with translation.override(pledge.language):
        path = reverse("card_return", args=[make_token("card", pledge.pk)])
    return f"{settings.SITE_URL}{path}"


def _taking_pledges(campaign_id: int) -> Campaign:
    rows = Campaign.objects.live().filter(deadline_at__gt=clock.DATABASE_NOW)
    campaign = rows.filter(pk=campaign_id).first()
    if campaign is None:
        raise CampaignClosed(campaign_id)
    return campaign


def _refuse_card_testing(pledge: Pledge, network_hash: str, at: datetime) -> None:
    """Saving cards tells a thief which of them work: few pages per network, none in a burst."""
    if not network_hash:
        return
    near = Mandate.objects.filter(network_hash=network_hash)
    others = near.filter(agreed_at__gt=at - timedelta(days=1)).exclude(pledge=pledge)
    if others.values("pledge").distinct().count() >= settings.CARDS_PER_NETWORK:
        raise TooManyCards(network_hash)
    refused = PledgeEvent.objects.filter(
        kind="card_refused",
        at__gt=at - REFUSED_WITHIN,
        pledge__in=near.values("pledge"),
    )
    if refused.count() >= REFUSED_CARDS:
        raise TooManyCards(network_hash)


def _card_page(pledge_id: int) -> str:
    pledge = Pledge.objects.select_related("supporter").get(pk=pledge_id)
    if pledge.session_ref:
        state = processor().read_setup(pledge.session_ref)
        if isinstance(state, Unknown):
            raise ProcessorUnavailable(pledge_id)
        if state.status is SetupStatus.OPEN and state.url:
            return state.url
        if state.saved:
            return card_address(pledge)  # done already: the page that they return to applies it
        forget_page(pledge)
        pledge.refresh_from_db()
    if pledge.setup_number >= CARD_PAGES_PER_PLEDGE:
        raise TooManyCards(pledge_id)
    address = card_address(pledge)
    try:
        started = processor().start_setup(
            pledge=pledge.pk,
            email=pledge.supporter.email,
            language=pledge.language,
            success_url=address,
            cancel_url=address,
            key=f"setup:{pledge.pk}:{pledge.setup_number}",
            customer_ref=pledge.customer_ref or None,
        )
    except KeyConflict:
        started = None
    if started is None or isinstance(started, Unknown):
        # an empty card page costs nothing, so the next click may open another one
        _next_page(pledge)
        raise ProcessorUnavailable(pledge_id)
    Pledge.objects.filter(pk=pledge.pk, session_ref="").update(
        session_ref=started.session_ref, customer_ref=started.customer_ref
    )
    return started.url


def _next_page(pledge: Pledge) -> None:
    rows = Pledge.objects.filter(pk=pledge.pk, setup_number=pledge.setup_number)
    rows.update(setup_number=F("setup_number") + 1)


def _delete_card_later(pledge: Pledge) -> None:
    if pledge.card_attached:
        releasing.release_card_job.defer(pledge_id=pledge.pk, method_ref=pledge.method_ref)
    if pledge.session_ref:
        releasing.close_card_page_job.defer(pledge_id=pledge.pk)
