"""Invitations: a link that came by mail, one page that says what it offers, one button.

The link alone lets nobody in: it is accepted by the account of the address that was invited.
A mail program that opens the link changes nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from redress.accounts import organizing
from redress.accounts.models import DomainCheck, OrganizationInvitation
from redress.accounts.permissions import ORGANIZATION_ABILITIES, WORDS, team_words
from redress.campaigns import teaming
from redress.campaigns.models import Invitation
from redress.core import clock
from redress.core.tokens import BadToken, read_token
from redress.web.account import keeping
from redress.web.organize.permitting import person_of
from redress.web.origin import token_free


class _Over(Exception):
    """The link was ours, but what it offered is not to be had any more."""


def mailed_page[View: Callable[..., HttpResponse]](view: View) -> View:
    """Mark a view behind a mailed link; a broken or used-up link becomes a page that helps."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (BadToken, _Over) as failure:
            facts = {"is_over": isinstance(failure, _Over)}
            status = 410 if facts["is_over"] else 404
            response = render(request, "studio/team/over.html", facts, status=status)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.needs_token = True  # type: ignore[attr-defined]
    return cast("View", guarded)


def _key_in(purpose: str, token: str) -> int:
    parts = read_token(purpose, token)
    if len(parts) != 1 or not parts[0].isdecimal():
        raise BadToken
    return int(parts[0])


@require_http_methods(["GET", "HEAD", "POST"])
@mailed_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites into which team with which role; POST joins."""
    rows = Invitation.objects.select_related("campaign", "invited_by")
    row = rows.filter(pk=_key_in("invitation", token)).first()
    if row is None:
        raise _Over
    studio = reverse("studio_campaign", args=[row.campaign.number])
    facts = {
        "title": str(row.campaign.title) or row.campaign.number,
        "role": row.get_role_display(),
        "words": team_words(row.role),
        "needs_factor": row.role == "counsel",
    }
    return _door(
        request,
        row,
        is_open=teaming.is_open(row, now=clock.now()),
        accept=teaming.accept,
        refusals=(teaming.WrongAddress, teaming.InvitationOver),
        onward=studio,
        facts=facts,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@mailed_page
def organization_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites into which organization; POST joins."""
    rows = OrganizationInvitation.objects.select_related("organization", "invited_by")
    row = rows.filter(pk=_key_in("organization_invitation", token)).first()
    if row is None:
        raise _Over
    facts = {
        "title": row.organization.name,
        "is_organization": True,
        "role": row.get_role_display(),
        "words": [
            words for ability, words in WORDS.items() if ability in ORGANIZATION_ABILITIES[row.role]
        ],
    }
    return _door(
        request,
        row,
        is_open=organizing.is_open(row, now=clock.now()),
        accept=organizing.accept,
        refusals=(organizing.WrongAddress, organizing.InvitationOver),
        onward=reverse("organization", args=[row.organization.slug]),
        facts=facts,
    )


def _door(
    request: HttpRequest,
    row: Invitation | OrganizationInvitation,
    *,
    is_open: bool,
    accept: Callable[..., object],
    refusals: tuple[type[Exception], type[Exception]],
    onward: str,
    facts: dict[str, Any],
) -> HttpResponse:
    is_mine = request.user.is_authenticated and person_of(request).email.lower() == row.email
    if not is_open and not (is_mine and row.accepted_by_id == request.user.pk):
        raise _Over
    if request.method == "POST":
        if not request.user.is_authenticated:
            return keeping.detour(request, "account_request_login_code")
        wrong_address, over = refusals
        try:
            accept(invitation_id=row.pk, user=person_of(request), now=clock.now())
        except over:
            raise _Over from None
        except wrong_address:
            is_mine = False
        else:
            return HttpResponseRedirect(onward)
    name, _at, domain = row.email.partition("@")
    facts |= {
        "invitation": row,
        "is_mine": is_mine,
        "is_joined": row.accepted_at is not None,
        "onward": onward,
        "masked": f"{name[:1]}…@{domain}",
        "person": request.user,
        "here": request.get_full_path(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "studio/team/invitation.html", facts, status=status)


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@mailed_page
def domain(request: HttpRequest, token: str) -> HttpResponse:
    """One button for whoever reads the mail of a domain: it is this organization's.

    No account is needed: the mailbox is the proof.
    """
    rows = DomainCheck.objects.select_related("organization", "asked_by")
    check = rows.filter(pk=_key_in("domain_check", token)).first()
    if check is None:
        raise _Over
    facts: dict[str, Any] = {"check": check, "organization": check.organization}
    status = 200
    if request.method == "POST":
        try:
            organizing.prove_domain(check_id=check.pk, now=clock.now())
        except organizing.DomainTaken as taken:
            facts["holder"] = taken.holder
            status = 422
        except organizing.CheckOver:
            raise _Over from None
        else:
            return HttpResponseRedirect(request.path)
    elif check.used_at is None and clock.now() >= check.expires_at:
        raise _Over
    facts["is_done"] = check.used_at is not None
    return render(request, "organizations/domain_link.html", facts, status=status)
