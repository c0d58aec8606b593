"""A campaign that nothing keeps from going live, and the means to spoil one thing of it."""

from datetime import timedelta
from typing import Any

from redress.campaigns.models import (
    BudgetLine,
    Campaign,
    Fact,
    RuleChange,
    Section,
    Source,
    Stage,
)
from redress.campaigns.states import Status
from redress.core.translated import Translated
from redress.stories.models import Story
from tests.conftest import NOW
from tests.factories.campaigns import CampaignFactory
from tests.factories.coalition import standing_member

BODY_EN = (
    "We ask the agency to change one sentence of its rule. Today it may keep a child in a locked"
    " room for weeks. We ask that it must send the child home to family as soon as someone can"
    " come. The change costs little, and it can be made this year."
)
BODY_ES = (
    "Pedimos a la agencia que cambie una frase de su norma. Hoy puede tener a una niña en un cuarto"
    " cerrado por semanas. Pedimos que la mande a casa con su familia en cuanto alguien pueda"
    " llegar. El cambio cuesta poco y se puede hacer este mismo año, sin una ley nueva."
)
PROBLEM_EN = BODY_EN + " A child is held for 72 hours or more ([source 1](#source-1))."
PROBLEM_ES = BODY_ES + " Una niña pasa 72 horas o más detenida ([fuente 1](#source-1))."


def both(en: str, es: str) -> Translated:
    """A text in both languages."""
    return Translated(en=en, es=es)


def finished_campaign(**values: Any) -> Campaign:
    """A draft with every part ready, one organization that stands with it, and a story."""
    campaign = CampaignFactory(
        **{
            "status": Status.DRAFT,
            "title": both("Let the children go home", "Que las niñas vuelvan a casa"),
            "standfirst": both("Children belong with families.", "La niñez va con su familia."),
            "counsel_name": "Eastbay Law Clinic",
            "hero_image": "img/kite.svg",
            "hero_alt": both("Drawing: a yellow kite", "Dibujo: una cometa amarilla"),
            "hero_credit": "Redress",
            "hero_license": "CC BY 4.0",
            "launched_at": None,
            "listed_at": None,
            **values,
        }
    )
    assert isinstance(campaign, Campaign)
    _write_argument(campaign)
    standing_member(campaign=campaign, position=1, name="Harbor Host Families")
    Story.objects.create(
        campaign=campaign,
        text=both("Sofía is two. She was held.", "Sofía tiene dos años. Estuvo detenida."),
        approved_note=both("The family's lawyer approved it.", "La abogada lo aprobó."),
        combination_reason="Age and length of stay fit very many families.",
    )
    return campaign


def _write_argument(campaign: Campaign) -> None:
    for kind in Section.Kind.values:
        bodies = (PROBLEM_EN, PROBLEM_ES) if kind == "problem" else (BODY_EN, BODY_ES)
        Section.objects.create(
            campaign=campaign,
            kind=kind,
            heading=both("What we ask", "Lo que pedimos"),
            body=both(*bodies),
            plain_words=both("Home soon.", "Pronto a casa.") if kind == "solution" else {},
        )
    source = Source.objects.create(
        campaign=campaign,
        number=1,
        citation=both("Report of the clinic, 2025", "Informe de la clínica, 2025"),
        url="https://clinic.example/report",
    )
    Fact.objects.create(
        campaign=campaign,
        source=source,
        position=1,
        figure=both("72 h", "72 h"),
        statement=both("is what a child is held", "es lo que pasa una niña detenida"),
    )
    RuleChange.objects.create(
        campaign=campaign,
        position=1,
        citation="8 CFR 236.3(j)",
        current_text="A child may be held.",
        proposed_text="A child shall be released.",
        note=both("One word decides.", "Una palabra decide."),
    )
    Stage.objects.create(
        campaign=campaign, position=1, heading=both("File it", "Presentarla"), body={}
    )
    for position, (purpose, minor) in enumerate(
        ((both("Drafting", "Redacción"), 60_000), (both("Printing", "Impresión"), 40_000)), start=1
    ):
        BudgetLine.objects.create(
            campaign=campaign, position=position, purpose=purpose, amount_minor=minor
        )


def set_deadline(campaign: Campaign, *, days: float) -> None:
    """A deadline that many days after NOW, in UTC."""
    moment = NOW + timedelta(days=days)
    campaign.deadline_local = moment.strftime("%Y-%m-%dT%H:%M")
    campaign.deadline_tz = "UTC"
    campaign.save()
