"""Handing a campaign over: the offer, its withdrawal, and the answer of the other side."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from redress.accounts.models import Organization
from redress.accounts.permissions import Ability
from redress.campaigns import transferring
from redress.campaigns.models import Campaign, TransferOffer
from redress.campaigns.permitting import role_of
from redress.core import clock
from redress.web.account.recent import recently_signed_in
from redress.web.organize.permitting import person_of, signed_in, studio_page
from redress.web.organize.team import back
from redress.web.organize.team_forms import TransferForm


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.TRANSFER_CAMPAIGN)
@recently_signed_in
def transfer(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """To whom the campaign shall belong, confirmed by its number; POST makes the offer."""
    offer = transferring.waiting_offer(campaign, now=clock.now())
    form = _form(request, campaign)
    if request.method == "POST" and form.is_valid():
        try:
            _make_offer(request, campaign, form)
        except transferring.AlreadyOffered:
            form.add_error(None, _("An offer waits for its answer. Withdraw it first."))
        except transferring.NotYours:
            form.add_error(
                None,
                _(
                    "The campaign belongs to an organization. One of its owners who also owns the"
                    " campaign can hand it over."
                ),
            )
        except (transferring.TransferRefusal, Organization.DoesNotExist):
            form.add_error("to", _("This choice is not possible any more. Choose again."))
        else:
            return back(campaign, "offered")
    return render(
        request,
        "studio/team/transfer.html",
        {"campaign": campaign, "form": form, "offer": offer},
        status=422 if form.errors else 200,
    )


@require_POST
@studio_page(Ability.TRANSFER_CAMPAIGN)
@recently_signed_in
def withdraw(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Take the waiting offer back."""
    offer = transferring.waiting_offer(campaign, now=clock.now())
    if offer is not None:
        try:
            transferring.close(
                campaign_id=campaign.pk, offer_id=offer.pk, by=person_of(request), now=clock.now()
            )
        except transferring.OfferOver:
            # it was answered at the same moment; the team's page tells how it stands
            return HttpResponseRedirect(reverse("studio_team", args=[campaign.number]))
    return back(campaign, "closed")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@recently_signed_in
def answer(request: HttpRequest, offer: int) -> HttpResponse:
    """What is offered; one button takes the campaign over, another declines."""
    person = person_of(request)
    rows = TransferOffer.objects.select_related(
        "campaign", "to_user", "to_organization", "offered_by"
    )
    row = rows.filter(pk=offer).first()
    if row is None or not transferring.may_answer(row, person):
        raise Http404
    over = False
    if request.method == "POST" and request.POST.get("do") in {"accept", "decline"}:
        try:
            if request.POST["do"] == "accept":
                transferring.accept(offer_id=row.pk, user=person, now=clock.now())
            else:
                transferring.close(
                    campaign_id=row.campaign_id, offer_id=row.pk, by=person, now=clock.now()
                )
        except transferring.OfferOver:
            over = True
        else:
            return _after(row, request)
    over = over or bool(row.accepted_at or row.closed_at) or clock.now() >= row.expires_at
    facts = {"offer": row, "campaign_of_offer": row.campaign, "is_over": over}
    status = 422 if request.method == "POST" else 200
    return render(request, "studio/team/offer.html", facts, status=status)


def _after(row: TransferOffer, request: HttpRequest) -> HttpResponseRedirect:
    if role_of(user=person_of(request), campaign=row.campaign):
        return HttpResponseRedirect(reverse("studio_team", args=[row.campaign.number]))
    return HttpResponseRedirect(reverse("organizations"))


def _form(request: HttpRequest, campaign: Campaign) -> TransferForm:
    person = person_of(request)
    members = campaign.memberships.select_related("user").order_by("since", "pk")
    if campaign.organization_id is None:
        members = members.exclude(user=person)
    organizations = Organization.objects.filter(memberships__user=person).order_by("name", "pk")
    if campaign.organization_id is not None:
        organizations = organizations.exclude(pk=campaign.organization_id)
    return TransferForm(
        request.POST if request.method == "POST" else None,
        campaign=campaign,
        members=[member for member in members if member.user.is_active],
        organizations=organizations,
    )


def _make_offer(request: HttpRequest, campaign: Campaign, form: TransferForm) -> None:
    kind, key = form.receiver
    by, now = person_of(request), clock.now()
    if kind == "organization":
        transferring.offer_to_organization(
            campaign_id=campaign.pk, organization_id=key, by=by, now=now
        )
    else:
        transferring.offer_to_person(campaign_id=campaign.pk, member_id=key, by=by, now=now)
