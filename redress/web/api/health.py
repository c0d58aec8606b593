"""Is the process alive, and may it be sent visitors."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers as well, and its clock works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT redress_now()")
    return HttpResponse("ready\n", content_type="text/plain")
