"""The pledges package."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.pledges"
    label = "pledges"
