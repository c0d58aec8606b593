"""Starting a campaign: six questions without an account, then a draft for whoever signs in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from redress.accounts.models import User
from redress.accounts.permissions import Ability
from redress.agencies.finding import found_agency
from redress.campaigns import beginning
from redress.campaigns.beginning import NotThere, Saved, TooMany, Words, answer_of, fields_of
from redress.campaigns.models import Beginning, Campaign
from redress.campaigns.parts import PARTS
from redress.campaigns.similar import similar_campaigns
from redress.core import clock
from redress.web.addresses import page_path
from redress.web.caching import public_page
from redress.web.errors import too_many
from redress.web.formatting import language
from redress.web.organize.agency_picker import FOUND, elsewhere_text
from redress.web.organize.permitting import person_of, signed_in, studio_page
from redress.web.organize.start_forms import PAGES, Question, QuestionForm, TitleForm
from redress.web.origin import token_free
from redress.web.public.presenting import card_of
from redress.web.visitor import network_of

FIRST = "problem"
# where the studio shows the answer to a question; "" where it stays with the answers alone
PLACES = {
    "problem": "problem",
    "people": "problem",
    "agency": "agency",
    "words": "solution",
    "allies": "",
    "money": "budget",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer as the summary shows it."""

    question: Question
    lines: tuple[tuple[str, str], ...]  # label (or "") and text
    language: str
    aside: tuple[str, ...]
    place: str  # key of the part in the studio
    place_word: str


def holder_page[**P](
    view: Callable[Concatenate[HttpRequest, str, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Mark a page for whoever holds the code; kept by no cache, found by no search.

    Once the answers are a draft, its team is sent there and everybody else finds nothing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, code, *args, **kwargs)
        except NotThere:
            response = _kept(request, code)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.needs_token = True  # type: ignore[attr-defined]
    return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", guarded)


def _kept(request: HttpRequest, code: str) -> HttpResponse:
    try:
        if isinstance(request.user, User) and (
            campaign := beginning.kept_by(code=code, user=request.user)
        ):
            return HttpResponseRedirect(page_path("studio_answers", campaign.number))
    except NotThere:
        raise Http404 from None
    raise Http404


@require_safe
@public_page
def start(request: HttpRequest) -> HttpResponse:
    """What will happen, what one needs, and the way in."""
    return render(request, "start/start.html", {"questions": PAGES.values()})


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first question, before anything is kept; its answer makes the address."""
    page = PAGES[FIRST]
    if request.method != "POST":
        return _show(request, page, _empty_form(page))
    form = page.form(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    if not any(form.words.values()) and "skip" not in request.POST:
        form.add_error("text", _("Write a few words here, or skip the question for now."))
        return _show(request, page, form, status=422)
    now = clock.now()
    try:
        made = beginning.begin(language=language(), network=network_of(request), now=now)
    except TooMany as refused:
        return too_many(request, seconds=refused.seconds)
    beginning.save(code=made.code, question=FIRST, words=_words(form), now=now)
    return HttpResponseRedirect(_next_path(request, made.code, page))


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@holder_page
def question(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """One question with its answer so far."""
    if question not in PAGES:
        raise Http404
    page, made = PAGES[question], beginning.unkept(code)
    if request.method != "POST":
        return _show(request, page, _form_of(made, page.key, page.form), made=made)
    form = page.form(request.POST)
    by_script = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        if by_script:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
        searched = _only_searched(form)
        return _show(request, page, form, made=made, status=200 if searched else 422)
    saved = _save(code, page.key, form)
    if by_script:
        return _as_json(saved)
    if saved.merged:
        here = page_path("start_question", code, page.key)
        return HttpResponseRedirect(f"{here}?both=1")
    return HttpResponseRedirect(_next_path(request, code, page))


@require_safe
@holder_page
def similar(request: HttpRequest, code: str) -> HttpResponse:
    """Campaigns about the same, to support instead; or go on."""
    made = beginning.unkept(code)
    cards = [card_of(one, now=clock.now()) for one in _similar(made)]
    return render(request, "start/similar.html", {"code": code, "cards": cards})


@token_free
@require_http_methods(["GET", "HEAD", "POST"])
@holder_page
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """All answers, the title, and the way to keep them."""
    made = beginning.unkept(code)
    form, status = _form_of(made, "title", TitleForm), 200
    if request.method == "POST":
        form, status = TitleForm(request.POST), 422
        if form.is_valid():
            saved = _save(code, "title", form)
            if "application/json" in request.headers.get("Accept", ""):
                return _as_json(saved)
            there = "start_summary" if saved.merged else "start_keep"
            return HttpResponseRedirect(page_path(there, code))
    facts = {
        "code": code,
        "form": form,
        "answers": answers_of(made),
        "aside": answer_of(made, "title")["aside"],
        "similar": len(_similar(made)),
        "address": request.build_absolute_uri(page_path("start_summary", code)),
    }
    return render(request, "start/summary.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Make the answers a draft of the signed-in person, by one button; twice makes one."""
    person = person_of(request)
    try:
        if request.method == "POST":
            campaign = beginning.keep(code=code, user=person, now=clock.now())
            return HttpResponseRedirect(page_path("studio_answers", campaign.number))
        if campaign_kept := beginning.kept_by(code=code, user=person):
            return HttpResponseRedirect(page_path("studio_answers", campaign_kept.number))
        made = beginning.unkept(code)
    except NotThere:
        raise Http404 from None
    facts = {
        "code": code,
        "title": fields_of(made, "title")["title"],
        "answered": sum(beginning.is_answered(made, key) for key in PAGES),
        "email": person.email,
    }
    return render(request, "start/keep.html", facts)


@require_safe
@studio_page(Ability.SEE_DRAFT)
def answers(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What was written at the start, word for word, and where it stands now."""
    made = Beginning.objects.filter(campaign=campaign).first()
    if made is None:
        raise Http404
    facts = {"campaign": campaign, "answers": answers_of(made)}
    return render(request, "start/answers.html", facts)


def answers_of(made: Beginning) -> list[Shown]:
    """Every question with its answer, for reading."""
    shown = []
    for page in PAGES.values():
        answer, place = answer_of(made, page.key), PLACES[page.key]
        fields = page.form.base_fields
        lines = [
            (str(fields[name].label), _readable(name, text))
            for name, text in fields_of(made, page.key).items()
            if text
        ]
        if len(fields_of(made, page.key)) == 1:
            lines = [("", text) for _label, text in lines]
        shown.append(
            Shown(
                question=page,
                lines=tuple(lines),
                language=answer["language"],
                aside=tuple(one["text"] for one in answer["aside"]),
                place=place,
                place_word=str(PARTS[place].title) if place in PARTS else "",
            )
        )
    return shown


def _readable(name: str, text: str) -> str:
    if name == "agency":
        found = found_agency(text)
        return found.agency.name if found else text
    return text


def _similar(made: Beginning) -> list[Campaign]:
    agency = fields_of(made, "agency")
    found = found_agency(agency["agency"]) if agency["agency"] else None
    text = " ".join(fields_of(made, key)["text"] for key in ("problem", "people"))
    return similar_campaigns(
        text,
        agency_id=found.agency.pk if found else None,
        citation=agency["rule_citation"],
    )


def _words(form: QuestionForm) -> Words:
    return Words(
        fields=form.words,
        language=language(),
        base=form.cleaned_data["base"],
        writer=form.cleaned_data["writer"],
        mark=f"[{_('Written in another window')}]",
    )


def _save(code: str, key: str, form: QuestionForm) -> Saved:
    return beginning.save(code=code, question=key, words=_words(form), now=clock.now())


def _as_json(saved: Saved) -> JsonResponse:
    return JsonResponse(
        {"version": saved.version, "merged": saved.merged, "fields": dict(saved.fields)}
    )


def _form_of(made: Beginning, key: str, form: type[QuestionForm]) -> QuestionForm:
    return form(
        initial={**fields_of(made, key), "base": made.version, "writer": secrets.token_hex(8)}
    )


def _empty_form(page: Question) -> QuestionForm:
    return page.form(initial={"base": 0, "writer": secrets.token_hex(8)})


def _only_searched(form: QuestionForm) -> bool:
    codes = [error.code for errors in form.errors.as_data().values() for error in errors]
    return codes == [FOUND]


def _next_path(request: HttpRequest, code: str, page: Question) -> str:
    keys = list(PAGES)
    place = keys.index(page.key)
    if "back" in request.POST:
        return page_path("start_question", code, keys[max(0, place - 1)])
    if page.key == FIRST and _similar(beginning.unkept(code)):
        return page_path("start_similar", code)
    if place + 1 == len(keys):
        return page_path("start_summary", code)
    return page_path("start_question", code, keys[place + 1])


def _show(
    request: HttpRequest,
    page: Question,
    form: QuestionForm,
    *,
    made: Beginning | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "searched": form.is_bound and _only_searched(form),
        "count": len(PAGES),
        "first": page.key == FIRST,
        "action": reverse("start_question", args=[made.code, page.key])
        if made
        else reverse("start_first"),
    }
    if made:
        answer = answer_of(made, page.key)
        context |= {
            "code": made.code,
            "address": request.build_absolute_uri(page_path("start_summary", made.code)),
            "language": answer["language"],
            "aside": answer["aside"],
            "both": "both" in request.GET,
            "hint": _hint(made) if page.key == "agency" else "",
        }
    return render(request, "start/question.html", context, status=status)


def _hint(made: Beginning) -> str:
    fields = fields_of(made, "agency")
    found = found_agency(fields["agency"]) if fields["agency"] else None
    if found is None or not fields["rule_citation"]:
        return ""
    return elsewhere_text(agency=found.agency, citation=fields["rule_citation"])
