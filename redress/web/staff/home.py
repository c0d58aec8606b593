"""The staff's first page: what waits, and for whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from redress.accounts.permissions import Ability, may
from redress.campaigns.models import CoalitionMember
from redress.publishing import approving
from redress.web.staff.permitting import person_of, staff_page


@require_safe
@staff_page(Ability.SEE_STAFF_PAGES)
def home(request: HttpRequest) -> HttpResponse:
    """How many campaigns wait for approval, for those who may give it."""
    person = person_of(request)
    may_approve = may(person, Ability.APPROVE_CAMPAIGN)
    may_call = may(person, Ability.CHECK_ORGANIZATIONS)
    return render(
        request,
        "staff/home.html",
        {
            "person": person,
            "may_approve": may_approve,
            "may_grant": may(person, Ability.MANAGE_HOUSE_ROLES),
            "may_call": may_call,
            "to_call": CoalitionMember.objects.to_call().count() if may_call else 0,
            "may_manage_areas": may(person, Ability.MANAGE_ISSUE_AREAS),
            "waiting": list(approving.waiting()[:20]) if may_approve else [],
        },
    )
