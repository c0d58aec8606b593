"""The web package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers templates and commands."""

    name = "redress.web"
    label = "web"
