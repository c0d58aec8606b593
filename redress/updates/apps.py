"""The updates package."""

from django.apps import AppConfig


class UpdatesConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.updates"
    label = "updates"
