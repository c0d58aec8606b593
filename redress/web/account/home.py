"""The account page: name and language, factors, sessions."""

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from redress.accounts import sessions
from redress.core import clock
from redress.supporters.naming import LONGEST, NameRefused, clean_name
from redress.web.account.entering import person_of, signed_in
from redress.web.account.strength import factors_of
from redress.web.addresses import page_path

SAVED = "saved"


class PersonForm(forms.Form):
    """What others read of the person, and the language of messages."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "name",
                "maxlength": LONGEST,
                "aria-describedby": "id_name_helptext",
            }
        ),
        help_text=_("Shown to the people you work with on this site."),
    )
    language = forms.ChoiceField(
        label=_("Language of messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    use_required_attribute = False

    def clean_name(self) -> str:
        """Empty, or what can stand as a name."""
        typed: str = self.data.get("name", "")
        if not typed.strip():
            return ""
        try:
            return clean_name(typed)
        except NameRefused:
            raise forms.ValidationError(
                _("Please write a name with letters, without a link or hidden characters.")
            ) from None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """All that a person can see and change of the account."""
    person, status = person_of(request), 200
    form = PersonForm(initial={"name": person.name, "language": person.language})
    if request.method == "POST":
        form, status = PersonForm(request.POST), 422
        if form.is_valid():
            person.name = form.cleaned_data["name"]
            person.language = form.cleaned_data["language"]
            person.save(update_fields=["name", "language"])
            return HttpResponseRedirect(f"{page_path('account_home')}?{SAVED}=1")
    factors = factors_of(person)
    facts = {
        "person": person,
        "form": form,
        "saved": SAVED in request.GET and status == 200,
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "sessions": list(sessions.sessions_of(person, now=clock.now())[:50]),
        "this_key": request.session.session_key,
    }
    return render(request, "account/home.html", facts, status=status)


@require_POST
@signed_in
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Sign one of the person's browsers out; of anybody else's, nothing is found."""
    if not sessions.end_session(person_of(request), handle=handle):
        raise Http404
    return HttpResponseRedirect(f"{page_path('account_home')}#sessions")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_sessions(person_of(request), but=request.session.session_key)
    return HttpResponseRedirect(f"{page_path('account_home')}#sessions")


@require_POST
@signed_in
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, and here."""
    sessions.end_sessions(person_of(request))
    request.session.flush()
    return HttpResponseRedirect(page_path("account_login"))
