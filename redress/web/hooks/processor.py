"""News from the processor: verify, store once, answer at once; a job does the rest."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from redress.core import clock
from redress.pledges import processor_events
from redress.web.origin import machine_endpoint


@machine_endpoint
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """200 when the event is stored or was stored before; 400 when it is not the processor's."""
    try:
        processor_events.receive(
            raw=request.body,
            signature=request.headers.get("Stripe-Signature", ""),
            now=clock.now(),
        )
    except processor_events.NotFromProcessor:
        return HttpResponse("refused\n", status=400, content_type="text/plain")
    return HttpResponse("stored\n", content_type="text/plain")
