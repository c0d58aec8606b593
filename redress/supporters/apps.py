"""The supporters package."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.supporters"
    label = "supporters"
