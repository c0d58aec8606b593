"""The publishing package."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.publishing"
    label = "publishing"
