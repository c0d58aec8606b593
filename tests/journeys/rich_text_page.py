"""A page with the rich text field and nothing else, answered to a browser without a server."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import Route

from redress.core.html import render_markdown
from redress.web.rich_text import RichTextField, studio_csp
from redress.web.urls import urlpatterns as site_patterns

ORIGIN = "http://localhost:9"
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
PAGE = """{% extends "base.html" %}{% load static %}{% block title %}Text{% endblock %}
{% block css %}<link rel="stylesheet" href="{% static "css/editor.css" %}">{% endblock %}
{% block js %}{% if script %}<script type="module" src="{% static "js/editor/editor.js" %}"></script>{% endif %}{% endblock %}
{% block content %}<h1>Text</h1><form method="post" novalidate>
{% include "components/error_summary.html" %}{% include "components/field.html" with field=form.english %}
{% include "components/field.html" with field=form.spanish %}{% include "components/field.html" with field=form.arabic %}
<button class="btn go">Save</button></form><div id="shown">{{ shown }}</div>{% endblock %}"""


class TextForm(forms.Form):
    """One text in three languages."""

    english = RichTextField(label="Problem", lang="en", min_words=3, max_words=900, required=True)
    spanish = RichTextField(label="Problema", lang="es", required=False)
    arabic = RichTextField(label="مشكلة", lang="ar", required=False)


@csrf_exempt
@studio_csp
def page(request: HttpRequest) -> HttpResponse:
    """Show the form; what was sent is shown as the public sees it."""
    form = TextForm(request.POST or None, initial={"english": request.GET.get("text", "")})
    valid = form.is_bound and form.is_valid()
    facts = {
        "form": form,
        "shown": render_markdown(form.cleaned_data["english"]) if valid else "",
        "script": "without" not in request.GET,
    }
    text = engines["django"].from_string(PAGE).render(facts, request)
    return HttpResponse(text, status=422 if form.is_bound and not valid else 200)


urlpatterns = [*i18n_patterns(path("text/", page), prefix_default_language=False), *site_patterns]


def answer(route: Route, *, policy: bool = True) -> None:
    """Give a browser what Django would answer, with its policy or without; and static files."""
    request = route.request
    parts = urlsplit(request.url)
    if parts.path.startswith("/static/"):
        found: Any = finders.find(parts.path.removeprefix("/static/"))
        route.fulfill(path=found, content_type=TYPES[parts.path.rsplit(".", 1)[1]])
        return
    client = Client()
    target = f"{parts.path}?{parts.query}"
    if request.method == "POST":
        got = client.post(
            target,
            request.post_data or "",
            content_type="application/x-www-form-urlencoded",
            headers={"origin": ORIGIN, "host": "localhost:9"},
        )
    else:
        got = client.get(target, headers={"host": "localhost:9"})
    headers = dict(got.headers)
    if not policy:
        del headers["Content-Security-Policy"]
    route.fulfill(status=got.status_code, headers=headers, body=got.content)
