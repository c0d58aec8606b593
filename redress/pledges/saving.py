"""Keeping the card that the hosted page has saved: the moment in which a pledge begins to count."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from procrastinate.contrib.django import app

from redress.campaigns.models import Campaign
from redress.campaigns.states import CHARGING as CAMPAIGN_CHARGING
from redress.core import clock
from redress.core.locks import require_transaction
from redress.pledges import mandates, receipts, releasing
from redress.pledges.holding import (
    ENDED,
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
from redress.pledges.models import Pledge
from redress.pledges.processors.port import SetupState
from redress.pledges.states import Status, move
from redress.supporters.models import Status as SupporterStatus
from redress.supporters.models import Supporter, Tier

PLEDGES_PER_CARD = 2


def keep_card(pledge_id: int, state: SetupState) -> Pledge:
    """Take the card of a completed page, in the caller's transaction; returns the pledge as it is.

    The second to come finds it done. What may not be used is deleted at the processor by a job.
    """
    require_transaction()
    before = Pledge.objects.get(pk=pledge_id)
    try:
        campaign, at = lock_campaign(before.campaign_id)
    except CampaignClosed:
        campaign, at = Campaign.objects.get(pk=before.campaign_id), clock.database_time()
    supporter = Supporter.objects.select_for_update(no_key=True).get(pk=before.supporter_id)
    pledge = locked(pledge_id)
    if pledge.session_ref != state.session_ref or pledge.status == Status.CHARGING:
        return pledge  # somebody was first, or a charge is under way and this is taken up later
    if pledge.status == Status.INTENT:
        refusal = _refusal(pledge, supporter, state, open_=is_open(campaign, at))
        if refusal:
            _refuse_card(pledge, state, at=at, why=refusal)
        else:
            _activate(pledge, state, at)
        return pledge
    if _may_replace(pledge, campaign, at):
        _replace_card(pledge, state, at)
        return pledge
    forget_page(pledge)
    releasing.release_card_job.defer(pledge_id=pledge.pk, method_ref=state.method_ref or "")
    return pledge


def _refusal(pledge: Pledge, supporter: Supporter, state: SetupState, *, open_: bool) -> str | None:
    if not open_:
        return "saved after the deadline"
    if supporter.status != SupporterStatus.CONFIRMED:
        return "the address is not confirmed"
    if held_by(supporter.pk).exists():
        return "another pledge is held"
    mandate = mandates.latest_mandate(pledge)
    if mandate is None or mandate.amount_minor != pledge.total.minor:
        return "the mandate is of another amount"
    if state.card and _uses_of(state.card.fingerprint, pledge) >= PLEDGES_PER_CARD:
        return "the card is on too many pledges"
    return None


def _uses_of(fingerprint: str, pledge: Pledge) -> int:
    held = ~Q(status__in=(Status.INTENT, *ENDED))
    same = Pledge.objects.filter(held, campaign_id=pledge.campaign_id)
    return same.filter(card_fingerprint=fingerprint).exclude(pk=pledge.pk).count()


def _refuse_card(pledge: Pledge, state: SetupState, *, at: datetime, why: str) -> None:
    move(pledge, Status.EXPIRED, at=at, note=why, ended_at=at)
    forget_page(pledge)
    releasing.release_card_job.defer(pledge_id=pledge.pk, method_ref=state.method_ref or "")


def _activate(pledge: Pledge, state: SetupState, at: datetime) -> None:
    move(pledge, Status.ACTIVE, at=at, activated_at=at, **_card_facts(pledge, state))
    count(pledge, pledges=1, minor=pledge.amount_minor, at=at)
    set_tier(pledge, Tier(pledge.tier))
    mandate = mandates.latest_mandate(pledge)
    receipts.tell(
        pledge=pledge,
        kind="pledge_saved",
        key="saved",
        mandate_text=mandate.text if mandate else "",
        card_brand=pledge.card_brand,
        card_last4=pledge.card_last4,
    )


def _may_replace(pledge: Pledge, campaign: Campaign, at: datetime) -> bool:
    if pledge.status == Status.ACTIVE:
        return may_still_change(campaign, at)
    return (
        pledge.status in {Status.LOCKED, Status.DECLINED, Status.ACTION_REQUIRED}
        and campaign.status in CAMPAIGN_CHARGING
    )


def _replace_card(pledge: Pledge, state: SetupState, at: datetime) -> None:
    old = pledge.method_ref
    facts = _card_facts(pledge, state)
    if pledge.status in {Status.DECLINED, Status.ACTION_REQUIRED}:
        facts |= {"next_try_at": at, "may_retry": True, "fix_url": "", "decline_code": ""}
        app.configure_task("charge_pledge", priority=5).defer(pledge_id=pledge.pk)
    Pledge.objects.filter(pk=pledge.pk).update(**facts)
    for name, value in facts.items():
        setattr(pledge, name, value)
    pledge.events.create(kind="card_changed", at=at)
    if old and old != state.method_ref:
        releasing.release_card_job.defer(pledge_id=pledge.pk, method_ref=old)


def _card_facts(pledge: Pledge, state: SetupState) -> dict[str, Any]:
    card = state.card
    return {
        "session_ref": "",
        "setup_number": pledge.setup_number + 1,
        "customer_ref": state.customer_ref,
        "method_ref": state.method_ref,
        "card_attached": True,
        "card_brand": card.brand if card else "",
        "card_last4": card.last4 if card else "",
        "card_expires": f"{card.exp_year:04}-{card.exp_month:02}" if card else "",
        "card_fingerprint": card.fingerprint if card else "",
    }
