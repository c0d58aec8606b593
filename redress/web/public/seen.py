"""The beacon of a public page: it was looked at, or passed on. Who did it is not asked."""

import threading
import time

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from redress.campaigns.models import Campaign
from redress.core import clock
from redress.supporters import traffic
from redress.web.origin import token_free

PER_SECOND = 100  # of one process; what comes above is not worth delaying a join for


class Shedding:
    """Lets so many calls through in each second and refuses the rest."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._lock = threading.Lock()
        self._second = 0
        self._count = 0

    def lets_through(self, second: int) -> bool:
        """Whether one more fits into this second."""
        with self._lock:
            if second != self._second:
                self._second, self._count = second, 0
            self._count += 1
            return self._count <= self._per_second


_shedding = Shedding(PER_SECOND)


@token_free
@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """Count one visit or one share; an unknown channel counts as direct."""
    kind = request.POST.get("kind", "")
    if kind not in traffic.Kind.values:
        return HttpResponse(status=400)
    if not _shedding.lets_through(int(time.monotonic())):
        return HttpResponse(status=204)
    campaign = Campaign.objects.at(slug).only("pk").first()
    if campaign is None:
        raise Http404
    traffic.note(
        campaign=campaign,
        kind=traffic.Kind(kind),
        channel=traffic.channel_of(request.POST.get("channel", "")),
        day=clock.now().date(),
    )
    return HttpResponse(status=204)
