"""Organizations that were invited to stand with a campaign, and such as have confirmed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from redress.campaigns import coalition_words as words
from redress.campaigns.models import CoalitionConsent, CoalitionMember
from redress.core.translated import Translated
from tests.factories.campaigns import CampaignFactory

INVITED_AT = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)


class CoalitionMemberFactory(factory.django.DjangoModelFactory):
    """An organization that was invited a day ago and has not answered."""

    class Meta:
        model = CoalitionMember

    campaign = factory.SubFactory(CampaignFactory)
    kind = CoalitionMember.Kind.SUPPORTER
    name = factory.Sequence(lambda n: f"Harbor Host Families {n}")
    url = "https://harborhosts.example/about"
    contact_name = "Tomás Ibarra"
    contact_email = factory.Sequence(lambda n: f"tomas{n}@harborhosts.example")
    invited_at = INVITED_AT
    mailed_at = INVITED_AT
    mails = 1
    expires_at = INVITED_AT + timedelta(days=21)


def standing_member(
    *, at: datetime = INVITED_AT, allowed: tuple[str, ...] = ("name", "signatory"), **values: Any
) -> CoalitionMember:
    """One that has confirmed by its domain, and what it allowed."""
    values.setdefault("signatory_name", "Tomás Ibarra")
    values.setdefault("signatory_title", Translated(en="coordinator", es="coordinador"))
    member = CoalitionMemberFactory(**values)
    text = words.agreed_text(allowed, language="en")
    member.consent = CoalitionConsent.objects.create(
        member=member,
        kind=CoalitionConsent.Kind.GIVEN,
        wording=words.WORDING,
        language="en",
        text=text,
        text_sha256=words.sha256_of(text),
        allowed=list(allowed),
        at=at,
    )
    member.answered_at = member.confirmed_at = at
    member.method = CoalitionMember.Method.DOMAIN
    for key in allowed:
        setattr(member, f"shows_{key}", True)
    member.save()
    assert isinstance(member, CoalitionMember)
    return member


def waiting_member(**values: Any) -> CoalitionMember:
    """One that answered from a free mailbox and waits for a call."""
    values.setdefault("contact_email", "harborhosts@gmail.com")
    member = standing_member(**values)
    member.confirmed_at = None
    member.method = CoalitionMember.Method.PHONE
    member.phone = "+1 510 555 0147"
    member.save()
    return member
