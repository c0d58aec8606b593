"""The campaigns package."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.campaigns"
    label = "campaigns"
