"""Joining from the campaign page: one form, one answer for everyone, whoever they are."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.core.money import Money
from redress.pledges import pledging
from redress.supporters import joining
from redress.supporters.consenting import WORDS
from redress.supporters.models import Consent, NameShown, Tier
from redress.supporters.traffic import channel_of
from redress.web.addresses import page_path
from redress.web.caching import public_page
from redress.web.finding import campaign_or_404, campaign_to_join_or_404
from redress.web.formatting import language
from redress.web.origin import token_free
from redress.web.public import docket, presenting
from redress.web.public.forms import AmountForm, SupportForm
from redress.web.visitor import network_of

CLOSED = 409
"""A form that arrives after closing: nothing was wrong with it, the campaign has moved on."""


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def support(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; sent in, it leads to "check your inbox", for new and known people alike."""
    if request.method == "POST":
        return _receive(request, slug)
    campaign = campaign_or_404(slug)
    if not docket.is_open(campaign, now=clock.now()):
        return closed(request, campaign)
    wanted = request.GET.get("tier", "")
    tier = wanted if wanted in Tier.values else Tier.ADVOCATE.value
    form = SupportForm(initial={"tier": tier}, campaign=campaign)
    return render(request, "public/support.html", form_context(campaign, form))


def _receive(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_to_join_or_404(slug)
    if not docket.is_open(campaign, now=clock.now()):
        return closed(request, campaign_or_404(slug))
    form = SupportForm(request.POST, campaign=campaign)
    if form.is_valid():
        try:
            ask(campaign, form, network_hash=network_of(request))
        except (joining.CampaignClosed, pledging.CampaignClosed):
            return closed(request, campaign_or_404(slug))
        except (pledging.PledgeTooSmall, pledging.PledgeTooLarge) as refusal:
            form.refuse_amount(refusal)
        else:
            return see_other(page_path("check_inbox", campaign.address))
    form.after_hint()
    context = form_context(campaign_or_404(slug), form)
    return render(request, "public/support.html", context, status=422)


def ask(campaign: Campaign, form: SupportForm, *, network_hash: str) -> None:
    """Put the person down, and the pledge if one is meant; both or nothing."""
    person = {
        "campaign": campaign,
        "name": form.cleaned_data["name"],
        "email": form.cleaned_data["email"],
        "postcode": form.cleaned_data["postcode"],
        "language": language(),
        "name_shown": NameShown.FULL if form.cleaned_data["name_public"] else NameShown.PRIVATE,
        "wants_milestones": form.cleaned_data["milestones"],
        "tier_wanted": form.cleaned_data["tier"],
        "network_hash": network_hash,
        "channel": channel_of(form.cleaned_data["s"]),
        "now": clock.now(),
    }
    if form.pledge is None:
        joining.join(**person)
        return
    try:
        with transaction.atomic():
            _pledge(form, form.pledge, person)
    except pledging.AlreadyPledged:
        # only the mailbox learns of it: "you are already in", with the link to change the pledge
        joining.join(**person)


def _pledge(form: SupportForm, amount: Money, person: dict[str, Any]) -> None:
    joined = joining.join(
        **person,
        message_kind="pledge_confirm",
        facts={
            "amount_minor": amount.minor,
            "fee_cover_minor": form.fee.minor,
            "total_minor": amount.minor + form.fee.minor,
            "currency": amount.currency,
        },
    )
    if joined.supporter_id is None:
        return
    pledging.intend(
        supporter_id=joined.supporter_id,
        tier=Tier(form.cleaned_data["tier"]),
        amount=amount,
        cover_fee=form.cleaned_data["cover_fee"],
        language=person["language"],
        now=person["now"],
    )


def form_context(campaign: Campaign, form: SupportForm) -> dict[str, Any]:
    """The form with its tiers and amounts, as typed or as first shown."""
    return {
        "campaign": campaign,
        "form": form,
        "docket": docket.docket(campaign, approval=None, now=clock.now()),
        **amounts_context(form),
        "chosen_amount": str(
            form["amount_choice"].value()
            or ("" if form.is_bound else presenting.amounts_of(form.tiers)[0])
        ),
        "join_words": WORDS[Consent.Kind.JOIN],
    }


def amounts_context(form: AmountForm) -> dict[str, Any]:
    """What the campaign's tiers ask, for the fields of an amount."""
    tiers = form.tiers
    return {
        "tiers": presenting.tier_choices(str(form["tier"].value() or ""), tiers),
        "amounts": presenting.amounts_of(tiers),
        "ally_least": tiers.least_pledge(Tier.ALLY),
        "ally_most": tiers.minimum_of(Tier.ADVOCATE) - Money(1, tiers.currency),
    }


@require_safe
@public_page
def check_inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do next; knows nobody, so it looks the same for all."""
    campaign = campaign_or_404(slug)
    return render(request, "public/check_inbox.html", {"campaign": campaign})


def closed(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The campaign takes nobody now; says why and writes nothing."""
    context = {"campaign": campaign, "paused": campaign.status == "paused"}
    status = CLOSED if request.method == "POST" else 200
    return render(request, "public/closed.html", context, status=status)


def see_other(address: str) -> HttpResponse:
    """303: the form is done, look there."""
    return HttpResponseRedirect(address, status=303)
