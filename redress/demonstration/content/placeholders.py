"""A draft full of placeholders: it waits in the studio, and no public page shows it."""

from redress.demonstration.writing import (
    CampaignText,
    FactText,
    Life,
    Member,
    SectionText,
    SourceText,
    both,
)

CAMPAIGN = CampaignText(
    slug="start-your-campaign-title",
    number="0171",
    private_key="draft-placeholder-3358",
    title=both("Start your", "Empiece su"),
    standfirst=both("Summary … goes here", "El resumen … va aquí"),
    areas=("housing",),
    scope="national",
    agency="us-hud",
    rule_citation="TBD",
    owner="starters@example.org",
    starter_name="Organization 1",
    starter_title=both("their title", "su cargo"),
    life=Life(drafted=-5),
    picture="",
    picture_alt=both("ogo isolated wide small2.001", "ogo isolated wide small2.001"),
    sections=(
        SectionText(
            kind="goal", body=both("An administrative is a legal", "Una administrativa es un legal")
        ),
        SectionText(
            kind="solution", body=both("Solution text goes here", "El texto de la solución va aquí")
        ),
        SectionText(
            kind="money",
            body=both("approved by after Friday", "aprobado antes después del viernes"),
        ),
    ),
    sources=(SourceText(citation=both("News website #1", "Sitio de noticias #1")),),
    facts=(FactText(source=1, statement=both("supporters so far:", "simpatizantes hasta ahora:")),),
    members=(
        Member(
            kind="supporter",
            name="Organization 1",
            signatory="Name",
            title=both("their title", "su cargo"),
        ),
        Member(
            kind="coalition",
            name="Key coalition member #1",
            signatory="Name",
            title=both("their title", "su cargo"),
        ),
    ),
)
