"""People who stand behind a campaign, or are about to."""

from datetime import UTC, datetime

import factory

from redress.supporters.models import Status, Supporter
from tests.factories.campaigns import CampaignFactory


class SupporterFactory(factory.django.DjangoModelFactory):
    """Somebody who joined and has not yet confirmed; `confirmed=True` for one who counts."""

    class Meta:
        model = Supporter

    class Params:
        confirmed = factory.Trait(
            status=Status.CONFIRMED,
            confirmed_at=datetime(2026, 11, 15, 12, 0, tzinfo=UTC),
            counted=True,
        )
        left = factory.Trait(
            status=Status.WITHDRAWN,
            withdrawn_at=datetime(2026, 11, 16, 12, 0, tzinfo=UTC),
        )

    campaign = factory.SubFactory(CampaignFactory)
    email = factory.Sequence(lambda n: f"ana{n}@example.org")
    email_canonical = factory.SelfAttribute("email")
    name = "Ana Ruiz"
