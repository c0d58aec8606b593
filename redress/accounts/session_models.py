"""Who is signed in where: Django's session, with the person and the device in plain words."""

from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """One browser. What stands in the columns is copied from the session's own data.

    Neither a network address nor the browser's full name is kept, and the day is the finest
    time of use that is known. Pages name a session by its handle, never by its key.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    handle = models.CharField(max_length=32, blank=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    signed_in_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    last_seen_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)

    class Meta:
        """Whoever is signed in has a handle of their own, so that the session can be ended."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) | ~models.Q(handle=""),
                name="session_of_a_person_has_a_handle",
            ),
            models.UniqueConstraint(
                fields=["handle"], condition=~models.Q(handle=""), name="session_handle_once"
            ),
        )

    def __str__(self) -> str:
        """The handle; never the key, which opens the door."""
        return self.handle or "nobody's"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that writes these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore
