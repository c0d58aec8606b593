"""Which processor moves the money of this installation."""

from redress.pledges.processors import stripe_processor
from redress.pledges.processors.port import Processor


def processor() -> Processor:
    """The processor that the settings name; the sandbox is spoken to as Stripe is."""
    return stripe_processor.for_settings()
