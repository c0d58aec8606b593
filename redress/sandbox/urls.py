"""Addresses of the sandbox: the API, the pages that people see, and the controls."""

from django.urls import path, re_path

from redress.sandbox import controls, pages, serving

urlpatterns = [
    path("c/pay/<str:ref>", pages.card, name="sandbox_card"),
    path("3d_secure/setup/<str:ref>", pages.challenge_setup, name="sandbox_challenge_setup"),
    path("3d_secure/payment/<str:ref>", pages.challenge_payment, name="sandbox_challenge_payment"),
    path("favicon.ico", pages.no_icon),
    path("_sandbox/page.css", pages.stylesheet, name="sandbox_css"),
    path("_sandbox/ready", controls.ready),
    path("_sandbox/faults", controls.faults),
    path("_sandbox/clock", controls.clock),
    path("_sandbox/record", controls.record),
    re_path(r"^v1/", serving.api),
    path("", pages.front),
]
handler404 = pages.not_found
