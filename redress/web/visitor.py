"""Where a visitor comes from, as far as we may know it: an address that is hashed at once."""

from django.conf import settings
from django.http import HttpRequest

from redress.core import clock
from redress.supporters.limits import network_hash


def network_of(request: HttpRequest) -> str:
    """The keyed hash of the visitor's network; '' where the address names no visitor.

    Behind our own proxy the last forwarded address is the one that the proxy saw itself; what
    stands before it, anybody may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.USE_X_FORWARDED_FOR:
        forwarded = request.headers.get("X-Forwarded-For", "")
        address = forwarded.rpartition(",")[2].strip() or address
    return network_hash(address, clock.now())
