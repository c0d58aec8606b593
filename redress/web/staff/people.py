"""The operators' page of the house's roles: who holds which, grant, take, and the record."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from redress.accounts import granting
from redress.accounts.models import HouseRole, HouseRoleEvent, User
from redress.accounts.permissions import Ability
from redress.core import clock
from redress.web.account.recent import recently_signed_in
from redress.web.organize.team_forms import AddressField
from redress.web.staff.permitting import person_of, staff_page

RECORDED = 50
LAST_OPERATOR = gettext_lazy(
    "The house would have no operator, and nobody could grant roles. Grant the role to somebody"
    " else first."
)


class GrantForm(forms.Form):
    """Whom to give which role."""

    email = AddressField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=HouseRole.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a role.")},
    )
    use_required_attribute = False


class TakeForm(forms.Form):
    """Which held role to take."""

    held = forms.ModelChoiceField(queryset=HouseRole.objects.select_related("user"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Ability.MANAGE_HOUSE_ROLES)
@recently_signed_in
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who holds a role of the house; POST grants one."""
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _grant(request, form):
            return _back()
        form.add_error(
            "email", _("No open account has this address. Ask the person to sign in once.")
        )
    return _page(request, form=form)


@require_POST
@staff_page(Ability.MANAGE_HOUSE_ROLES)
@recently_signed_in
def take(request: HttpRequest) -> HttpResponse:
    """Take a role; one that is not held any more is gone already."""
    form = TakeForm(request.POST)
    if form.is_valid():
        held = form.cleaned_data["held"]
        try:
            granting.revoke(user=held.user, role=held.role, by=person_of(request), now=clock.now())
        except granting.LastOperator:
            return _page(request, form=GrantForm(), refusal=str(LAST_OPERATOR))
    return _back()


def _grant(request: HttpRequest, form: GrantForm) -> bool:
    user = User.objects.filter(email=form.cleaned_data["email"], is_active=True).first()
    if user is not None:
        granting.grant(
            user=user, role=form.cleaned_data["role"], by=person_of(request), now=clock.now()
        )
    return user is not None


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff_people')}?done=1")


def _page(request: HttpRequest, *, form: GrantForm, refusal: str = "") -> HttpResponse:
    events = HouseRoleEvent.objects.select_related("user", "by")[:RECORDED]
    facts: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "held": list(HouseRole.objects.select_related("user").order_by("user__email", "role")),
        "events": list(events),
        "done": request.method == "GET" and "done" in request.GET,
    }
    return render(
        request, "staff/people.html", facts, status=422 if form.errors or refusal else 200
    )
