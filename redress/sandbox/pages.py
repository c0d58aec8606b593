"""The pages that a person sees: the card page, the bank's question, and a front page."""

from pathlib import Path
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from redress.core.money import Money
from redress.sandbox import cards, payments, setups
from redress.sandbox.answers import Refusal
from redress.sandbox.forms import CardForm
from redress.sandbox.models import Intent, Session
from redress.sandbox.naming import sandbox_time

CSS = Path(__file__).parent / "page.css"


class SeeOther(HttpResponseRedirect):
    """After a POST the browser goes on by GET."""

    status_code = 303


def _language(request: HttpRequest, wanted: str) -> str:
    if wanted[:2] in ("en", "es"):
        return wanted[:2]
    return translation.get_language_from_request(request)[:2]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what this is, to whoever looks."""
    with translation.override(_language(request, "")):
        return render(request, "sandbox/front.html", {"test_cards": cards.TEST_CARDS})


@require_safe
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The pages' only other file."""
    return HttpResponse(
        CSS.read_bytes(), content_type="text/css", headers={"Cache-Control": "max-age=300"}
    )


@require_safe
def no_icon(_request: HttpRequest) -> HttpResponse:
    """Browsers ask for one unbidden; there is none."""
    return HttpResponse(status=204, headers={"Cache-Control": "max-age=86400"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    with translation.override(_language(request, "")):
        heading = _("There is no such page here")
        text = _("Please go back to the site that sent you.")
        return render(
            request, "sandbox/notice.html", {"heading": heading, "text": text}, status=404
        )


def _session(ref: str) -> Session:
    try:
        return setups.current(ref, lock=True)
    except Refusal as refusal:
        raise Http404 from refusal


def _success(session: Session) -> str:
    return session.success_url.replace("{CHECKOUT_SESSION_ID}", session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def card(request: HttpRequest, ref: str) -> HttpResponse:
    """The hosted card page. The session's lock lets one of two tabs through."""
    session = _session(ref)
    with translation.override(_language(request, session.locale)):
        if session.status != "open":
            return _closed(request, session)
        if request.method != "POST":
            return _card_page(request, session, CardForm(today=sandbox_time()))
        form = CardForm(request.POST, today=sandbox_time())
        if not form.is_valid():
            return _card_page(request, session, form, status=422)
        month, year = form.cleaned_data["expiry"]
        happened = setups.present_card(session, form.card, exp_month=month, exp_year=year)
        if happened == "saved":
            return SeeOther(_success(session))
        if happened == "challenge":
            return SeeOther(f"/3d_secure/setup/{session.pk}")
        form.add_error("number", cards.DECLINE_SENTENCES[happened])
        return _card_page(request, session, form, status=422)


def _card_page(
    request: HttpRequest, session: Session, form: CardForm, status: int = 200
) -> HttpResponse:
    failed = session.setup_intent.last_error or {}
    challenge_failed = failed.get("code") == "setup_intent_authentication_failure"
    context = {
        "session": session,
        "form": form,
        "test_cards": cards.TEST_CARDS,
        "challenge_failed": challenge_failed and not form.is_bound,
    }
    return render(request, "sandbox/card.html", context, status=status)


def _closed(request: HttpRequest, session: Session) -> HttpResponse:
    if session.status == "complete":
        context = {
            "heading": _("The card is saved"),
            "text": _("You have not been charged. You can go on."),
            "link": _success(session),
            "link_text": _("Go on"),
        }
        return render(request, "sandbox/notice.html", context)
    context = {
        "heading": _("This page has expired"),
        "text": _("No card was saved and you have not been charged. Please start again."),
        "link": session.cancel_url,
        "link_text": _("Go back"),
    }
    return render(request, "sandbox/notice.html", context, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def challenge_setup(request: HttpRequest, ref: str) -> HttpResponse:
    """The bank's question while a card is saved."""
    session = _session(ref)
    with translation.override(_language(request, session.locale)):
        if session.status != "open":
            return _closed(request, session)
        if session.setup_intent.status != "requires_action":
            return SeeOther(f"/c/pay/{session.pk}")
        if request.method != "POST":
            return render(request, "sandbox/challenge.html", {"amount": None})
        if request.POST.get("answer") == "approve":
            setups.finish(session)
            return SeeOther(_success(session))
        setups.fail_challenge(session)
        return SeeOther(f"/c/pay/{session.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def challenge_payment(request: HttpRequest, ref: str) -> HttpResponse:
    """The bank's question while a card is charged."""
    intent = Intent.objects.select_for_update().filter(challenge=ref).first()
    seen = Session.objects.filter(customer=intent.customer) if intent else Session.objects.none()
    locales = seen.order_by("-created_at").values_list("locale", flat=True)
    language = _language(request, next(iter(locales), ""))
    with translation.override(language):
        if intent is None:
            context = {
                "heading": _("This question is closed"),
                "text": _("It was answered already, or the payment was called off."),
            }
            return render(request, "sandbox/notice.html", context, status=410)
        if request.method != "POST":
            amount = Money(intent.amount, intent.currency.upper()).format(language)
            return render(request, "sandbox/challenge.html", {"amount": amount})
        approved = request.POST.get("answer") == "approve"
        if approved:
            payments.pay(intent)
        else:
            payments.fail_challenge(intent)
        return SeeOther(_with_result(intent, "succeeded" if approved else "failed"))


def _with_result(intent: Intent, result: str) -> str:
    told = {
        "payment_intent": intent.pk,
        "payment_intent_client_secret": intent.client_secret,
        "redirect_status": result,
    }
    mark = "&" if "?" in intent.return_url else "?"
    return f"{intent.return_url}{mark}{urlencode(told)}"
