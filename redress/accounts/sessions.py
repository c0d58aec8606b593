"""The store behind Django's sessions, and ending them from afar."""

import secrets
from datetime import date, datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from redress.accounts.devices import Device
from redress.accounts.models import User
from redress.accounts.session_models import Session
from redress.core import clock

# what `begin` notes in the session's data, and the store copies to the row
_FACTS = "device"


class SessionStore(DatabaseStore):
    """Sessions in the database, each with its person and device."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write: the session's data, and its facts in columns of their own."""
        row = cast("Session", super().create_model_instance(data))
        user = data.get(SESSION_KEY)
        if user is None:
            return row
        facts = data.setdefault(_FACTS, {})
        row.user_id = int(user)
        row.handle = facts.setdefault("handle", secrets.token_hex(12))
        row.browser, row.system = facts.get("browser", ""), facts.get("system", "")
        at, day = facts.get("signed_in_at"), facts.get("last_seen_on")
        row.signed_in_at = datetime.fromisoformat(at) if at else None
        row.last_seen_on = date.fromisoformat(day) if day else None
        # a handle that was given only now has to be found again
        row.session_data = self.encode(data)
        return row

    def load(self) -> dict[str, Any]:
        """The session's data; the first use of a day is noted."""
        data: dict[str, Any] = super().load()
        facts = data.get(_FACTS)
        # a store is an edge: it asks the clock itself
        today = clock.now().date().isoformat()
        if facts and data.get(SESSION_KEY) and facts.get("last_seen_on") != today:
            facts["last_seen_on"] = today
            self.modified = True
        return data


def begin(session: Any, *, device: Device, now: datetime) -> None:
    """Note in a session that somebody has just signed in, and with what."""
    session[_FACTS] = {
        "handle": secrets.token_hex(12),
        "browser": device.browser,
        "system": device.system,
        "signed_in_at": now.isoformat(),
        "last_seen_on": now.date().isoformat(),
    }


def sessions_of(user: User, *, now: datetime) -> QuerySet[Session]:
    """Where the person is signed in, the latest first."""
    rows = Session.objects.filter(user=user, expire_date__gt=now)
    return rows.order_by("-signed_in_at", "handle")


def end_session(user: User, *, handle: str) -> bool:
    """End one of the person's own sessions; False when there is none with this handle."""
    ended, _rows = Session.objects.filter(user=user, handle=handle).delete()
    return ended > 0


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all of the person's sessions, except the one with the key `but`; returns how many."""
    ended, _rows = Session.objects.filter(user=user).exclude(session_key=but or "").delete()
    return ended
