"""A form that met a closed door is kept in the session until the person has the key.

Files are not kept. Nor is anything of a visitor who has no session yet: nobody shall fill our
tables from outside.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect

from redress.core import clock
from redress.web.account.nexts import is_own_path
from redress.web.addresses import page_path

MOST_LETTERS = 200_000
KEPT_FOR = timedelta(hours=1)
_SESSION = "kept_form"
_NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, and its fields in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def detour(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """To the page `name` and back here; a form that was being sent is kept meanwhile."""
    path = request.get_full_path()
    back = path
    if request.method == "POST":
        back = page_path("account_go_on") if keep(request) else path
    if not is_own_path(back):  # longer than any link of ours
        return HttpResponseRedirect(page_path(name))
    return HttpResponseRedirect(f"{page_path(name)}?{urlencode({'next': back}, safe='/')}")


def keep(request: HttpRequest) -> bool:
    """Keep the fields of this POST; False where they are too long, or the visitor is a stranger.

    Of one network, so many forms an hour are kept for browsers whose session is over.
    """
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
    ]
    letters = sum(len(name) + len(value) for name, value in fields)
    had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if letters > MOST_LETTERS or not had_session:
        return False
    # a session that is over looks like one that never was
    is_known = request.user.is_authenticated or request.session.session_key is not None
    if not is_known and not ratelimit.consume(request, action="keep_form"):
        return False
    request.session[_SESSION] = {
        "path": request.get_full_path(),
        "fields": fields,
        "until": (clock.now() + KEPT_FOR).timestamp(),
        "user": request.user.pk,
    }
    return True


def kept(request: HttpRequest) -> Kept | None:
    """The form that waits, if it has not waited too long and is this person's."""
    found = request.session.get(_SESSION)
    if not found or clock.now().timestamp() > found["until"]:
        return None
    if found["user"] not in {None, request.user.pk}:
        return None
    return Kept(path=found["path"], fields=tuple((name, value) for name, value in found["fields"]))


def forget(request: HttpRequest) -> None:
    """A form that reached its page, or a page that is opened anew, needs no keeping."""
    found = request.session.get(_SESSION)
    if found and request.method == "POST" and found["path"] == request.get_full_path():
        del request.session[_SESSION]
