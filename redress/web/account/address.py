"""Changing the e-mail address, and deleting the account."""

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from redress.accounts.changing import AddressTaken, change_address, is_free
from redress.accounts.leaving import StillNeeded
from redress.accounts.sessions import end_sessions
from redress.core import clock
from redress.supporters.mailboxes import LONGEST, AddressRefused, clean_address
from redress.web.account import codes, telling
from redress.web.account.codes import CodeRefused, Purpose, TooManyCodes
from redress.web.account.confirming import MailedCodeForm
from redress.web.account.entering import person_of
from redress.web.account.parting import part, reasons_against
from redress.web.account.recent import recently_signed_in
from redress.web.addresses import page_path


class AddressForm(forms.Form):
    """The new address."""

    email = forms.CharField(
        label=gettext_lazy("New e-mail address"),
        max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Please write the new address.")},
    )

    use_required_attribute = False

    def clean_email(self) -> str:
        """Refuse what no message reaches."""
        try:
            return clean_address(self.cleaned_data["email"]).lower()
        except AddressRefused:
            raise forms.ValidationError(
                _("This is no address that a message can reach. Look at it once more.")
            ) from None


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send a code there; a taken one gets the same answer."""
    form, status = AddressForm(), 200
    if request.method == "POST":
        form, status = AddressForm(request.POST), 422
        if form.is_valid():
            address = form.cleaned_data["email"]
            try:
                codes.send(
                    request, purpose=Purpose.ADDRESS, to=address, silently=not is_free(address)
                )
            except TooManyCodes:
                form.add_error(
                    "email", _("Enough codes have been sent for now. Please wait some minutes.")
                )
            else:
                return HttpResponseRedirect(page_path("account_address_code"))
    facts = {"form": form, "email": person_of(request).email}
    return render(request, "account/address.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def confirm_change(request: HttpRequest) -> HttpResponse:
    """Type the code that came to the new address; then the account is there."""
    to = codes.waiting_for(request, Purpose.ADDRESS)
    if not to:
        return HttpResponseRedirect(page_path("account_address"))
    form, status = MailedCodeForm(), 200
    if request.method == "POST":
        form, status = MailedCodeForm(request.POST), 422
        if form.is_valid():
            try:
                _take(
                    request,
                    codes.check(request, purpose=Purpose.ADDRESS, typed=form.cleaned_data["code"]),
                )
            except CodeRefused as refusal:
                form.refuse(refusal)
            except AddressTaken:
                form.add_error("code", _("This address belongs to another account by now."))
            else:
                return HttpResponseRedirect(page_path("account_home"))
    facts = {
        "form": form,
        "to": to,
        "minutes": int(codes.GOOD_FOR.total_seconds() // 60),
        "show_mailbox": settings.SHOW_MAILBOX,
    }
    return render(request, "account/address_code.html", facts, status=status)


@transaction.atomic
def _take(request: HttpRequest, address: str) -> None:
    person = person_of(request)
    old = change_address(user=person, address=address)
    end_sessions(person, but=request.session.session_key)
    telling.tell_of_address_changed(person, old=old, now=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account, unless something stands against it; then say what."""
    person = person_of(request)
    reasons, status = reasons_against(person), 200
    if request.method == "POST":
        try:
            part(person)
        except StillNeeded as still:
            reasons, status = list(still.reasons), 422
        else:
            request.session.flush()
            response = render(request, "account/left.html")
            response.headers["Clear-Site-Data"] = '"cache", "cookies"'
            return response
    return render(request, "account/leave.html", {"reasons": reasons}, status=status)
