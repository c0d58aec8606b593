"""The invited organization's own pages, by the mailed link: answer, change, withdraw.

Nobody needs an account. A GET changes nothing, since programs open links in messages, too.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from redress.accounts import domains
from redress.accounts.models import Organization
from redress.campaigns import coalition
from redress.campaigns.coalition import State
from redress.campaigns.models import Campaign, CoalitionMember, Section
from redress.core import clock
from redress.core.models import Picture
from redress.core.pictures import storing
from redress.core.tokens import BadToken, make_token, read_token
from redress.web.addresses import page_path
from redress.web.formatting import language
from redress.web.origin import token_free
from redress.web.public.coalition_forms import AnswerForm, LinkForm, ShownForm
from redress.web.public.private import Forgotten, private_page
from redress.web.public.support import see_other

INVITED, MANAGE = "coalition", "coalition-manage"


def token_of(purpose: str, member: CoalitionMember) -> str:
    """The token of a link to this organization's pages, for its present person."""
    return make_token(purpose, member.pk, member.issue)


def member_of(purpose: str, token: str) -> tuple[CoalitionMember, int]:
    """The organization that a link names, and the link's issue. Raises BadToken, Forgotten."""
    parts = read_token(purpose, token)
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise BadToken
    rows = CoalitionMember.objects.select_related("campaign__agency", "invited_by", "logo")
    member = rows.filter(pk=int(parts[0])).first()
    if member is None:
        raise Forgotten
    return member, int(parts[1])


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, and the form by which the organization answers."""
    member, issue = member_of(INVITED, token)
    now = clock.now()
    if issue != member.issue:
        return _over(request, member, "reissued")
    state = coalition.state_of(member, now=now)
    if state in {State.STANDING, State.CALLING}:
        return see_other(page_path("coalition_manage", token_of(MANAGE, member)))
    if request.method == "POST" and request.POST.get("do") in {"no", "never"}:
        coalition.decline(
            member_id=member.pk, issue=issue, never_again=request.POST["do"] == "never", now=now
        )
        return see_other(request.path)
    changed_mind = request.method == "POST" or "again" in request.GET
    said_no = state == State.DECLINED and not changed_mind
    if said_no or not coalition.may_answer(member, now=now):
        return _over(request, member, state)
    account = _account_of(request, member)
    needs_phone = account is None and not coalition.address_proves(member)
    if request.method != "POST":
        form = AnswerForm(member=member, needs_phone=needs_phone)
        return _ask(request, member, form, account=account)
    form = AnswerForm(request.POST, request.FILES, member=member, needs_phone=needs_phone)
    if not form.is_valid():
        return _ask(request, member, form, account=account, status=422)
    try:
        coalition.confirm(
            member_id=member.pk,
            issue=issue,
            answer=form.answer(logo=_stored_logo(form)),
            account=account,
            language=language(),
            now=now,
        )
    except coalition.NotPossible:
        return see_other(request.path)  # which says what is the case now
    return see_other(page_path("coalition_manage", token_of(MANAGE, member)) + "?thanks")


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What is shown of the organization, and a form that changes it."""
    member, issue = member_of(MANAGE, token)
    now = clock.now()
    if issue != member.issue:
        return _over(request, member, "reissued")
    state = coalition.state_of(member, now=now)
    if state not in {State.STANDING, State.CALLING}:
        return _over(request, member, state)
    form = ShownForm(member=member)
    status = 200
    if request.method == "POST":
        form = ShownForm(request.POST, request.FILES, member=member)
        if form.is_valid():
            return _change(request, member, issue, form)
        status = 422
    context = {
        "member": member,
        "campaign": member.campaign,
        "calling": state == State.CALLING,
        "form": form,
        "token": token,
        "thanks": "thanks" in request.GET,
        "kept": "kept" in request.GET,
    }
    return render(request, "coalition/manage.html", context, status=status)


def _change(
    request: HttpRequest, member: CoalitionMember, issue: int, form: ShownForm
) -> HttpResponse:
    try:
        coalition.change(
            member_id=member.pk,
            issue=issue,
            answer=form.answer(logo=_stored_logo(form)),
            language=language(),
            now=clock.now(),
        )
    except coalition.NotPossible:
        return see_other(request.path)
    return see_other(f"{request.path}?kept")


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """One page, one button: off the page at once."""
    member, issue = member_of(MANAGE, token)
    now = clock.now()
    if issue != member.issue:
        return _over(request, member, "reissued")
    state = coalition.state_of(member, now=now)
    if state not in {State.STANDING, State.CALLING}:
        return _over(request, member, state)
    if request.method == "POST":
        coalition.withdraw(member_id=member.pk, issue=issue, language=language(), now=now)
        return see_other(page_path("coalition_manage", token))
    context = {"member": member, "campaign": member.campaign, "token": token}
    return render(request, "coalition/withdraw.html", context)


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for the links again; the answer is the same whether we know the address or not."""
    form = LinkForm()
    if request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            coalition.ask_for_links(email=form.cleaned_data["email"], now=clock.now())
            return see_other(f"{request.path}?sent")
    context = {"form": form, "sent": "sent" in request.GET}
    status = 422 if form.errors else 200
    return render(request, "coalition/lost_link.html", context, status=status)


# --- within ---------------------------------------------------------------------------------


def _account_of(request: HttpRequest, member: CoalitionMember) -> Organization | None:
    """An organization of the person who is signed in, whose verified domain is the website's."""
    if not request.user.is_authenticated:
        return None
    mine = Organization.objects.filter(
        memberships__user=request.user.pk, domain_verified_at__isnull=False
    )
    return next(
        (one for one in mine if domains.proves(email=f"x@{one.domain}", url=member.url)), None
    )


def _stored_logo(form: ShownForm) -> Picture | None:
    chosen = form.chosen_logo
    if chosen is None:
        return None
    return storing.keep(chosen, kind=Picture.Kind.LOGO, uploaded_by=None, now=clock.now())


def _ask(
    request: HttpRequest,
    member: CoalitionMember,
    form: AnswerForm,
    *,
    account: Organization | None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "member": member,
        "campaign": member.campaign,
        "inviter": member.invited_by.name if member.invited_by else "",
        "problem": problem_of(member.campaign),
        "form": form,
        "account": account,
        "back": coalition.state_of(member, now=clock.now()) == State.WITHDRAWN,
    }
    return render(request, "coalition/invitation.html", context, status=status)


def problem_of(campaign: Campaign) -> Section | None:
    """The problem as the campaign tells it, if it tells one yet."""
    return campaign.sections.filter(kind=Section.Kind.PROBLEM).first()


def _over(request: HttpRequest, member: CoalitionMember, state: str) -> HttpResponse:
    """Why nothing can be done here now, and what can be done instead."""
    titles = {
        "reissued": _("This link has been replaced"),
        State.EXPIRED: _("This invitation has expired"),
        State.DECLINED: _("You said no"),
        State.WITHDRAWN: _("You have withdrawn"),
    }
    again = ""
    if state in {State.WITHDRAWN, State.DECLINED}:
        may = coalition.may_answer(member, now=clock.now())
        again = page_path("coalition", token_of(INVITED, member)) + "?again" if may else ""
    context = {
        "member": member,
        "campaign": member.campaign,
        "state": str(state),
        "title": titles.get(state, _("This invitation is closed")),
        "again": again,
    }
    return render(request, "coalition/over.html", context)
