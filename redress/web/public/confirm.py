"""The mailed link: a page with one button, whose press alone confirms.

Mail scanners and previews fetch links; a GET or HEAD therefore changes nothing, ever.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from redress.campaigns.states import Status as CampaignStatus
from redress.core import clock
from redress.pledges import mandates, pledging
from redress.pledges.models import Pledge
from redress.pledges.states import Status as PledgeStatus
from redress.supporters import joining
from redress.supporters.consenting import WORDS
from redress.supporters.joining import State
from redress.supporters.models import Consent, Status, Supporter
from redress.supporters.traffic import Channel
from redress.web.addresses import page_address, page_path
from redress.web.formatting import language
from redress.web.origin import token_free
from redress.web.public import docket
from redress.web.public.private import (
    manage_token,
    may_lead_to_card_page,
    person_of,
    private_page,
)
from redress.web.public.support import see_other
from redress.web.sharing import share_links, with_channel
from redress.web.visitor import network_of

LATE_FOR = timedelta(hours=24)


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@may_lead_to_card_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; pressed, confirm the address and go on to the card page if one pledges."""
    supporter = person_of("confirm", token)
    if request.method != "POST":
        return show(request, supporter)
    match request.POST.get("do"):
        case "refuse":
            joining.refuse(supporter_id=supporter.pk, now=clock.now())
        case "allow":
            joining.allow_mail(supporter_id=supporter.pk)
            return see_other(page_path("campaign", supporter.campaign.address))
        case "without":
            return without_pledge(request, supporter)
        case _:
            return press(request, supporter)
    return see_other(request.path)


def unfinished_pledge(supporter: Supporter) -> Pledge | None:
    """The pledge that waits for a card; None when there is none or another one is held."""
    pledge = pledging.current_pledge(supporter.pk)
    return pledge if pledge and pledge.status == PledgeStatus.INTENT else None


def press(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Confirm; with a pledge, go on to the card page under the mandate that was shown."""
    now = clock.now()
    pledge = unfinished_pledge(supporter)
    if pledge is None or not docket.is_open(supporter.campaign, now=now):
        joining.confirm(supporter_id=supporter.pk, now=now)
        return see_other(request.path)
    if request.POST.get("terms") != terms_of(pledge):
        # another form changed the pledge meanwhile: nobody agrees to words not seen
        return show(request, supporter, changed=True, status=409)
    done = joining.confirm(supporter_id=supporter.pk, now=now, welcome=False)
    if done.state not in {State.COUNTED, State.ALREADY}:
        return see_other(request.path)
    return to_card_page(request, pledge)


def to_card_page(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Go to the processor's page, or say why that cannot be now."""
    try:
        address = pledging.continue_to_card(
            pledge_id=pledge.pk, network_hash=network_of(request), now=clock.now()
        )
    except pledging.TooManyCards:
        return render(request, "public/card_trouble.html", {"many": True}, status=429)
    except pledging.ProcessorUnavailable:
        return render(request, "public/card_trouble.html", {"again": request.path}, status=503)
    except (
        pledging.CampaignClosed,
        pledging.AlreadyPledged,
        pledging.PledgeSettled,
        pledging.NotConfirmed,
    ):
        return see_other(request.path)
    return see_other(address)


def without_pledge(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Join as an Ally and let the unfinished pledge go."""
    now = clock.now()
    joining.confirm(supporter_id=supporter.pk, now=now)
    pledge = unfinished_pledge(supporter)
    if pledge is not None:
        try:
            pledging.cancel(pledge_id=pledge.pk, now=now)
        except (pledging.CampaignClosed, pledging.PledgeSettled):
            return see_other(request.path)  # it ends by itself
    return see_other(request.path)


def terms_of(pledge: Pledge) -> str:
    """What the page showed and the button sends back: which pledge, at which total."""
    return f"{pledge.pk}.{pledge.tier}.{pledge.total.minor}"


# --- what the page shows --------------------------------------------------------------------


def show(
    request: HttpRequest, supporter: Supporter, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    """The page that fits the person's state; changes nothing."""
    now = clock.now()
    is_open = docket.is_open(supporter.campaign, now=now)
    pledge = unfinished_pledge(supporter) if is_open else None
    if supporter.status == Status.CONFIRMED and pledge is None:
        return render(request, "public/thanks.html", thanks_context(supporter, is_open=is_open))
    context: dict[str, Any] = {
        "supporter": supporter,
        "campaign": supporter.campaign,
        "kind": kind_of(supporter, is_open=is_open, now=now),
        "changed": changed,
        "join_words": WORDS[Consent.Kind.JOIN],
    }
    if pledge is not None:
        context |= pledge_context(supporter, pledge)
    return render(request, "public/confirm.html", context, status=status)


def kind_of(supporter: Supporter, *, is_open: bool, now: datetime) -> str:
    """Which page a person sees: open, late, too_late, paused, left, refused."""
    campaign = supporter.campaign
    if supporter.refuses_mail:
        return "refused"
    if supporter.status not in {Status.PENDING, Status.CONFIRMED}:
        return "left"
    if is_open:
        return "open"
    ended = campaign.deadline_at
    if campaign.status == CampaignStatus.PAUSED and ended and now < ended:
        return "paused"
    if campaign.status != CampaignStatus.CANCELLED and ended and now < ended + LATE_FOR:
        return "late"
    return "too_late"


def pledge_context(supporter: Supporter, pledge: Pledge) -> dict[str, Any]:
    """The pledge with the exact words that pressing the button agrees to."""
    return {
        "pledge": pledge,
        "tier_name": str(pledge.get_tier_display()),
        "mandate_text": mandates.mandate_text(
            campaign=supporter.campaign, total=pledge.total, language=pledge.language
        ),
        "mandate_language": pledge.language if pledge.language != language() else "",
        "terms": terms_of(pledge),
    }


def thanks_context(supporter: Supporter, *, is_open: bool) -> dict[str, Any]:
    """Thanks, the next rung, and ways to share."""
    campaign = supporter.campaign
    pledge = pledging.current_pledge(supporter.pk)
    held = pledge is not None and pledge.status == PledgeStatus.ACTIVE
    url = page_address("campaign", campaign.address)
    return {
        "supporter": supporter,
        "campaign": campaign,
        "pledge": pledge if held else None,
        "may_pledge": is_open and not held,
        "manage_token": manage_token(supporter),
        "share_links": share_links(title=str(campaign.title), url=url),
        "share_url": url,
        "copied_url": with_channel(url, Channel.COPY),
    }
