"""Health care, local: the goal was missed, nobody was charged, and the organizer says so."""

from redress.demonstration.writing import (
    CampaignText,
    ChangeText,
    Crowd,
    FactText,
    Life,
    Member,
    Named,
    PartText,
    PartyText,
    PetitionText,
    SectionText,
    SourceText,
    UpdateText,
    both,
)

PETITION = PetitionText(
    kind="amend",
    title="Petition to Amend the Rule on Asthma Relief at School",
    re_line="Medicines at school, local health rule (invented)",
    parties=(
        PartyText(
            kind="organization",
            name="Hillside Parents of Duluth",
            represented_by="Annika Solberg",
            title="Chair",
            city="Duluth",
            state="Minnesota",
            interest="Parents of children with asthma.",
            lead=True,
        ),
    ),
    parts=(
        PartText(
            kind="action_requested",
            heading="Action requested",
            body="Petitioners ask that one signed form a year be enough for a school nurse to give a child its own inhaler.",
        ),
        PartText(
            kind="facts",
            heading="Facts",
            paragraphs=(
                (
                    "Petitioners found that a new form is asked for at each change of school, class or dose. (Invented for the demonstration.)",
                    1,
                ),
            ),
        ),
        PartText(
            kind="grounds",
            heading="Grounds",
            body="An attack does not wait for a form. The form has its use once a year; it has none at the door of the nurse's room.",
        ),
    ),
    authorities=(("statute", "Minn. Stat. 14.09", "", "The right to petition for a rule."),),
    changes=(
        ChangeText(
            cfr_ref="Local rule on medicines at school (invented)",
            instruction="Amend the sentence on forms to read as follows:",
            base_text="A form shall be signed for each medicine and each change.",
            proposed_text="A form shall be signed once a year for each medicine.",
            note="Invented for the demonstration on both sides.",
        ),
    ),
)

CAMPAIGN = CampaignText(
    slug="let-duluths-school-nurses-give-asthma-relief-at-once",
    number="0102",
    private_key="blue-inhaler-9147",
    title=both(
        "Let Duluth's school nurses give asthma relief at once",
        "Que las enfermeras escolares de Duluth puedan aliviar el asma sin demora",
    ),
    standfirst=both(
        "A child with asthma has the inhaler in the bag. The nurse may not hand it over until a second form is signed.",
        "Una niña con asma lleva el inhalador en la mochila. La enfermera no se lo puede dar hasta que se firme un segundo formulario.",
    ),
    areas=("health-care", "education"),
    scope="local",
    place="Duluth",
    agency="mn",
    rule_citation="Local rule on medicines at school (invented)",
    owner="starters@example.org",
    starter_name="Annika Solberg",
    starter_title=both("parent, Duluth", "madre de familia, Duluth"),
    counsel_name="Eastbay Law Clinic",
    goal=600,
    beneficiary="Hillside Parents Fund",
    life=Life(
        drafted=-95,
        launched=-80,
        listed=-78,
        deadline=-38,
        weekday=4,
        zone="America/Chicago",
        signed_off=-60,
        approved=-55,
    ),
    picture="inhaler",
    picture_alt=both(
        "Drawing: a blue inhaler on a school bench in winter light, a paper form on the floor",
        "Dibujo: un inhalador azul en una banca escolar con luz de invierno, un formulario en el piso",
    ),
    picture_caption=both(
        "The form on the floor is the second one.", "El formulario del piso es el segundo."
    ),
    sections=(
        SectionText(
            kind="goal",
            body=both(
                "We wanted one signed form a year to be enough. A child who cannot breathe should get the inhaler from the school nurse at once, not after a phone call, not after a fax, and not after a second signature on the same words.",
                "Queríamos que bastara un formulario firmado al año. Una niña que no puede respirar debería recibir el inhalador de la enfermera escolar en el acto, no después de una llamada, ni de un fax, ni de una segunda firma sobre las mismas palabras.",
            ),
        ),
        SectionText(
            kind="problem",
            heading=both("A form at each change", "Un formulario por cada cambio"),
            body=both(
                "A new class, a new dose, a new school year: each asks for a new form ([source 1](#source-1)). In the weeks until it is signed the inhaler lies in a drawer. Nurses told us that they dread those weeks, because they know which child will come to the door, and what they will have to say.",
                "Una clase nueva, una dosis nueva, un año escolar nuevo: cada cambio pide otro formulario ([fuente 1](#source-1)). En las semanas que tarda la firma, el inhalador se queda en un cajón. Las enfermeras nos contaron que temen esas semanas, porque saben quién va a llegar a la puerta y qué tendrán que decirle.",
            ),
        ),
        SectionText(
            kind="solution",
            body=both(
                "Once a year for each medicine, in place of once for each change. Rule and proposal are invented for the demonstration. The form that a doctor signs stays the same. What changes is how often a parent has to bring it to school.",
                "Una vez al año por cada medicamento, en vez de una vez por cada cambio. La norma y la propuesta son inventadas para la demostración. El formulario que firma el médico no cambia. Lo que cambia es cuántas veces hay que llevarlo a la escuela.",
            ),
            plain_words=both(
                "One form in August, and the inhaler is there all year.",
                "Un formulario en agosto, y el inhalador está ahí todo el año.",
            ),
        ),
        SectionText(
            kind="strategy",
            body=both(
                "The petition was to be filed on the day after the deadline. Because the goal was not reached, it was not filed. The text stays on this page, and anyone may take it up, change it and begin again. All of this is invented for the demonstration.",
                "La petición se iba a presentar el día después de la fecha límite. Como no se alcanzó la meta, no se presentó. El texto se queda en esta página, y cualquier persona puede retomarlo, cambiarlo y empezar de nuevo. Todo esto es inventado para la demostración.",
            ),
        ),
        SectionText(
            kind="money",
            body=both(
                "The goal was $600. It was not reached by the deadline, so all pledges were let go and nobody was charged. Legal review had approved the petition; that alone is not enough, and we say so plainly. Whoever wants to try again can start from this page.",
                "La meta era de $600. No se alcanzó antes de la fecha límite, así que se liberaron todos los aportes y no se cobró a nadie. La revisión legal había aprobado la petición; eso solo no basta, y lo decimos con claridad.",
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                "Conversations with school nurses (invented)",
                "Conversaciones con enfermeras escolares (inventadas)",
            )
        ),
    ),
    facts=(
        FactText(
            source=1,
            figure=both("3", "3"),
            statement=both(
                "forms in one school year for one inhaler",
                "formularios en un año escolar para un solo inhalador",
            ),
            origin=both("Nurses, invented", "Enfermeras, inventado"),
        ),
    ),
    budget=(
        (400, both("Drafting by counsel", "Redacción por la asesoría legal")),
        (200, both("Printing, meetings and service", "Impresión, reuniones y entrega")),
    ),
    members=(
        Member(
            kind="supporter",
            name="Hillside Parents of Duluth",
            signatory="Annika Solberg",
            title=both("chair", "presidenta"),
        ),
    ),
    updates=(
        UpdateText(
            kind="letter",
            days=33,
            title=both("We did not reach it. Thank you.", "No llegamos a la meta. Gracias."),
            body=both(
                "Dear all,\n\nWe pledged $171 of $600 together. That is not enough, so no card was charged and every saved card was removed. I had hoped to write a different letter.\n\nFifty-one of you stood up for a form that most people never see. Two nurses now know that they are not alone. I will ask the health board in spring whether it will change the form without a petition, and I will tell you what it says.\n\nAnnika Solberg",
                "Queridas y queridos todos:\n\nEntre todos prometimos $171 de $600. No alcanza, así que no se cobró ninguna tarjeta y se borraron todas las que se guardaron. Esperaba escribirles otra carta.\n\nCincuenta y una personas dieron la cara por un formulario que casi nadie ve. Dos enfermeras saben ahora que no están solas. En primavera preguntaré a la junta de salud si cambia el formulario sin petición, y les contaré qué responde.\n\nAnnika Solberg",
            ),
        ),
    ),
    petition=PETITION,
    crowd=Crowd(
        states=(("MN", 43), ("WI", 8)),
        pledges=(("champion", 28, 2), ("advocate", 15, 7), ("ally", 10, 1)),
        named=(Named(name="Annika Solberg", title="parent, Duluth", state="MN", tier="champion"),),
    ),
    approval_reason="Small, lawful and well founded. We take the petition on.",
)
