"""The stories package."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.stories"
    label = "stories"
