"""The demonstration package."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Registers templates and commands."""

    name = "redress.demonstration"
    label = "demonstration"
