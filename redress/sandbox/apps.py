"""The sandbox as a Django app; its tables migrate with the main site's when it is in use."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Holds models only; the program itself is `python -m redress.sandbox`."""

    name = "redress.sandbox"
    label = "sandbox"
    default_auto_field = "django.db.models.BigAutoField"
