"""The petitions application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Administrative petitions."""

    name = "redress.petitions"
    verbose_name = _("Petitions")
