"""Log-in by e-mailed code: ask for one, type it, log out. There are no passwords."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.mixins import RedirectAuthenticatedUserMixin
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django.conf import settings
from django.forms import EmailField, EmailInput, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from redress.web.staff.adapter import NOTHING

TRIES_OVER = "tries"


def _shown_again(view: Any, form: Form) -> HttpResponse:
    page: HttpResponse = view.render_to_response(view.get_context_data(form=form), status=422)
    return page


class RequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address to which a code shall go."""

    email = EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by e-mail."""

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
            return HttpResponseRedirect(self.get_authenticated_redirect_url())
        answer: HttpResponse = super(RedirectAuthenticatedUserMixin, self).dispatch(
            request, *args, **kwargs
        )
        return answer

    def form_valid(self, form: RequestForm) -> HttpResponse:
        """On to the page where the code is typed; an unknown address takes the same time."""
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
            "next": self.get_next_url() or "",
            "tries_over": self.request.GET.get("over") == TRIES_OVER,
            "show_mailbox": settings.SHOW_MAILBOX,
        }


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Type the code; three wrong ones end it."""

    form_class = CodeForm
    template_name = "account/confirm_code.html"

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """422 while there are tries left, then back to the beginning."""
        if self._process.record_invalid_attempt():
            return _shown_again(self, form)
        return HttpResponseRedirect(f"{reverse('account_request_login_code')}?over={TRIES_OVER}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The address that was typed, whoever it belongs to."""
        return {
            **FormView.get_context_data(self, **kwargs),
            "next": self.get_next_url() or "",
            "email": self._process.state.get("email", ""),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
            "show_mailbox": settings.SHOW_MAILBOX,
        }


class LogOut(LogoutView):  # type: ignore[misc]
    """One button; the browser then forgets what it kept of us."""

    template_name = "account/log_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out, and clear the browser's cache and cookies of this site."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "cookies"'
        return response


request_code = RequestCode.as_view()
confirm_code = ConfirmCode.as_view()
log_out = LogOut.as_view()
