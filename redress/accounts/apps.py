"""The accounts package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the package's tables."""

    name = "redress.accounts"
    label = "accounts"
