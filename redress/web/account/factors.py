"""Setting up and removing passkeys, the authenticator app and recovery codes."""

import base64
from contextlib import suppress
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from redress.accounts.models import User
from redress.accounts.sessions import end_sessions
from redress.core import clock
from redress.core.sealing import NotSealedHere, seal, unseal
from redress.web.account import telling
from redress.web.account.entering import person_of
from redress.web.account.factor_forms import AppForm, PasskeyAddForm, use_step
from redress.web.account.nexts import next_of
from redress.web.account.recent import recently_signed_in
from redress.web.account.strength import FACTORS
from redress.web.addresses import page_path

_SECRET = "app_being_set_up"  # noqa: S105 - where it lies in the session, sealed
_PURPOSE = "factor-being-set-up"
_MOST_PASSKEYS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: scan or copy the key, type the first code."""
    person = person_of(request)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        return HttpResponseRedirect(page_path("account_home"))
    secret, form, status = _secret_of(request), AppForm(), 200
    if request.method == "POST":
        form, status = AppForm(request.POST), 422
        if form.is_valid() and not ratelimit.consume(
            request, action="login_failed", key=f"mfa-auth-user-{person.pk}"
        ):
            form.add_error("code", _("Too many codes were tried. Please wait some minutes."))
        if form.is_valid() and _save_app(request, secret, form.cleaned_data["code"]):
            return _after_adding(request)
        if form.is_valid():
            form.add_error("code", str(get_adapter().error_messages["incorrect_code"]))
    url = get_adapter().build_totp_url(person, secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(url).encode()).decode()
    facts = {
        "form": form,
        "next": next_of(request),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "url": url,
        "picture": f"data:image/svg+xml;base64,{picture}",
    }
    return render(request, "account/add_app.html", facts, status=status)


def _secret_of(request: HttpRequest) -> str:
    """The key that this session is setting up; even here it lies sealed."""
    with suppress(NotSealedHere):
        return unseal(_PURPOSE, request.session.get(_SECRET, ""))
    secret: str = generate_totp_secret()
    request.session[_SECRET] = seal(_PURPOSE, secret)
    return secret


def _save_app(request: HttpRequest, secret: str, code: str) -> bool:
    person = person_of(request)
    with transaction.atomic():
        # two windows may set one up at the same time
        User.objects.select_for_update().get(pk=person.pk)
        if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
            return False
        found = TOTP.activate(person, secret).instance
        if not use_step(found, code):
            transaction.set_rollback(True)
            return False
        _added(request, found)
    del request.session[_SECRET]
    return True


@require_POST
@recently_signed_in
def passkey_creation(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey that can sign in by itself."""
    return JsonResponse(begin_registration(person_of(request), passwordless=True))


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Set up a passkey; the browser does the work."""
    person, status = person_of(request), 200
    form = PasskeyAddForm(user=person)
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count()
    if request.method == "POST" and kept < _MOST_PASSKEYS:
        form, status = PasskeyAddForm(request.POST, user=person), 422
        if form.is_valid():
            with transaction.atomic():
                found = WebAuthn.add(
                    person, form.cleaned_data["name"], form.cleaned_data["credential"]
                ).instance
                _added(request, found)
            return _after_adding(request)
    facts = {
        "form": form,
        "next": next_of(request),
        "passkey_refused": status == 422,
        "too_many": kept >= _MOST_PASSKEYS,
    }
    return render(request, "account/add_passkey.html", facts, status=status)


def _added(request: HttpRequest, factor: Authenticator) -> None:
    person = person_of(request)
    RecoveryCodes.activate(person)
    # whoever sets a factor up has it in hand: it counts as used
    record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)
    telling.tell_of_factor_added(person, kind=factor.type, now=clock.now())


def _after_adding(request: HttpRequest) -> HttpResponse:
    """To the recovery codes if they were never seen, else on."""
    onward = next_of(request) or page_path("account_home")
    codes = _codes_of(person_of(request))
    if codes is not None and not codes.did_view:
        query = urlencode({"next": onward}, safe="/")
        return HttpResponseRedirect(f"{page_path('account_recovery_codes')}?{query}")
    return HttpResponseRedirect(onward)


def _codes_of(person: User) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(row) if row else None


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes until the person says that they are kept; then only how many are left."""
    person = person_of(request)
    codes = _codes_of(person)
    if codes is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "renew":
        with transaction.atomic():
            Authenticator.objects.filter(pk=codes.instance.pk).delete()
            RecoveryCodes.activate(person)
            telling.tell_of_factor_added(
                person, kind=Authenticator.Type.RECOVERY_CODES, now=clock.now()
            )
        return HttpResponseRedirect(page_path("account_recovery_codes"))
    if request.method == "POST":
        codes.mark_as_viewed()
        return HttpResponseRedirect(next_of(request) or page_path("account_home"))
    try:
        left = codes.get_unused_codes()
    except NotSealedHere:  # sealed by a key that is gone; new ones can be made
        left = []
    facts = {
        "codes": [] if codes.did_view else left,
        "left": len(left),
        "next": next_of(request),
        "site": settings.SITE_NAME,
    }
    return render(request, "account/recovery_codes.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Remove a passkey or the app; every other session of the person ends with it."""
    person = person_of(request)
    # a number that no bigint holds is as absent as any other
    rows = Authenticator.objects.filter(user=person, type__in=FACTORS)
    factor = rows.filter(pk=key).first() if key < 2**63 else None
    if factor is None:
        raise Http404
    if request.method == "POST":
        with transaction.atomic():
            factor.delete()
            delete_dangling_recovery_codes(person)
            end_sessions(person, but=request.session.session_key)
            telling.tell_of_factor_removed(person, kind=factor.type, now=clock.now())
        return HttpResponseRedirect(page_path("account_home"))
    is_last = rows.count() == 1
    return render(request, "account/remove_factor.html", {"factor": factor, "is_last": is_last})
