"""The actions package."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.actions"
    label = "actions"
