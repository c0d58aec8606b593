"""Calls to organizations whose word no address proves: which wait, and what was heard."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from redress.accounts.permissions import Ability
from redress.campaigns import coalition
from redress.campaigns.models import CoalitionMember
from redress.campaigns.permitting import role_of
from redress.core import clock
from redress.web.public.coalition_forms import CallForm
from redress.web.staff.permitting import person_of, staff_page


@require_safe
@staff_page(Ability.CHECK_ORGANIZATIONS)
def calls(request: HttpRequest) -> HttpResponse:
    """Organizations that wait for a call, the longest waiting first."""
    waiting = CoalitionMember.objects.to_call().select_related("campaign")[:100]
    context = {"waiting": waiting, "done": "done" in request.GET}
    return render(request, "staff/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Ability.CHECK_ORGANIZATIONS)
def call(request: HttpRequest, member: int) -> HttpResponse:
    """All that the caller has to know, and what they heard; POST writes it down."""
    waiting = CoalitionMember.objects.to_call().select_related("campaign", "consent")
    # a number that no bigint holds is as absent as any other
    found = waiting.filter(pk=member).first() if member < 2**63 else None
    if found is None:
        raise Http404
    is_of_team = bool(role_of(user=person_of(request), campaign=found.campaign))
    form = CallForm(initial={"answered": str(found.answered_at)})
    if request.method == "POST":
        form = CallForm(request.POST)
        if form.is_valid() and _noted(request, found, form):
            return HttpResponseRedirect(reverse("staff_calls") + "?done", status=303)
    context = {"member": found, "campaign": found.campaign, "form": form, "is_of_team": is_of_team}
    return render(request, "staff/call.html", context, status=422 if form.errors else 200)


def _noted(request: HttpRequest, found: CoalitionMember, form: CallForm) -> bool:
    try:
        coalition.note_call(
            member_id=found.pk,
            answered_at=datetime.fromisoformat(form.cleaned_data["answered"]),
            caller=person_of(request),
            confirmed=form.cleaned_data["result"] == "yes",
            spoke_with=form.cleaned_data["spoke_with"],
            now=clock.now(),
        )
    except (coalition.NotPossible, ValueError, TypeError):
        form.add_error(
            None,
            _(
                "This cannot be written down: the answer changed meanwhile, or you are in this"
                " campaign's team."
            ),
        )
        return False
    return True
