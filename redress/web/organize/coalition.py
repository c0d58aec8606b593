"""The studio's page of organizations: who was invited, who stands, and the invitation."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import coalition
from redress.campaigns.beginning import fields_of
from redress.campaigns.coalition import Guest, State
from redress.campaigns.models import Campaign, CoalitionMember
from redress.campaigns.permitting import abilities_in, role_of
from redress.core import clock
from redress.web.formatting import language
from redress.web.organize.permitting import person_of, studio_page
from redress.web.public.coalition_forms import ContactForm, InviteForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REFUSALS: "dict[type[coalition.NotPossible], StrPromise]" = {
    coalition.TooManyOpen: _(
        "Twenty invitations wait for an answer. Take one back, or wait until one is answered."
    ),
    coalition.TooManyToday: _(
        "You have invited thirty organizations within a day. Please go on tomorrow."
    ),
    coalition.AlreadyInvited: _("This address has an invitation of this campaign already."),
    coalition.DoesNotWish: _("This person does not wish to get invitations. Ask somebody else."),
    coalition.TooSoon: _("The last message is less than a day old. Please wait until tomorrow."),
    coalition.NoMoreMails: _(
        "We have written as often as we may. Ask another person of the organization."
    ),
    coalition.NotPossible: _("This is not possible any more. Here is how it stands now."),
}
TAGS = {
    State.STANDING: "win",
    State.CALLING: "open",
    State.INVITED: "",
    State.EXPIRED: "bad",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One organization of the list, with what may be done about it now."""

    member: CoalitionMember
    state: State
    tag: str
    may_write_again: bool
    may_ask_another: bool
    may_take_back: bool


@require_safe
@studio_page(Ability.SEE_DRAFT)
def overview(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Every organization that was invited, and where it stands."""
    return _page(request, campaign)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.INVITE_COALITION)
def invite(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Write to an organization."""
    if request.method != "POST":
        return _back(campaign)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            coalition.invite(
                campaign_id=campaign.pk,
                guest=form.guest,
                invited_by=person_of(request),
                now=clock.now(),
            )
        except coalition.NotPossible as refusal:
            form.add_error(None, str(REFUSALS[type(refusal)]))
        else:
            return _back(campaign, done="invited")
    return _page(request, campaign, form=form, status=422)


@require_POST
@studio_page(Ability.INVITE_COALITION)
def act(request: HttpRequest, campaign: Campaign, member: int) -> HttpResponse:
    """Write again, or take an invitation back."""
    found = _member_or_404(campaign, member)
    do = {"again": coalition.send_again, "back": coalition.take_back}.get(
        request.POST.get("do", "")
    )
    if do is None:
        return _back(campaign)
    try:
        do(member_id=found.pk, now=clock.now())
    except coalition.NotPossible as refusal:
        return _page(request, campaign, refusal=REFUSALS[type(refusal)], status=422)
    return _back(campaign, done="sent" if do is coalition.send_again else "taken")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.INVITE_COALITION)
def another(request: HttpRequest, campaign: Campaign, member: int) -> HttpResponse:
    """Ask another person of the organization, because the first one left or does not answer."""
    found = _member_or_404(campaign, member)
    now = clock.now()
    standing = coalition.state_of(found, now=now) == State.STANDING
    if not standing and not coalition.may_reissue(found, now=now):
        return _back(campaign)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _ask_another(request, found, form, standing=standing, now=now)
        except coalition.NotPossible as refusal:
            form.add_error(None, str(REFUSALS[type(refusal)]))
        else:
            return _back(campaign, done="another")
    context = {"campaign": campaign, "member": found, "form": form, "standing": standing}
    status = 422 if form.errors else 200
    return render(request, "studio/coalition/another.html", context, status=status)


def _ask_another(
    request: HttpRequest,
    found: CoalitionMember,
    form: ContactForm,
    *,
    standing: bool,
    now: datetime,
) -> None:
    name, email = form.cleaned_data["contact_name"], form.cleaned_data["contact_email"]
    if not standing:
        coalition.reissue(member_id=found.pk, contact_name=name, contact_email=email, now=now)
        return
    guest = Guest(
        name=found.name,
        kind=found.kind,
        url=found.url,
        contact_name=name,
        contact_email=email,
        language=found.language,
    )
    coalition.invite(
        campaign_id=found.campaign_id,
        guest=guest,
        invited_by=person_of(request),
        now=now,
        replaces=found,
    )


def _member_or_404(campaign: Campaign, pk: int) -> CoalitionMember:
    # a number that no bigint holds is as absent as any other
    found = campaign.members.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _back(campaign: Campaign, *, done: str = "") -> HttpResponse:
    address = reverse("studio_coalition", args=[campaign.number])
    return HttpResponseRedirect(f"{address}?{done}" if done else address, status=303)


def rows_of(campaign: Campaign, *, now: datetime) -> list[Row]:
    """The list of the page: those who stand first, then those who are asked, then the rest."""
    order = [State.STANDING, State.CALLING, State.INVITED, State.EXPIRED]
    found = []
    for member in campaign.members.select_related("invited_by"):
        state = coalition.state_of(member, now=now)
        found.append(
            Row(
                member=member,
                state=state,
                tag=TAGS.get(state, "quiet"),
                may_write_again=state in {State.INVITED, State.EXPIRED}
                and member.mails < coalition.MOST_MAILS,
                may_ask_another=state == State.STANDING or coalition.may_reissue(member, now=now),
                may_take_back=member.withdrawn_at is None,
            )
        )
    return sorted(found, key=lambda row: order.index(row.state) if row.state in order else 9)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    form: InviteForm | None = None,
    refusal: object = "",
    status: int = 200,
) -> HttpResponse:
    role = role_of(user=person_of(request), campaign=campaign)
    done = next((key for key in ("invited", "sent", "taken", "another") if key in request.GET), "")
    beginning = getattr(campaign, "beginning", None)
    context: dict[str, Any] = {
        "campaign": campaign,
        "rows": rows_of(campaign, now=clock.now()),
        "may_invite": Ability.INVITE_COALITION in abilities_in(role),
        "form": form or InviteForm(initial={"language": language()}),
        "refusal": refusal,
        "done": done,
        "reminder": fields_of(beginning, "allies").get("text", "") if beginning else "",
    }
    return render(request, "studio/coalition/overview.html", context, status=status)
