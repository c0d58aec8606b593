"""The agencies application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Agencies and their petition rules."""

    name = "redress.agencies"
    verbose_name = _("Agencies")
