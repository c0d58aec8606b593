"""Pledges in each state, with the mandate and the facts that the state asks for."""

import hashlib
from datetime import UTC, datetime, timedelta

import factory

from redress.pledges.models import Mandate, Pledge
from redress.pledges.states import Status
from redress.supporters.models import Tier
from tests.factories.supporters import SupporterFactory

ACTIVATED_AT = datetime(2026, 11, 15, 12, 5, tzinfo=UTC)
CHARGED_AT = datetime(2026, 12, 19, 4, 5, tzinfo=UTC)
_UNFINISHED = frozenset({Status.INTENT, Status.EXPIRED})
_ENDED = frozenset({Status.CANCELLED, Status.RELEASED, Status.EXPIRED, Status.DROPPED})
_PAID = frozenset(
    {Status.CHARGED, Status.PART_REFUNDED, Status.REFUNDED, Status.DISPUTED, Status.LOST}
)


def _if_card(value: object) -> factory.LazyAttribute:
    return factory.LazyAttribute(lambda row: None if row.status in _UNFINISHED else value)


class MandateFactory(factory.django.DjangoModelFactory):
    """The words agreed to."""

    class Meta:
        model = Mandate

    version = 1
    wording = "2026-11"
    language = factory.SelfAttribute("pledge.language")
    text = "I authorize one charge."
    text_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.text.encode()).hexdigest())
    amount_minor = factory.LazyAttribute(
        lambda row: row.pledge.amount_minor + row.pledge.fee_cover_minor
    )
    currency = factory.SelfAttribute("pledge.currency")
    agreed_at = ACTIVATED_AT - timedelta(minutes=1)


class PledgeFactory(factory.django.DjangoModelFactory):
    """A held pledge of $28 with its card and mandate; give `status` for another state."""

    class Meta:
        model = Pledge
        skip_postgeneration_save = True

    supporter = factory.SubFactory(SupporterFactory, confirmed=True)
    campaign = factory.SelfAttribute("supporter.campaign")
    tier = Tier.CHAMPION
    amount_minor = 2_800
    fee_cover_minor = 0
    currency = "USD"
    language = factory.SelfAttribute("supporter.language")
    status = Status.ACTIVE
    customer_ref = factory.LazyAttributeSequence(
        lambda row, n: "" if row.status in _UNFINISHED else f"cus_{n}"
    )
    method_ref = factory.LazyAttributeSequence(
        lambda row, n: "" if row.status in _UNFINISHED else f"pm_{n}"
    )
    card_brand = factory.LazyAttribute(lambda row: "" if row.status in _UNFINISHED else "visa")
    card_last4 = factory.LazyAttribute(lambda row: "" if row.status in _UNFINISHED else "4242")
    card_expires = factory.LazyAttribute(lambda row: "" if row.status in _UNFINISHED else "2031-04")
    card_fingerprint = factory.LazyAttributeSequence(
        lambda row, n: "" if row.status in _UNFINISHED else f"fingerprint_{n}"
    )
    card_attached = factory.LazyAttribute(lambda row: row.status not in _UNFINISHED | _ENDED)
    activated_at = _if_card(ACTIVATED_AT)
    payment_ref = factory.LazyAttributeSequence(
        lambda row, n: f"pi_{n}" if row.status in _PAID else ""
    )
    charged_at = factory.LazyAttribute(lambda row: CHARGED_AT if row.status in _PAID else None)
    charged_minor = factory.LazyAttribute(
        lambda row: row.amount_minor + row.fee_cover_minor if row.status in _PAID else None
    )
    ended_at = factory.LazyAttribute(lambda row: CHARGED_AT if row.status in _ENDED else None)
    mandate = factory.Maybe(
        factory.LazyAttribute(lambda row: row.status not in _UNFINISHED),
        yes_declaration=factory.RelatedFactory(MandateFactory, factory_related_name="pledge"),
    )
