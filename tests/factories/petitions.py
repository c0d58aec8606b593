"""Rows of a petition for tests: small, complete, with names that need more than ASCII."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from redress.accounts.models import User
from redress.agencies.models import Agency, PetitionRule
from redress.campaigns.models import Campaign, Source
from redress.petitions.models import (
    Authority,
    Paragraph,
    Part,
    Party,
    Petition,
    RuleTextChange,
    SignOn,
)

FROZEN_AT = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
NOTICE = "Demonstration: people, sums and dates are invented. This is not legal advice."


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = "Elżbieta Łuczak"

    class Meta:
        model = User


class AgencyFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"us-dhs-{n}")
    name = "Department of Homeland Security"
    formal_name = "U.S. Department of Homeland Security"
    short_name = "DHS"
    jurisdiction = "federal"

    class Meta:
        model = Agency


class PetitionRuleFactory(DjangoModelFactory):
    agency = factory.SubFactory(AgencyFactory)
    version = 1
    citation = "6 CFR 3.1-3.9"
    clock_trigger = "receipt"
    title_words = ["Petition for Rulemaking", "Rulemaking Petition"]
    addressee = "Office of the General Counsel\nMail Stop 0485\nWashington, DC 20528-0485"
    data = factory.Dict({})

    class Meta:
        model = PetitionRule


class CampaignFactory(DjangoModelFactory):
    number = factory.Sequence(lambda n: f"RDS-2026-{n:04}")
    slug = factory.Sequence(lambda n: f"stop-holding-children-{n}")
    private_slug = factory.Sequence(lambda n: f"stop-holding-children-{n}-k3v9")
    status = "live"
    is_record = True
    title = {"en": "Stop holding migrant children in detention", "es": "Basta de encerrar"}
    notice = {"en": NOTICE}
    scope = "national"
    agency = factory.SubFactory(AgencyFactory)
    rule_citation = "8 CFR 236.3"
    starter_name = "Marisol Reyes"
    listed_at = FROZEN_AT

    class Meta:
        model = Campaign


class PetitionFactory(DjangoModelFactory):
    rule = factory.SubFactory(PetitionRuleFactory)
    agency = factory.SelfAttribute("rule.agency")
    campaign = factory.SubFactory(CampaignFactory, agency=factory.SelfAttribute("..agency"))
    kind = "amend"
    title = "Petition to end the detention of children under 8 CFR 236.3"
    re_line = "Detention and release of minors, 8 CFR 236.3"
    counsel_name = "Elżbieta Łuczak"
    counsel_firm = "Eastbay Law Clinic"
    counsel_address = "1 Example Plaza\nOakland, CA 94612"

    class Meta:
        model = Petition


class SignOnFactory(DjangoModelFactory):
    kind = "person"
    name = "Ana Muñoz"
    title = "RN"
    city = "Tucson"
    state = "AZ"
    confirmed_at = FROZEN_AT
    public = True

    class Meta:
        model = SignOn


def complete_petition(**values: object) -> Petition:
    """A petition with every kind of row, two facts on one source and one on another."""
    petition = PetitionFactory(**values)
    source = Source.objects.create(
        campaign=petition.campaign,
        number=1,
        citation={"en": "Flores v. Reno, No. CV 85-4544 (C.D. Cal. Jan. 17, 1997)"},
    )
    pediatrics = Source.objects.create(
        campaign=petition.campaign,
        number=4,
        citation={"en": "Pediatrics 139(5), May 2017"},
        url="https://doi.org/10.1542/peds.2017-0483",
    )
    Party.objects.create(
        petition=petition,
        kind="organization",
        name="Bay Clinicians for Children",
        represented_by="Rosa Imanishi",
        title="Director",
        city="Oakland",
        state="CA",
        interest="Its members examine children during and after detention.",
        is_lead=True,
        position=1,
    )
    Party.objects.create(
        petition=petition,
        kind="person",
        name="László Erdős",
        title="MD",
        interest="He treats children who were detained.",
        position=2,
    )
    heads = [
        ("introduction", "Introduction", "The petitioners ask for one change.\n\nIt is small."),
        ("interest", "Petitioners and their interest", ""),
        ("action_requested", "Action requested", "Publish this text as a proposed rule."),
        ("authority", "Authority", ""),
        ("facts", "Facts", ""),
        ("grounds", "Grounds", "Detention itself harms."),
        ("requests", "Requests", "Acknowledge receipt and open a docket."),
    ]
    parts = {
        kind: Part.objects.create(
            petition=petition, kind=kind, heading=heading, body=body, position=position
        )
        for position, (kind, heading, body) in enumerate(heads, start=1)
    }
    for number, (text, rests_on) in enumerate(
        [
            ("In 1997 a settlement set a national standard.", source),
            ("Even short periods of detention can cause trauma.", pediatrics),
            ("The settlement asks for prompt release.", source),
            ("This paragraph rests on no source.", None),
        ],
        start=1,
    ):
        Paragraph.objects.create(part=parts["facts"], number=number, text=text, source=rests_on)
    Authority.objects.create(
        petition=petition, category="statute", citation="5 U.S.C. § 553(e)", gives="the right"
    )
    Authority.objects.create(
        petition=petition,
        category="case",
        citation="Families for Freedom v. Napolitano, 628 F. Supp. 2d 535 (S.D.N.Y. 2009)",
        pin="540",
    )
    RuleTextChange.objects.create(
        petition=petition,
        position=1,
        cfr_ref="8 CFR 236.3(b)",
        instruction="Revise paragraph (b) to read as follows:",
        base_text="A minor may be held with the parent.",
        proposed_text="A minor shall be released without delay to the parent.",
        base_date=date(2026, 10, 1),
        note="The proposed wording is invented.",
    )
    return petition
