"""Signing in: by an e-mailed code or a passkey, then by the second factor; and signing out."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.mixins import RedirectAuthenticatedUserMixin
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core import context, ratelimit
from allauth.core.internal import ratelimit as any_ratelimit
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.db import transaction
from django.forms import CharField, EmailInput, Form, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic.edit import FormView

from redress.accounts.arriving import person_at
from redress.supporters.mailboxes import LONGEST, AddressRefused, canonical, clean_address
from redress.web.account.adapter import NOTHING
from redress.web.account.factor_forms import FactorForm, PasskeyFactorForm, PasskeyLoginForm
from redress.web.account.nexts import next_of
from redress.web.account.strength import has_passkey
from redress.web.errors import too_many
from redress.web.formatting import language

TRIES_OVER = "tries"
ANSWER = "credential"  # the field in which a passkey's answer comes


def _shown_again(view: Any, form: Form) -> HttpResponse:
    page: HttpResponse = view.render_to_response(view.get_context_data(form=form), status=422)
    return page


class RequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address to which a code shall go."""

    email = CharField(
        label=_("E-mail address"),
        max_length=LONGEST,
        widget=EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Please write your e-mail address.")},
    )

    use_required_attribute = False

    def clean_email(self) -> str:
        """Refuse what no message reaches, and too many codes for one mailbox."""
        try:
            address = clean_address(self.cleaned_data["email"]).lower()
        except AddressRefused:
            raise ValidationError(
                gettext("This is no address that a message can reach. Look at it once more.")
            ) from None
        key = canonical(address)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise ValidationError(
                gettext("Enough codes have been sent for now. Please wait some minutes.")
            )
        self._user = person_at(email=address, language=language())
        return address


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by e-mail."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Our own words and the browser's help."""
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the message")
        field.help_text = _("Capitals and dashes do not matter.")
        field.max_length = 40
        field.widget.attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": "40",
            "aria-describedby": "id_code_helptext",
        }


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Ask for a code; a known and an unknown address get the same answer."""

    form_class = RequestForm
    template_name = "account/request_code.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let a person who mistyped the address begin again, which allauth would not."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_of(request) or self.get_authenticated_redirect_url())
        answer: HttpResponse = super(RedirectAuthenticatedUserMixin, self).dispatch(
            request, *args, **kwargs
        )
        return answer

    # one commit for a known and for an unknown address, which would need two otherwise
    @method_decorator(transaction.atomic)
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the code."""
        answer: HttpResponse = super().post(*args, **kwargs)
        return answer

    def form_valid(self, form: RequestForm) -> HttpResponse:
        """On to the page where the code is typed; a closed account takes the same time."""
        if form._user is None:  # noqa: SLF001 - where allauth keeps whom it found
            get_adapter().send_mail(NOTHING, form.cleaned_data["email"], {})
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: RequestForm) -> HttpResponse:
        """422, with the sentence beside the field."""
        return _shown_again(self, form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the last code was guessed at too often."""
        return {
            **FormView.get_context_data(self, **kwargs),
            "next": next_of(self.request),
            "tries_over": self.request.GET.get("over") == TRIES_OVER,
            "show_mailbox": settings.SHOW_MAILBOX,
        }


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Type the code; three wrong ones end it."""

    form_class = CodeForm
    template_name = "account/confirm_code.html"

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """In, unless the account has left the address to which the code went."""
        person = self._process.user
        if person is None or person.email != self._process.state.get("email"):
            self._process.abort()
            return HttpResponseRedirect(reverse("account_request_login_code"))
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """422 while there are tries left, then back to the beginning."""
        if self._process.record_invalid_attempt():
            return _shown_again(self, form)
        return HttpResponseRedirect(f"{reverse('account_request_login_code')}?over={TRIES_OVER}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The address that was typed, whoever it belongs to."""
        return {
            **FormView.get_context_data(self, **kwargs),
            "next": next_of(self.request),
            "email": self._process.state.get("email", ""),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            "show_mailbox": settings.SHOW_MAILBOX,
        }


@require_POST
@never_cache
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey: of the person, or of anybody yet unknown."""
    if not any_ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return too_many(request, seconds=60)
    person = request.user if request.user.is_authenticated else None
    return JsonResponse(begin_authentication(person))


@require_POST
@never_cache
def passkey_login(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone; the device has asked for finger, face or PIN."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(
            next_of(request) or get_adapter().get_login_redirect_url(request)
        )
    form = PasskeyLoginForm(request.POST)
    if not form.is_valid():
        facts = {
            "form": RequestForm(),
            "next": next_of(request),
            "passkey_refused": True,
            "show_mailbox": settings.SHOW_MAILBOX,
        }
        return render(request, "account/request_code.html", facts, status=422)
    authenticator = form.cleaned_data[ANSWER]
    login = Login(user=authenticator.user, redirect_url=next_of(request) or None)
    answer: HttpResponse = perform_passwordless_login(request, authenticator, login)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(  # type: ignore[untyped-decorator]
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)
def second_factor(request: HttpRequest) -> HttpResponse:
    """After the e-mailed code: the passkey, the app's code, or a recovery code."""
    stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 - allauth's place
    person = stage.login.user
    form, status = FactorForm(user=person), 200
    if request.method == "POST":
        kind: Any = PasskeyFactorForm if ANSWER in request.POST else FactorForm
        sent = kind(user=person, data=request.POST)
        if sent.is_valid():
            sent.save()
            answer: HttpResponse = stage.exit()
            return answer
        status = 422
        form = sent if isinstance(sent, FactorForm) else form
    facts = {
        "form": form,
        "has_passkey": has_passkey(person),
        "passkey_refused": status == 422 and ANSWER in request.POST,
        "show_mailbox": settings.SHOW_MAILBOX,
    }
    return render(request, "account/second_factor.html", facts, status=status)


class LogOut(LogoutView):  # type: ignore[misc]
    """One button; the browser then forgets what it kept of us."""

    template_name = "account/log_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out, and clear the browser's cache and cookies of this site."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "cookies"'
        return response


_a_form = require_http_methods(["GET", "HEAD", "POST"])
request_code = _a_form(RequestCode.as_view())
confirm_code = _a_form(ConfirmCode.as_view())
log_out = _a_form(LogOut.as_view())
