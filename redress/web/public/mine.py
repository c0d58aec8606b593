"""A supporter's own pages: the pledge, the card, the name, leaving; all by the mailed link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from redress.campaigns.states import Status as CampaignStatus
from redress.core import clock
from redress.core.money import Money
from redress.core.tokens import make_token
from redress.pledges import charging, mandates, pledging
from redress.pledges.models import Pledge
from redress.pledges.states import Status as PledgeStatus
from redress.supporters import choosing, joining
from redress.supporters.models import Status, Supporter, Tier
from redress.supporters.tiers import offered_by
from redress.web.addresses import page_path
from redress.web.formatting import language
from redress.web.origin import token_free
from redress.web.public import docket, presenting
from redress.web.public.forms import AmountForm, ChoicesForm
from redress.web.public.pledge_words import words_of
from redress.web.public.private import (
    Forgotten,
    manage_token,
    may_lead_to_card_page,
    number_in,
    person_of,
    private_page,
)
from redress.web.public.support import amounts_context, see_other
from redress.web.visitor import network_of

FIXABLE = frozenset({PledgeStatus.DECLINED, PledgeStatus.ACTION_REQUIRED})
OVER = frozenset(
    {
        PledgeStatus.CANCELLED,
        PledgeStatus.EXPIRED,
        PledgeStatus.RELEASED,
        PledgeStatus.DROPPED,
    }
)
BEFORE_DECISION = frozenset({CampaignStatus.LIVE, CampaignStatus.PAUSED})


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person may do now; the domain judges again when it is asked for."""

    pledge: bool  # begin one
    change: bool
    cancel: bool
    card: bool
    leave: bool


def offers_of(supporter: Supporter, pledge: Pledge | None, *, now: datetime) -> Offers:
    """What the manage page shows as buttons."""
    campaign = supporter.campaign
    stands = supporter.status == Status.CONFIRMED
    is_open = docket.is_open(campaign, now=now)
    before = (
        campaign.status in BEFORE_DECISION
        and campaign.deadline_at is not None
        and now < campaign.deadline_at
    )
    held = pledge is not None and pledge.status == PledgeStatus.ACTIVE
    over = pledge is None or pledge.status in OVER or pledge.status == PledgeStatus.INTENT
    return Offers(
        pledge=stands and is_open and over,
        change=held and is_open,
        cancel=held and before,
        card=(held and before) or (pledge is not None and pledge.status in FIXABLE),
        leave=supporter.status in {Status.CONFIRMED, Status.PENDING}
        and (over or (held and before)),
    )


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The manage page: where everything stands; posting keeps the choices about the name."""
    supporter = person_of("mine", token)
    now = clock.now()
    form = ChoicesForm(
        initial={"name_shown": supporter.name_shown, "milestones": supporter.wants_milestones}
    )
    status = 200
    if request.method == "POST":
        form = ChoicesForm(request.POST)
        if form.is_valid():
            return keep_choices(request, supporter, form)
        status = 422
    pledge = pledging.current_pledge(supporter.pk)
    context = {
        "supporter": supporter,
        "campaign": supporter.campaign,
        "pledge": pledge,
        "pledge_words": words_of(pledge, supporter.campaign) if pledge else None,
        "offers": offers_of(supporter, pledge, now=now),
        "form": form,
        "token": token,
        "kept": "kept" in request.GET,
    }
    return render(request, "public/mine.html", context, status=status)


def keep_choices(request: HttpRequest, supporter: Supporter, form: ChoicesForm) -> HttpResponse:
    """Keep the choices; somebody who left meanwhile sees that."""
    try:
        choosing.choose(
            supporter_id=supporter.pk,
            name_shown=form.cleaned_data["name_shown"],
            wants_milestones=form.cleaned_data["milestones"],
            language=language(),
            now=clock.now(),
        )
    except choosing.NotStanding:
        return see_other(request.path)
    return see_other(f"{request.path}?kept")


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def pledge(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a pledge, or change the held one: amount, then the exact words, then the button."""
    supporter = person_of("mine", token)
    held = pledging.current_pledge(supporter.pk)
    offers = offers_of(supporter, held, now=clock.now())
    if not (offers.pledge or offers.change):
        return see_other(page_path("mine", token))
    changing = held if offers.change else None
    if request.method != "POST":
        form = AmountForm(initial=initial_of(supporter, changing), campaign=supporter.campaign)
        return render(request, "public/mine_pledge.html", amount_context(supporter, form, changing))
    form = AmountForm(request.POST, campaign=supporter.campaign)
    if form.is_valid() and form.pledge is None:
        form.add_error("amount_other", _("Please choose or write an amount."))
    if not form.errors and form.pledge is not None:
        answer = pledge_or_change(request, supporter, form, form.pledge, changing)
        if answer is not None:
            return answer
    context = amount_context(supporter, form, changing)
    return render(request, "public/mine_pledge.html", context, status=422)


def pledge_or_change(
    request: HttpRequest,
    supporter: Supporter,
    form: AmountForm,
    amount: Money,
    changing: Pledge | None,
) -> HttpResponse | None:
    """Lead to the words to agree to, or take the agreed change; None when the form says why not."""
    terms: dict[str, Any] = {
        "tier": Tier(form.cleaned_data["tier"]),
        "amount": amount,
        "cover_fee": form.cleaned_data["cover_fee"],
        "now": clock.now(),
    }
    back = page_path("mine", manage_token(supporter))
    try:
        if changing is None:
            pledging.intend(supporter_id=supporter.pk, language=language(), **terms)
            return see_other(page_path("confirm", make_token("confirm", supporter.pk)))
        if request.POST.get("agreed") != f"{amount.minor + form.fee.minor}":
            context = agreement_context(supporter, form, amount, changing)
            return render(request, "public/mine_agree.html", context)
        pledging.change(pledge_id=changing.pk, network_hash=network_of(request), **terms)
    except (pledging.PledgeTooSmall, pledging.PledgeTooLarge) as refusal:
        form.refuse_amount(refusal)
        return None
    except (pledging.CampaignClosed, pledging.PledgeSettled, pledging.AlreadyPledged):
        return see_other(back)
    return see_other(back)


def initial_of(supporter: Supporter, changing: Pledge | None) -> dict[str, Any]:
    """What the amount form begins with: the held pledge, or the first step."""
    amounts = presenting.amounts_of(offered_by(supporter.campaign))
    if changing is None:
        return {"tier": Tier.ADVOCATE, "amount_choice": str(amounts[0])}
    amount = f"{changing.amount.decimal:f}".removesuffix(".00")
    ready_made = amount in {str(offered) for offered in amounts} and changing.tier != Tier.ALLY
    return {
        "tier": changing.tier,
        "amount_choice": amount if ready_made else "other",
        "amount_other": "" if ready_made else amount,
        "cover_fee": changing.fee_cover_minor > 0,
    }


def amount_context(
    supporter: Supporter, form: AmountForm, changing: Pledge | None
) -> dict[str, Any]:
    """The amount form with its tiers."""
    return {
        "supporter": supporter,
        "campaign": supporter.campaign,
        "form": form,
        **amounts_context(form),
        "chosen_amount": str(form["amount_choice"].value() or ""),
        "changing": changing,
        "token": manage_token(supporter),
    }


def agreement_context(
    supporter: Supporter, form: AmountForm, amount: Money, changing: Pledge
) -> dict[str, Any]:
    """The exact words of the changed pledge, before the button that agrees to them."""
    total = amount + form.fee
    return {
        "campaign": supporter.campaign,
        "form": form,
        "tier_name": str(Tier(form.cleaned_data["tier"]).label),
        "amount": amount,
        "fee": form.fee,
        "total": total,
        "mandate_text": mandates.mandate_text(
            campaign=supporter.campaign, total=total, language=changing.language
        ),
        "mandate_language": changing.language if changing.language != language() else "",
        "token": manage_token(supporter),
    }


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """One button that ends the pledge; the person stays an Ally."""
    supporter = person_of("mine", token)
    held = pledging.current_pledge(supporter.pk)
    if held is None or not offers_of(supporter, held, now=clock.now()).cancel:
        return see_other(page_path("mine", token))
    if request.method == "POST":
        try:
            pledging.cancel(pledge_id=held.pk, now=clock.now())
        except (pledging.CampaignClosed, pledging.PledgeSettled):
            return see_other(page_path("mine", token))  # which says what is the case now
        return see_other(page_path("mine", token))
    context = {"campaign": supporter.campaign, "pledge": held, "token": token}
    return render(request, "public/mine_cancel.html", context)


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Give another card, or confirm with the bank; the button leads to the processor's page."""
    supporter = person_of("mine", token)
    held = pledging.current_pledge(supporter.pk)
    if held is None or not offers_of(supporter, held, now=clock.now()).card:
        return see_other(page_path("mine", token))
    if request.method != "POST":
        return show_card(request, supporter, held, token)
    if request.POST.get("do") == "bank":
        charging.confirm_with_person(pledge_id=held.pk, now=clock.now())
        held.refresh_from_db()
        return show_card(request, supporter, held, token)
    try:
        return see_other(pledging.start_card_change(pledge_id=held.pk, now=clock.now()))
    except pledging.TooManyCards:
        return render(request, "public/card_trouble.html", {"many": True}, status=429)
    except pledging.ProcessorUnavailable:
        return render(request, "public/card_trouble.html", {"again": request.path}, status=503)
    except (pledging.CampaignClosed, pledging.PledgeSettled):
        return see_other(page_path("mine", token))


def show_card(request: HttpRequest, supporter: Supporter, held: Pledge, token: str) -> HttpResponse:
    """What is the matter with the card, and the ways on."""
    context = {
        "campaign": supporter.campaign,
        "pledge": held,
        "words": words_of(held, supporter.campaign),
        "declined": held.status == PledgeStatus.DECLINED,
        "needs_bank": held.status == PledgeStatus.ACTION_REQUIRED,
        "fixable": held.status in FIXABLE,
        "bank_address": held.fix_url,
        "token": token,
    }
    return render(request, "public/mine_card.html", context)


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One button that takes the person out; a held pledge is cancelled first."""
    supporter = person_of("mine", token)
    held = pledging.current_pledge(supporter.pk)
    if not offers_of(supporter, held, now=clock.now()).leave:
        return see_other(page_path("mine", token))
    if request.method == "POST":
        if held is not None and held.status in {PledgeStatus.ACTIVE, PledgeStatus.INTENT}:
            try:
                pledging.cancel(pledge_id=held.pk, now=clock.now())
            except pledging.CampaignClosed:
                if held.status == PledgeStatus.ACTIVE:
                    return see_other(page_path("mine", token))
            except pledging.PledgeSettled:
                return see_other(page_path("mine", token))
        joining.leave(supporter_id=supporter.pk, now=clock.now())
        return see_other(page_path("mine", token))
    context = {
        "campaign": supporter.campaign,
        "pledge": held if held and held.status == PledgeStatus.ACTIVE else None,
        "token": token,
    }
    return render(request, "public/mine_leave.html", context)


@require_safe
@private_page
@may_lead_to_card_page
def card_return(request: HttpRequest, token: str) -> HttpResponse:
    """Back from the processor's page: read afresh what happened there, and say it."""
    pledge_id = number_in("card", token)
    rows = Pledge.objects.select_related("supporter", "campaign__beneficiary")
    try:
        before = rows.get(pk=pledge_id)
    except Pledge.DoesNotExist:
        raise Forgotten from None
    if request.method == "GET":
        if before.status in {PledgeStatus.ACTION_REQUIRED, PledgeStatus.CHARGING}:
            charging.finish_confirmation(pledge_id=pledge_id, now=clock.now())
        if before.session_ref:
            pledging.apply_setup(pledge_id=pledge_id, now=clock.now())
    found = rows.get(pk=pledge_id)
    context = {
        "pledge": found,
        "supporter": found.supporter,
        "campaign": found.campaign,
        "words": words_of(found, found.campaign),
        "saved": found.status == PledgeStatus.ACTIVE,
        "unfinished": found.status == PledgeStatus.INTENT,
        "confirm_token": make_token("confirm", found.supporter_id),
        "token": manage_token(found.supporter),
        "zero": Money(0, found.currency),
    }
    return render(request, "public/pledge_saved.html", context)
