"""Confirming who it is, the way back from there, and the way to a first second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from redress.web.account import codes, keeping, recent
from redress.web.account.codes import CodeRefused, Purpose, TooManyCodes
from redress.web.account.entering import person_of, signed_in
from redress.web.account.factor_forms import FactorAgainForm, PasskeyAgainForm
from redress.web.account.nexts import next_of
from redress.web.account.signing_in import ANSWER
from redress.web.account.strength import (
    factors_of,
    has_passkey,
    has_second_factor,
    used_recovery_code,
)
from redress.web.addresses import page_path


class MailedCodeForm(forms.Form):
    """A code that came by e-mail to a signed-in person."""

    code = forms.CharField(
        label=gettext_lazy("Code from the message"),
        max_length=40,
        help_text=gettext_lazy("Capitals and dashes do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": "40",
            }
        ),
        error_messages={"required": gettext_lazy("Please type the code.")},
    )

    use_required_attribute = False

    def refuse(self, refusal: CodeRefused) -> None:
        """Put a sentence about a wrong code beside the field."""
        self.add_error(
            "code",
            _("This code does not count any more. Ask for a new one.")
            if refusal.is_over
            else _("This code is not right. Look at it once more."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """By a factor if the person has one, else by a code to the address."""
    if factors_of(person_of(request)):
        return _confirm_by_factor(request)
    return _confirm_by_mail(request)


def _confirm_by_factor(request: HttpRequest) -> HttpResponse:
    person, status = person_of(request), 200
    form = FactorAgainForm(user=person)
    if request.method == "POST":
        kind: Any = PasskeyAgainForm if ANSWER in request.POST else FactorAgainForm
        sent = kind(user=person, data=request.POST)
        if sent.is_valid():
            sent.save()
            return _onward(request)
        status = 422
        form = sent if isinstance(sent, FactorAgainForm) else form
    facts = {
        "form": form,
        "next": next_of(request),
        "has_passkey": has_passkey(person),
        "passkey_refused": status == 422 and ANSWER in request.POST,
        # a recovery code confirms who it is, and yet is no second factor
        "recovery_used": used_recovery_code(request) and not has_second_factor(request),
        "show_mailbox": settings.SHOW_MAILBOX,
    }
    return render(request, "account/confirm.html", facts, status=status)


def _confirm_by_mail(request: HttpRequest) -> HttpResponse:
    person, status = person_of(request), 200
    form = MailedCodeForm()
    too_many = False
    if request.method == "POST" and request.POST.get("do") == "send":
        try:
            codes.send(request, purpose=Purpose.CONFIRM, to=person.email)
        except TooManyCodes:
            too_many, status = True, 422
    elif request.method == "POST":
        form = MailedCodeForm(request.POST)
        if form.is_valid():
            try:
                codes.check(request, purpose=Purpose.CONFIRM, typed=form.cleaned_data["code"])
            except CodeRefused as refusal:
                form.refuse(refusal)
            else:
                record_authentication(request, person, method="code", reauthenticated=True)
                return _onward(request)
        status = 422
    facts = {
        "form": form,
        "next": next_of(request),
        "sent_to": codes.waiting_for(request, Purpose.CONFIRM),
        "email": person.email,
        "minutes": int(codes.GOOD_FOR.total_seconds() // 60),
        "too_many": too_many,
        "show_mailbox": settings.SHOW_MAILBOX,
    }
    return render(request, "account/confirm_by_mail.html", facts, status=status)


def _onward(request: HttpRequest) -> HttpResponse:
    recent.mark(request)
    return HttpResponseRedirect(next_of(request) or page_path("account_home"))


@require_safe
@signed_in
def go_on(request: HttpRequest) -> HttpResponse:
    """The form that was interrupted, with one button that sends it again."""
    kept = keeping.kept(request)
    status = 200 if kept else 410
    return render(request, "account/go_on.html", {"kept": kept}, status=status)


@require_safe
@signed_in
def factor_needed(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and the two ways to set one up."""
    if has_second_factor(request):
        return HttpResponseRedirect(next_of(request) or page_path("account_home"))
    return render(request, "account/factor_needed.html", {"next": next_of(request)})
