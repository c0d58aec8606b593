"""Addresses for machines: health and counts. No language, no page."""

from django.urls import path

from redress.web.api import counts, health, robots

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("c/<slug:slug>/count.json", counts.count, name="count"),
]
