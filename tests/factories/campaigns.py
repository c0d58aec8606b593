"""Campaigns with all their terms, and the approval of one."""

from datetime import UTC, datetime

import factory

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.agencies.models import Agency, Jurisdiction
from redress.campaigns.deadlines import instant_after
from redress.campaigns.models import Approval, Beneficiary, Campaign, Membership
from redress.campaigns.permitting import owners_of
from redress.campaigns.states import Status
from redress.core.translated import Translated
from tests.factories.accounts import UserFactory

DEADLINE_LOCAL = "2026-12-18T19:59"
DEADLINE_TZ = "America/Los_Angeles"
DEADLINE_AT = datetime(2026, 12, 19, 4, 0, tzinfo=UTC)
LAUNCHED_AT = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)


class AgencyFactory(factory.django.DjangoModelFactory):
    """An agency that can make a rule."""

    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"agency-{n}")
    name = "Department of Homeland Security"
    short_name = "DHS"
    jurisdiction = Jurisdiction.FEDERAL


class BeneficiaryFactory(factory.django.DjangoModelFactory):
    """Who receives the money."""

    class Meta:
        model = Beneficiary

    name = "Redress Legal Fund"
    tax_class = Beneficiary.TaxClass.C3


class CampaignFactory(factory.django.DjangoModelFactory):
    """A live, listed campaign with a goal of $1,000 until Friday, December 18, 2026."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"RDS-2026-{n:04}")
    slug = factory.Sequence(lambda n: f"campaign-{n}")
    private_slug = factory.Sequence(lambda n: f"campaign-{n}-zq7k2m9x")
    status = Status.LIVE
    title = factory.LazyFunction(lambda: Translated(en="Let them go home", es="Que vuelvan a casa"))
    standfirst = factory.LazyFunction(
        lambda: Translated(en="Children belong with families.", es="Con sus familias.")
    )
    scope = Campaign.Scope.NATIONAL
    agency = factory.SubFactory(AgencyFactory)
    rule_citation = "8 CFR 236.3"
    starter_name = "Rosa Delgado"
    goal_minor = 100_000
    currency = "USD"
    deadline_local = DEADLINE_LOCAL
    deadline_tz = DEADLINE_TZ
    deadline_at = factory.LazyAttribute(
        lambda row: instant_after(local=row.deadline_local, zone=row.deadline_tz)
    )
    # long past, so that no test waits for it
    decide_after = datetime(2020, 1, 1, tzinfo=UTC)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    launched_at = LAUNCHED_AT
    listed_at = LAUNCHED_AT
    team = factory.RelatedFactory(
        "tests.factories.campaigns.MembershipFactory", factory_related_name="campaign"
    )


class MembershipFactory(factory.django.DjangoModelFactory):
    """Somebody in a campaign's team, an owner unless said otherwise."""

    class Meta:
        model = Membership

    campaign = factory.SubFactory(CampaignFactory, team=None)
    user = factory.SubFactory(UserFactory)
    role = TeamRole.OWNER
    since = datetime(2026, 10, 1, tzinfo=UTC)


def owner_of(campaign: Campaign) -> User:
    """The person who started it."""
    return owners_of(campaign)[0]


class DraftFactory(CampaignFactory):
    """A draft with nothing but an owner, as it is right after its start."""

    status = Status.DRAFT
    title = factory.LazyFunction(Translated)
    standfirst = factory.LazyFunction(Translated)
    scope = ""
    agency = None
    rule_citation = ""
    starter_name = ""
    goal_minor = None
    deadline_local = ""
    deadline_tz = ""
    deadline_at = None
    beneficiary = None
    launched_at = None
    listed_at = None


class ApprovalFactory(factory.django.DjangoModelFactory):
    """A standing approval: counsel signed first, then an approver who is not the owner."""

    class Meta:
        model = Approval

    campaign = factory.SubFactory(CampaignFactory)
    text_sha256 = "a" * 64
    counsel_name = "Ellen Park, attorney"
    counsel_signed_at = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
    approved_by = factory.SubFactory(UserFactory)
    approved_at = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
    reason = "The petition is ready and within the agency's power."
