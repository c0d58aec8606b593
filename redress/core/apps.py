"""The bottom package."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Money, clock, mail, locks: nothing here knows of campaigns."""

    name = "redress.core"
    label = "core"
