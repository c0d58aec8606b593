"""People who sign in, issue areas and beneficiaries of the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from redress.accounts.models import HouseRole, User
from redress.campaigns.models import Beneficiary, IssueArea
from redress.core.translated import Translated
from redress.demonstration.writing import both
from redress.web.account.demonstrated import give_app

APPROVER = "approver@example.org"
COUNSEL = "counsel@example.org"
ORGANIZER = "organizer@example.org"
SUPPORT = "support@example.org"
OPERATOR = "operator@example.org"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can log in by a code."""

    email: str
    name: str
    part: str  # what the guide says
    role: str = ""
    has_app: bool = False  # whoever has a role has one anyway


PEOPLE = (
    Person(
        email=APPROVER,
        name="Grace Okonkwo",
        part="approver: presses the button that takes a petition on",
        role=HouseRole.Role.APPROVER,
    ),
    Person(
        email=ORGANIZER,
        name="Marisol Reyes",
        part="organizer: the lead campaign and a draft, in the studio",
    ),
    Person(
        email=COUNSEL,
        name="Hannah Lindqvist",
        part="counsel of the draft in the studio; signed off the petitions",
        has_app=True,
    ),
    Person(
        email=SUPPORT,
        name="Omar Haddad",
        part="support: calls organizations that asked to stand with a campaign",
        role=HouseRole.Role.SUPPORT,
    ),
    Person(
        email=OPERATOR,
        name="Lin Zhao",
        part="operator: issue areas, and who has which role of the house",
        role=HouseRole.Role.OPERATOR,
    ),
)
OTHERS = (Person(email="starters@example.org", name="Other starters", part=""),)

AREAS: Mapping[str, Translated] = {
    "immigration": both("Immigration", "Inmigración"),
    "civil-rights": both("Civil rights", "Derechos civiles"),
    "health-care": both("Health care", "Atención médica"),
    "education": both("Education", "Educación"),
    "social-justice": both("Social justice", "Justicia social"),
    "housing": both("Housing", "Vivienda"),
    "workers-rights": both("Workers' rights", "Derechos laborales"),
}


def save_people(*, now: datetime) -> dict[str, User]:
    """Everybody who signs in, by address; who is there already stays as they are."""
    people = {}
    for person in (*PEOPLE, *OTHERS):
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(person.email, person.name)
        if person.role:
            HouseRole.objects.get_or_create(
                user=user, role=person.role, defaults={"granted_at": now}
            )
        # its key is known to all: only where the site shows its mailbox anyway
        if (person.role or person.has_app) and settings.SHOW_MAILBOX:
            give_app(user)
        people[person.email] = user
    return people


def save_areas() -> dict[str, IssueArea]:
    """The issue areas, by slug; an operator's wording stays."""
    return {
        slug: IssueArea.objects.get_or_create(
            slug=slug, defaults={"name": name, "position": position}
        )[0]
        for position, (slug, name) in enumerate(AREAS.items(), start=1)
    }


def save_beneficiary(name: str) -> Beneficiary:
    """Who receives the money. The invented ones have no tax exemption, so none is claimed."""
    beneficiary, _created = Beneficiary.objects.get_or_create(
        name=name, defaults={"tax_class": Beneficiary.TaxClass.NONE}
    )
    return beneficiary
