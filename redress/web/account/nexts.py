"""Where to go on: a path of this site, or nowhere."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def is_own_path(url: str) -> bool:
    """Whether a browser that is sent to `url` stays on this site, whatever it makes of it."""
    return (
        0 < len(url) <= LONGEST
        and url[0] == "/"
        and url[1:2] not in {"/", "\\"}
        and "\\" not in url
        and url.isprintable()
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )


def next_of(request: HttpRequest) -> str:
    """The `next` of the form or the address; '' where it is absent or leads elsewhere."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if is_own_path(url) else ""
