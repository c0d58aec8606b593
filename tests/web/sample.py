"""A whole invented campaign over real rows, for tests of its page."""

from datetime import date, datetime, timedelta
from typing import Any

from redress.accounts.models import User
from redress.actions.models import Action
from redress.agencies.models import Agency, PetitionRule
from redress.campaigns.models import (
    Approval,
    Beneficiary,
    BudgetLine,
    Campaign,
    Fact,
    IssueArea,
    PressMention,
    Section,
    Source,
)
from redress.petitions.models import Petition, PetitionVersion, RuleTextChange
from redress.stories.models import Story
from redress.supporters.models import DayCount, NameShown, StateCount, Supporter, Tier
from redress.updates.models import Update
from tests.factories.coalition import standing_member

NAMES = (
    ("Alba Quiñones", Tier.CHAMPION, ""),
    ("Theo Lindqvist", Tier.CHAMPION, ""),
    ("Ngozi Adeyemi", Tier.CHAMPION, "registered nurse"),
    ("Samuel Ortiz-Webb", Tier.CHAMPION, ""),
    ("Priya Raman", Tier.ADVOCATE, "teacher"),
    ("Jonas Feld", Tier.ADVOCATE, ""),
    ("Marguerite Dubé", Tier.ALLY, ""),
    ("نورا حداد", Tier.ALLY, ""),
)
STATES = {"CA": 41, "TX": 38, "NY": 17, "AZ": 14, "FL": 12, "IL": 11, "WA": 9, "NM": 9}
OLD = (
    "A minor may be held with the parent in a family residential center while proceedings "
    "are pending."
)
NEW = (
    "A minor shall be released without delay to a parent, relative or licensed program, and "
    "shall not be held in a secure facility for longer than is needed to arrange that release."
)


def both(en: str, es: str = "") -> dict[str, str]:
    """A text in both languages; Spanish falls back to the English words."""
    return {"en": en, "es": es or en}


def agency() -> Agency:
    """The department that the sample petitions."""
    return Agency.objects.get_or_create(
        code="us-dhs",
        defaults={
            "name": "Department of Homeland Security",
            "formal_name": "United States Department of Homeland Security",
            "short_name": "DHS",
            "jurisdiction": "federal",
        },
    )[0]


def bare_campaign(*, now: datetime, **values: Any) -> Campaign:
    """A live, listed campaign with its terms and nothing else."""
    beneficiary, _ = Beneficiary.objects.get_or_create(
        name="Redress Demonstration Fund", tax_class=Beneficiary.TaxClass.NONE
    )
    terms: dict[str, Any] = {
        "number": "RDS-2026-0147",
        "slug": "stop-holding-children",
        "private_slug": "stop-holding-children-x7q2",
        "status": "live",
        "title": both(
            "Stop holding migrant children in detention",
            "Que deje de detenerse a niñas, niños y adolescentes migrantes",
        ),
        "standfirst": both(
            "Doctors across every specialty agree: no amount of time in detention is safe for a "
            "child. We will file a formal petition that asks Homeland Security to write that "
            "into its own rules.",
            "Médicas y médicos de todas las especialidades coinciden: ningún tiempo en detención "
            "es seguro para una niña o un niño. Pediremos formalmente a Seguridad Nacional que "
            "lo escriba en sus propias reglas.",
        ),
        "scope": "national",
        "agency": agency(),
        "rule_citation": "8 CFR 236.3",
        "starter_name": "Dr. Marisol Reyes",
        "starter_title": both("pediatrician, Oakland", "pediatra, Oakland"),
        "identity_checked_on": date(2026, 11, 2),
        "counsel_name": "Eastbay Law Clinic",
        "goal_minor": 100_000,
        "deadline_local": "2026-12-18T19:59",
        "deadline_tz": "America/Los_Angeles",
        "deadline_at": datetime(2026, 12, 19, 4, 0, tzinfo=now.tzinfo),
        "beneficiary": beneficiary,
        "hero_image": "img/kite.svg",
        "hero_alt": both("Illustration: a yellow kite flies clear of a chain-link fence at dusk"),
        "hero_caption": both("A kite over the fence line. No picture here shows a child’s face."),
        "hero_credit": "Illustration: Redress",
        "hero_license": "CC BY 4.0",
        "drafted_on": date(2026, 10, 19),
        "launched_at": now - timedelta(days=14),
        "listed_at": now - timedelta(days=12),
        "supporter_count": 212,
        "pledged_minor": 74_200,
        "pledge_count": 31,
    }
    campaign = Campaign.objects.create(**{**terms, **values})
    area, _ = IssueArea.objects.get_or_create(
        slug="immigration", defaults={"name": both("Immigration", "Inmigración")}
    )
    campaign.issue_areas.add(area)
    # read back, so that texts are what the database gives
    return Campaign.objects.select_related("agency").get(pk=campaign.pk)


def add_sections(campaign: Campaign) -> None:
    """Goal, problem with facts and story, solution, strategy, money; sources."""
    words = {
        "goal": (
            "",
            (
                "We want better conditions for everyone held while their case is decided, and **an "
                "end to holding children at all**. Both can be done by changing one rule."
            ),
        ),
        "problem": (
            "Children are harmed by detention itself, not only by its conditions",
            (
                "We treat the children after they leave. Lawyers and reporters have described "
                "missing soap and beds, spoiled food and medicine taken away.\n\nCleaner rooms would "
                "not be enough. Stress in young children shows up as lost weight, lost sleep and "
                "lost speech ([source 1](#source-1))."
            ),
        ),
        "solution": ("This is the sentence we are asking them to change", ""),
        "strategy": (
            "An agency must answer a petition. It may ignore a hashtag.",
            (
                "Any interested person may ask a federal agency to issue, change or repeal a rule "
                "(5 U.S.C. § 553(e)). Your pledge pays for drafting, evidence and filing."
            ),
        ),
        "money": ("", "All of it goes to the campaign."),
    }
    for kind, (heading, body) in words.items():
        Section.objects.create(
            campaign=campaign,
            kind=kind,
            note=both("What we have seen in clinic" if kind == "problem" else ""),
            heading=both(heading) if heading else {},
            body=both(body) if body else {},
            plain_words=both("a child goes home to family as soon as someone can come.")
            if kind == "solution"
            else {},
        )
    for number, citation in enumerate(
        ("Flores v. Reno, No. CV 85-4544 (C.D. Cal. 1997)", "8 U.S.C. § 1232(b)(3)", "AAP, 2017"),
        start=1,
    ):
        source = Source.objects.create(
            campaign=campaign,
            number=number,
            citation=both(citation),
            url="https://example.org/source" if number == 1 else "",
        )
        Fact.objects.create(
            campaign=campaign,
            source=source,
            position=number,
            figure=both(("1997", "72 h", "4")[number - 1]),
            statement=both("the longest an unaccompanied child may wait before the transfer"),
            origin=both("Settlement"),
        )
    for position, (purpose, amount) in enumerate(
        (("Drafting", 40_000), ("Evidence", 35_000), ("Printing and service", 25_000))
    ):
        BudgetLine.objects.create(
            campaign=campaign, position=position, purpose=both(purpose), amount_minor=amount
        )


def add_petition(
    campaign: Campaign, *, now: datetime, version: int | None = 3, **values: Any
) -> Petition:
    """The petition with one changed sentence and, if any, its version."""
    rule, _ = PetitionRule.objects.get_or_create(
        agency=campaign.agency,
        version=1,
        defaults={
            "citation": "6 CFR part 3",
            "clock_trigger": "receipt",
            "data": {},
            "required_parts": [],
        },
    )
    petition = Petition.objects.create(
        campaign=campaign,
        agency=campaign.agency,
        rule=rule,
        kind="amend",
        title="Petition for Rulemaking",
        re_line="detention and release of minors, 8 CFR 236.3",
        **values,
    )
    RuleTextChange.objects.create(
        petition=petition,
        position=1,
        cfr_ref="8 CFR 236.3",
        instruction="Revise paragraph (b).",
        base_text=OLD,
        proposed_text=NEW,
        base_date=date(2026, 10, 1),
        note="Text written for this demonstration.",
    )
    if version:
        PetitionVersion.objects.create(
            petition=petition,
            number=version,
            content={},
            sha256="a" * 64,
            created_at=now,
            frozen_at=now,
        )
    return petition


def add_approval(campaign: Campaign, *, now: datetime) -> Approval:
    """Counsel's signature and the approver's."""
    approver, _ = User.objects.get_or_create(
        email="approver@example.org", defaults={"name": "A. Prover"}
    )
    return Approval.objects.create(
        campaign=campaign,
        text_sha256="a" * 64,
        counsel_name="Eastbay Law Clinic",
        counsel_signed_at=now - timedelta(days=8),
        approved_by=approver,
        approved_at=now - timedelta(days=2),
        reason="Text and hash checked.",
    )


def add_people(campaign: Campaign, *, now: datetime) -> None:
    """Names by consent, counts by state and day, organizations."""
    for index, (name, tier, title) in enumerate(NAMES[::-1]):
        Supporter.objects.create(
            campaign=campaign,
            email=f"person{index}@example.org",
            email_canonical=f"person{index}@example.org",
            name=name,
            title=title,
            name_shown=NameShown.FULL,
            tier=tier,
            status="confirmed",
            confirmed_at=now - timedelta(hours=20 * (len(NAMES) - index)),
            counted=True,
        )
    for state, people in STATES.items():
        StateCount.objects.create(campaign=campaign, state=state, people=people)
    start = campaign.launched_at.date() if campaign.launched_at else now.date()
    for day, (people, pledged) in enumerate(
        (
            (20, 9_000),
            (30, 12_000),
            (18, 5_000),
            (14, 6_200),
            (40, 15_000),
            (30, 8_000),
            (60, 19_000),
        )
    ):
        DayCount.objects.create(
            campaign=campaign,
            day=start + timedelta(days=2 * day),
            people=people,
            pledged_minor=pledged,
        )
    for position, (kind, name, signatory) in enumerate(
        (
            ("supporter", "Bay Clinicians for Children", "Rosa Imanishi"),
            ("supporter", "Familias Libres", "Tomás Beltrán"),
            ("supporter", "Eastbay Law Clinic", "Ida Novak"),
            ("coalition", "Open Door Network", "Lena Ruiz"),
        )
    ):
        standing_member(
            campaign=campaign,
            kind=kind,
            position=position,
            name=name,
            signatory_name=signatory,
            signatory_title=both("director", "directora"),
            at=now - timedelta(days=5),
        )


def add_news(campaign: Campaign, *, now: datetime) -> None:
    """A story, updates, press and actions."""
    Story.objects.create(
        campaign=campaign,
        text=both(
            "Sofía* is two. Since the doors closed she has hardly eaten, and nobody can tell her "
            "mother when they will leave."
        ),
        combination_reason="No town, no dates, no looks.",
        approved_note=both("Their lawyer has approved this account."),
        published_at=now - timedelta(days=6),
    )
    Update.objects.create(
        campaign=campaign,
        title=both("Your support moved something"),
        body=both("Two field offices will release families who have a sponsor."),
        published_at=now - timedelta(days=3),
    )
    PressMention.objects.create(
        campaign=campaign,
        outlet="Valley Radio",
        headline="Clinicians ask for one changed sentence",
        url="https://example.org/radio",
        published_on=date(2026, 11, 12),
    )
    Action.objects.create(
        campaign=campaign,
        kind="post",
        position=1,
        title=both("Post this message"),
        why=both("Written for you. Change any word."),
        script=both("No child belongs in detention."),
        opens_at=now - timedelta(days=3),
    )
    Action.objects.create(
        campaign=campaign,
        kind="call",
        position=2,
        title=both("Call your senators"),
        why=both("Two numbers and a one-minute script."),
        script=both("I am calling about 8 CFR 236.3."),
        first_for=Tier.ADVOCATE,
        opens_at=now - timedelta(days=1),
        opens_to_all_at=now + timedelta(days=6),
    )
    Action.objects.create(
        campaign=campaign,
        kind="attend",
        position=3,
        title=both("Attend the hearing"),
        why=both("In person or online."),
        opens_at=now - timedelta(days=1),
        happens_at=now + timedelta(days=20),
        happens_tz="America/New_York",
        place=both("Oakland City Hall"),
    )
    Action.objects.create(
        campaign=campaign,
        kind="comment",
        position=4,
        title=both("Comment on the docket"),
        why=both("We will help you write in your own words."),
        opens_when=both("Opens at filing", "Se abre con la presentación"),
    )


def whole_campaign(*, now: datetime, **values: Any) -> Campaign:
    """The sample with every section filled."""
    campaign = bare_campaign(now=now, **values)
    add_sections(campaign)
    add_petition(campaign, now=now)
    add_approval(campaign, now=now)
    add_people(campaign, now=now)
    add_news(campaign, now=now)
    return campaign
