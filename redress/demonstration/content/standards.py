"""Campaign 2: a case from the public record, with its real dates and without pledges."""

from datetime import date

from redress.demonstration.writing import (
    FROM_THE_RECORD,
    CampaignText,
    Life,
    RecordEvent,
    SectionText,
    SourceText,
    UpdateText,
    both,
)

CASE = "Families for Freedom v. Napolitano, 628 F. Supp. 2d 535 (S.D.N.Y. June 25, 2009)"

CAMPAIGN = CampaignText(
    slug="binding-standards-for-immigration-detention",
    number="REC-2007-01",
    private_key="record-2007",
    title=both(
        "Binding standards for immigration detention",
        "Normas obligatorias para la detención migratoria",
    ),
    standfirst=both(
        "A petition of 2007 asked Homeland Security to turn its detention standards into binding rules. It took two and a half years and a court to get an answer. The answer was no.",
        "Una petición de 2007 pidió al Departamento de Seguridad Nacional que convirtiera sus criterios de detención en normas obligatorias. Hicieron falta dos años y medio y un tribunal para obtener respuesta. La respuesta fue no.",
    ),
    notice=FROM_THE_RECORD,
    is_record=True,
    areas=("immigration", "civil-rights"),
    scope="national",
    agency="us-dhs",
    rule_citation="Detention standards (no binding rule)",
    owner="starters@example.org",
    starter_name="From the public record",
    starter_title=both("no organizer here", "sin organizadores aquí"),
    life=Life(drafted=-300, listed=-300),
    picture="standards",
    picture_alt=both(
        "Drawing: a long row of file boxes on a shelf, one pulled out and open under a lamp",
        "Dibujo: una larga fila de cajas de archivo en un estante, una abierta bajo una lámpara",
    ),
    picture_caption=both(
        "Nine hundred and eleven days in one box.", "Novecientos once días en una caja."
    ),
    sections=(
        SectionText(
            kind="goal",
            heading=both("What the petition asked", "Qué pedía la petición"),
            body=both(
                "That the written standards for immigration detention become regulations, so that they bind the agency and the people who are held can rely on them.",
                "Que los criterios escritos para la detención migratoria se volvieran reglamento, para que obliguen a la agencia y las personas detenidas puedan apoyarse en ellos.",
            ),
        ),
        SectionText(
            kind="problem",
            heading=both(
                "Standards that nobody could enforce", "Criterios que nadie podía hacer cumplir"
            ),
            body=both(
                "The agency had written standards for its detention centers, but they were not rules, so a person who was held could not rely on them. In January 2007 the petitioners asked for the same standards as binding regulations ([source 1](#source-1)).",
                "La agencia había escrito criterios para sus centros de detención, pero no eran normas, así que una persona detenida no podía apoyarse en ellos. En enero de 2007, las personas peticionarias pidieron esos mismos criterios como reglamento obligatorio ([fuente 1](#source-1)).",
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                CASE,
                "Families for Freedom v. Napolitano, 628 F. Supp. 2d 535 (Distrito Sur de Nueva York, 25 de junio de 2009)",
            )
        ),
    ),
    updates=(
        UpdateText(
            days=30,
            title=both("What this history teaches", "Lo que enseña esta historia"),
            body=both(
                "Federal law sets no number of days for this agency. It must answer within a reasonable time. When it does not, a court can order it to answer, but not what to answer. That is why our campaign pages count the days from the proof of receipt, and why they say plainly that an answer may be no.",
                "La ley federal no fija un número de días para esta agencia. Debe responder en un tiempo razonable. Cuando no lo hace, un tribunal puede ordenarle que responda, pero no qué responder. Por eso nuestras páginas de campaña cuentan los días desde la constancia de recepción, y dicen con claridad que la respuesta puede ser no.",
            ),
        ),
    ),
    record=(
        RecordEvent(
            kind="received",
            dated=date(2007, 1, 25),
            text=both(
                "The Department of Homeland Security receives the petition for binding detention standards.",
                "El Departamento de Seguridad Nacional recibe la petición de normas obligatorias de detención.",
            ),
            source=CASE,
        ),
        RecordEvent(
            kind="suit",
            dated=date(2008, 4, 1),
            precision="month",
            text=both(
                "After more than a year without an answer, petitioners sue for unreasonable delay.",
                "Tras más de un año sin respuesta, las personas peticionarias demandan por demora irrazonable.",
            ),
            source=CASE,
        ),
        RecordEvent(
            kind="court_order",
            dated=date(2009, 6, 25),
            text=both(
                "The court finds the delay unreasonable and orders an answer within 30 days.",
                "El tribunal considera irrazonable la demora y ordena responder en 30 días.",
            ),
            source=CASE,
        ),
        RecordEvent(
            kind="denied",
            dated=date(2009, 7, 24),
            text=both("The Department denies the petition.", "El Departamento niega la petición."),
            source="Department of Homeland Security, denial of July 24, 2009",
        ),
    ),
)
