"""The team's page: who is in it with which role, inviting, changing, removing, leaving."""

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import teaming, transferring
from redress.campaigns.models import Campaign, Invitation, Membership
from redress.campaigns.permitting import abilities_in, role_of
from redress.core import clock
from redress.web.account.recent import recently_signed_in
from redress.web.formatting import language
from redress.web.organize.permitting import person_of, studio_page
from redress.web.organize.team_forms import TOO_MANY_TODAY, InviteForm, RoleForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DONE: "dict[str, StrPromise]" = {
    "invited": gettext_lazy("The invitation is on its way."),
    "sent": gettext_lazy("The invitation is on its way once more."),
    "soon": gettext_lazy(
        "The last message is less than an hour old, so nothing was sent. Please wait a little."
    ),
    "withdrawn": gettext_lazy("The invitation does not work any more."),
    "role": gettext_lazy("The role was changed."),
    "removed": gettext_lazy("The person is not in the team any more."),
    "offered": gettext_lazy("The offer is on its way. Nothing changes until it is accepted."),
    "closed": gettext_lazy("The offer is closed. Nothing has changed."),
    "joined": gettext_lazy("Welcome to the team."),
}
LAST_OWNER = gettext_lazy(
    "A campaign keeps an owner, and there is no other. Make somebody else an owner first, or"
    " hand the campaign over."
)


@require_safe
@studio_page(Ability.SEE_DRAFT)
def team(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Everybody in the team; whom the owners have invited is shown to owners only."""
    person, now = person_of(request), clock.now()
    role = role_of(user=person, campaign=campaign)
    may_manage = Ability.MANAGE_TEAM in abilities_in(role)
    waiting = campaign.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    invitations = [
        {"row": row, "is_open": teaming.is_open(row, now=now)}
        for row in waiting.select_related("invited_by").order_by("-invited_at", "-pk")
    ]
    return render(
        request,
        "studio/team/team.html",
        {
            "campaign": campaign,
            "members": _members(campaign),
            "me": person.pk,
            "is_member": bool(role),
            "may_manage": may_manage,
            "invitations": invitations if may_manage else [],
            "offer": transferring.waiting_offer(campaign, now=now),
            "done": DONE.get(request.GET.get("done", "")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.MANAGE_TEAM)
@recently_signed_in
def invite(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Ask for an address, a role and a language; POST sends the invitation."""
    form = InviteForm(request.POST or None, initial={"role": "editor", "language": language()})
    if request.method == "POST":
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                teaming.invite(
                    campaign_id=campaign.pk,
                    by=person_of(request),
                    now=clock.now(),
                    **form.cleaned_data,
                )
            except teaming.TooManyToday:
                form.add_error(None, str(TOO_MANY_TODAY))
            except teaming.AlreadyInTeam:
                form.add_error("email", _("This person is in the team already."))
            except teaming.AlreadyInvited:
                form.add_error(
                    "email",
                    _(
                        "An invitation is on its way to this address already. You can send it again"
                        " from the team's page."
                    ),
                )
            else:
                return back(campaign, "invited")
    return _ask(
        request,
        campaign,
        title=_("Invite somebody to the team"),
        form=form,
        button=_("Send the invitation"),
    )


@require_POST
@studio_page(Ability.MANAGE_TEAM)
@recently_signed_in
def resend(request: HttpRequest, campaign: Campaign, invitation: int) -> HttpResponse:
    """Send the same invitation again, good for another 14 days."""
    try:
        teaming.resend(campaign_id=campaign.pk, invitation_id=invitation, now=clock.now())
    except teaming.TooSoon:
        return back(campaign, "soon")
    except Invitation.DoesNotExist:
        raise Http404 from None
    return back(campaign, "sent")


@require_POST
@studio_page(Ability.MANAGE_TEAM)
@recently_signed_in
def withdraw(request: HttpRequest, campaign: Campaign, invitation: int) -> HttpResponse:
    """Take an invitation back: its link does not work any more."""
    try:
        teaming.withdraw(campaign_id=campaign.pk, invitation_id=invitation, now=clock.now())
    except Invitation.DoesNotExist:
        raise Http404 from None
    return back(campaign, "withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.MANAGE_TEAM)
@recently_signed_in
def change_role(request: HttpRequest, campaign: Campaign, member: int) -> HttpResponse:
    """Another role for somebody of the team."""
    row = _member_or_404(campaign, member)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        try:
            teaming.change_role(
                campaign_id=campaign.pk,
                member_id=row.pk,
                role=form.cleaned_data["role"],
                by=person_of(request),
                now=clock.now(),
            )
        except teaming.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            return back(campaign, "role")
    return _ask(
        request,
        campaign,
        title=_("The role of %(person)s") % {"person": row.user},
        form=form,
        button=_("Change the role"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.MANAGE_TEAM)
@recently_signed_in
def remove(request: HttpRequest, campaign: Campaign, member: int) -> HttpResponse:
    """Take somebody out of the team, after asking."""
    row = _member_or_404(campaign, member)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            teaming.remove(
                campaign_id=campaign.pk, member_id=row.pk, by=person_of(request), now=clock.now()
            )
        except teaming.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            return back(campaign, "removed")
    return _ask(
        request,
        campaign,
        title=_("Take %(person)s out of the team?") % {"person": row.user},
        text=_("The campaign's draft closes to this person at once. What they wrote stays."),
        form=form,
        button=_("Take out of the team"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page(Ability.SEE_DRAFT)
@recently_signed_in
def leave(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Leave the team, after asking; the last owner cannot."""
    person = person_of(request)
    if not role_of(user=person, campaign=campaign):
        raise Http404  # a reviewer reads the draft without being of the team
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            teaming.leave(campaign_id=campaign.pk, user=person, now=clock.now())
        except teaming.LastOwner:
            form.add_error(None, str(LAST_OWNER))
        except Membership.DoesNotExist:
            raise Http404 from None
        else:
            return HttpResponseRedirect(reverse("studio_home"))
    return _ask(
        request,
        campaign,
        title=_("Leave the team?"),
        text=_("The draft closes to you at once. What you wrote stays."),
        form=form,
        button=_("Leave the team"),
        danger=True,
    )


def back(campaign: Campaign, done: str) -> HttpResponseRedirect:
    """To the team's page, which says what was done."""
    return HttpResponseRedirect(f"{reverse('studio_team', args=[campaign.number])}?done={done}")


def _members(campaign: Campaign) -> list[Membership]:
    order = {role: place for place, role in enumerate(("owner", "editor"))}
    rows = campaign.memberships.select_related("user").order_by("since", "pk")
    return sorted(rows, key=lambda row: order.get(row.role, len(order)))


def _member_or_404(campaign: Campaign, member: int) -> Membership:
    row = campaign.memberships.select_related("user").filter(pk=member).first()
    if row is None:
        raise Http404
    return row


def _ask(request: HttpRequest, campaign: Campaign, *, form: Form, **facts: Any) -> HttpResponse:
    facts |= {"campaign": campaign, "form": form, "base": "studio/base.html"}
    facts["back"] = reverse("studio_team", args=[campaign.number])
    return render(request, "studio/team/ask.html", facts, status=422 if form.errors else 200)
