"""Which processor moves the money of this installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from redress.pledges.processors import stripe_processor
from redress.pledges.processors.port import Processor

_instead: list[Processor] = []


def processor() -> Processor:
    """The processor that the settings name; the sandbox is spoken to as Stripe is."""
    return _instead[-1] if _instead else stripe_processor.for_settings()


@contextmanager
def using(other: Processor) -> Iterator[None]:
    """Speak to another processor for a while; for tests of how answers are taken."""
    _instead.append(other)
    try:
        yield
    finally:
        _instead.remove(other)
