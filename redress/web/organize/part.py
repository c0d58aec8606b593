"""One part of a draft: write it, save it, and what happens when two people write at once."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from redress.accounts.permissions import Ability
from redress.campaigns import drafting
from redress.campaigns.drafting import PartState
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import PARTS
from redress.campaigns.parts.part import Lack
from redress.campaigns.permitting import abilities_in, role_of
from redress.campaigns.states import Status
from redress.core import clock
from redress.web.addresses import page_path
from redress.web.organize.hints import hints_for
from redress.web.organize.pages import PAGES, PartPage
from redress.web.organize.part_forms import LANGUAGES, PartForm
from redress.web.organize.permitting import person_of, studio_page
from redress.web.rich_text import studio_csp

_WINDOW = 36  # letters of the name that an open page gives itself


def keeps_words_in_sight[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Show words that cannot be saved here any more, instead of only refusing them.

    The page's script is told where to sign in (401). A browser whose session cookie has expired
    has no place where its form could be kept: it is shown the words, to be copied (401). So is
    somebody for whom the campaign is not there, such as a member who was taken out meanwhile;
    a foreign campaign and none at all are answered alike (404).
    """

    @wraps(view)
    def telling(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        if by_script(request) and not request.user.is_authenticated:
            back = reverse("studio_home")
            sign_in = f"{page_path('account_request_login_code')}?next={back}"
            return JsonResponse({"sign_in": sign_in}, status=401)
        if request.method == "POST" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            texts = _texts_in(request)
            if texts:
                context = {"texts": texts, "back": request.path}
                return render(request, "studio/signed_out.html", context, status=401)
        try:
            return view(*args, **kwargs)
        except Http404:
            texts = [] if by_script(request) else _texts_in(request)
            if request.method != "POST" or not texts:
                raise
            return render(request, "studio/not_open.html", {"texts": texts}, status=404)

    return telling


def _texts_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The language, '' where none is known, and the words of every text that was sent."""
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    codes = [(name.rpartition("_")[2], str(text)) for name, text in sent]
    return [
        (code if code in LANGUAGES else "", text)
        for code, text in codes
        if text.strip() and (code in LANGUAGES or len(text.split()) > 1)
    ]


def by_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks, which wants JSON."""
    return "application/json" in request.headers.get("Accept", "")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_csp
@keeps_words_in_sight
@studio_page(Ability.SEE_DRAFT)
def part(request: HttpRequest, campaign: Campaign, key: str) -> HttpResponse:
    """Read a part, or save what was typed; the script of the page saves the same way."""
    page = page_or_404(key)
    may_edit = may_write(request, campaign, page)
    if request.method == "POST":
        if not may_edit:
            return _closed(request, campaign, key)
        return _save(request, campaign, key, page)
    data, number = drafting.read_part(campaign, key)
    if by_script(request):  # after signing in again: the new token, and what stands now
        return JsonResponse({"token": get_token(request), "number": number})
    form = page.form(campaign=campaign, values=data, initial={"base": number})
    return _shown(request, campaign, key, form, may_edit=may_edit)


def _save(request: HttpRequest, campaign: Campaign, key: str, page: PartPage) -> HttpResponse:
    data, _number = drafting.read_part(campaign, key)
    form = page.form(request.POST, request.FILES, campaign=campaign, values=data)
    form.writer = person_of(request)
    if form.is_arranging or "look" in request.POST:
        # a row was added or moved, or the redline is wanted: shown again, nothing is saved
        if by_script(request):
            return JsonResponse({"changes": [asdict(change) for change in form.redlines]})
        return _shown(request, campaign, key, form, may_edit=True)
    if not form.is_valid():
        if by_script(request):
            return JsonResponse({"errors": _errors_of(form)}, status=422)
        return _shown(request, campaign, key, form, may_edit=True, status=422)
    aside = request.POST.get("aside", "")
    try:
        revision = drafting.save(
            campaign_id=campaign.pk,
            part=key,
            data=form.to_data(),
            base=form.cleaned_data["base"],
            author=person_of(request),
            now=clock.now(),
            window=request.POST.get("window", "")[:_WINDOW],
            aside_id=int(aside) if aside.isdecimal() and len(aside) < 19 else None,
        )
    except drafting.NotEditable:
        return _closed(request, campaign, key)
    return _saved(request, campaign, key, revision, form)


def _saved(
    request: HttpRequest, campaign: Campaign, key: str, revision: Revision, form: PartForm
) -> HttpResponse:
    if revision.is_aside:
        merge = reverse("studio_merge", args=[campaign.number, key, revision.pk])
        if by_script(request):
            return JsonResponse({"merge": merge, "aside": revision.pk}, status=409)
        return HttpResponseRedirect(merge)
    if by_script(request):
        state = _state_of(drafting.states_of(Campaign.objects.get(pk=campaign.pk)), key)
        return JsonResponse(
            {
                "number": revision.number,
                "progress": state.progress.value,
                "progress_word": str(state.progress.label),
                "lacks": {
                    form.html_name_of(lack.field): str(lack.sentence) for lack in state.lacks[::-1]
                },
            }
        )
    address = reverse("studio_part", args=[campaign.number, key])
    return HttpResponseRedirect(f"{address}?saved={revision.number}")


def _closed(request: HttpRequest, campaign: Campaign, key: str) -> HttpResponse:
    """The words cannot be kept any more: say so, and show them so that they can be copied."""
    page = page_or_404(key)
    if not _has_ability(request, campaign, page):
        raise Http404
    data, _number = drafting.read_part(campaign, key)
    sentence = closed_sentence(campaign)
    if by_script(request):
        return JsonResponse({"closed": sentence}, status=423)
    form = page.form(request.POST, request.FILES, campaign=campaign, values=data)
    return _shown(request, campaign, key, form, may_edit=False, status=409)


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    key: str,
    form: PartForm,
    *,
    may_edit: bool,
    status: int = 200,
) -> HttpResponse:
    states = drafting.states_of(campaign)
    state = _state_of(states, key)
    form.lacks = lacks_by_field(state.lacks)
    if not may_edit:
        form.close()
    order = [each.key for each in states if each.key in PAGES]
    place = order.index(key)
    context: dict[str, Any] = {
        "campaign": campaign,
        "states": states,
        "state": state,
        "part": PARTS[key],
        "page": PAGES[key],
        "form": form,
        "may_edit": may_edit,
        "closed": "" if campaign.is_editable else closed_sentence(campaign),
        "saved": request.GET.get("saved", "").isdecimal(),
        "follows": next((each for each in states if each.key in order[place + 1 :]), None),
        "person_pk": person_of(request).pk,
        "hints": hints_for(key),
    }
    return render(request, "studio/part.html", context, status=status)


def lacks_by_field(lacks: list[Lack]) -> dict[str, list[Lack]]:
    """What is missing, by the form field that it concerns."""
    found: dict[str, list[Lack]] = {}
    for lack in lacks:
        found.setdefault(lack.field, []).append(lack)
    return found


def _errors_of(form: PartForm) -> dict[str, list[str]]:
    return {name: [str(sentence) for sentence in errors] for name, errors in form.errors.items()}


def _state_of(states: list[PartState], key: str) -> PartState:
    return next(state for state in states if state.key == key)


def page_or_404(key: str) -> PartPage:
    """How the part with this key is written. Raises Http404."""
    if key not in PAGES or key not in PARTS:
        raise Http404
    return PAGES[key]


def may_write(request: HttpRequest, campaign: Campaign, page: PartPage) -> bool:
    """Whether the person may change this part now."""
    return campaign.is_editable and _has_ability(request, campaign, page)


def _has_ability(request: HttpRequest, campaign: Campaign, page: PartPage) -> bool:
    role = role_of(user=person_of(request), campaign=campaign)
    return page.ability in abilities_in(role)


def closed_sentence(campaign: Campaign) -> str:
    """Why nothing can be written now."""
    if campaign.status == Status.IN_REVIEW:
        return _(
            "The campaign is in review. Its words stand still until the review is done,"
            " so that what is read is what will be published."
        )
    if campaign.status == Status.REFUSED:
        return _("The campaign was refused. Its words are kept and can be read and copied.")
    return _(
        "The campaign is public. People have joined for these words, so they are not changed here."
    )
