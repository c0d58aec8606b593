"""Addresses to which other machines send their news."""

from django.urls import path

from redress.web.hooks import processor

urlpatterns = [path("processor/", processor.receive, name="processor_hook")]
