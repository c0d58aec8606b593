"""Social justice, national: reached, charged, filed with an agency that has a numbered clock."""

from redress.demonstration.writing import (
    ActionText,
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
    SignerText,
    SourceText,
    UpdateText,
    both,
)

PETITION = PetitionText(
    kind="amend",
    title="Petition for Rulemaking on the Language of Child Seat Instructions",
    re_line="Child restraint systems, 49 CFR 571.213",
    parties=(
        PartyText(
            kind="organization",
            name="Safe Ride Circle",
            represented_by="Yesenia Carrillo",
            title="Chair",
            city="Albuquerque",
            state="New Mexico",
            interest="Parents and grandparents who help others to fit child seats on Saturday mornings.",
            lead=True,
        ),
    ),
    parts=(
        PartText(
            kind="action_requested",
            heading="Action requested",
            body="Petitioners ask the agency to require that printed instructions for child restraint systems be in English and in Spanish.",
        ),
        PartText(
            kind="facts",
            heading="Facts",
            paragraphs=(
                (
                    "The standard for child restraint systems is 49 CFR 571.213. As petitioners read it, it asks for printed instructions in English.",
                    1,
                ),
                (
                    "Petitioners checked two hundred seats last year; where the family read no English, most seats were not fitted as the instructions say. (Invented for the demonstration.)",
                    2,
                ),
                (
                    "Unfavorable to this petition, and stated for completeness: several makers print Spanish instructions already, of their own will.",
                    None,
                ),
            ),
        ),
        PartText(
            kind="grounds",
            heading="Grounds",
            body="A seat protects a child when it is fitted right, and it is fitted right when the person who fits it can read how. The cost is that of a second sheet.",
        ),
    ),
    authorities=(
        ("statute", "5 U.S.C. § 553(e)", "", "The right to petition for a rule."),
        ("regulation", "49 CFR part 552", "", "Petitions to this agency."),
        ("regulation", "49 CFR 571.213", "", "Child restraint systems."),
    ),
    changes=(
        ChangeText(
            cfr_ref="49 CFR 571.213",
            instruction="Amend the provision on printed instructions to read as follows:",
            base_text="Each child restraint system shall be accompanied by printed instructions in English.",
            proposed_text="Each child restraint system shall be accompanied by printed instructions in English and in Spanish.",
            note="Shortened and partly invented for the demonstration. To be checked against the eCFR before any use.",
        ),
    ),
    signers=(
        SignerText(
            organization="Safe Ride Circle",
            name="Yesenia Carrillo",
            title="Chair",
            city="Albuquerque",
            state="New Mexico",
        ),
        SignerText(name="Ignacio Peña", title="Mechanic", city="Las Cruces", state="New Mexico"),
        SignerText(name="Małgorzata Nowak", title="Midwife", city="Chicago", state="Illinois"),
    ),
)

CAMPAIGN = CampaignText(
    slug="print-child-seat-instructions-in-spanish-too",
    number="0119",
    private_key="red-buckle-2086",
    title=both(
        "Print child seat instructions in Spanish as well as English",
        "Que las instrucciones de los asientos infantiles también vengan en español",
    ),
    standfirst=both(
        "A child seat protects only when it is fitted right. We asked the road safety agency for a second sheet in the box.",
        "Un asiento infantil solo protege si está bien instalado. Pedimos a la agencia de seguridad vial una segunda hoja en la caja.",
    ),
    areas=("social-justice",),
    scope="national",
    agency="us-nhtsa",
    rule_citation="49 CFR 571.213",
    owner="starters@example.org",
    starter_name="Yesenia Carrillo",
    starter_title=both("grandmother, Albuquerque", "abuela, Albuquerque"),
    counsel_name="Eastbay Law Clinic",
    goal=800,
    beneficiary="Safe Ride Circle Fund",
    life=Life(
        drafted=-130,
        launched=-110,
        listed=-108,
        deadline=-61,
        weekday=4,
        zone="America/Denver",
        signed_off=-90,
        approved=-86,
        filed=-47,
        received=-44,
        docket_number="Invented docket 2026-0044",
    ),
    picture="child-seat",
    picture_alt=both(
        "Drawing: an empty child seat on a porch at morning, two instruction sheets moving in the wind",
        "Dibujo: un asiento infantil vacío en un porche por la mañana, dos hojas de instrucciones movidas por el viento",
    ),
    picture_caption=both("Two sheets in the box would do.", "Bastarían dos hojas en la caja."),
    sections=(
        SectionText(
            kind="goal",
            body=both(
                "We want every child seat that is sold in this country to come with instructions that the family can read. That means Spanish as well as English, printed, in the box, with the same pictures and the same warnings. Nobody should have to guess where a belt goes.",
                "Queremos que cada asiento infantil que se venda en este país traiga instrucciones que la familia pueda leer. Es decir, en español además del inglés, impresas, en la caja, con los mismos dibujos y las mismas advertencias. Nadie debería tener que adivinar por dónde pasa una correa.",
            ),
        ),
        SectionText(
            kind="problem",
            note=both("Saturday mornings", "Los sábados por la mañana"),
            heading=both(
                "The straps are right. The sheet cannot be read.",
                "Las correas están bien. La hoja no se puede leer.",
            ),
            body=both(
                "On Saturdays we check seats in a parking lot. People have bought good seats and have fitted them with great care, by guesswork. The sheet in the glove box is in English only ([source 1](#source-1)). We turn the seat, we move one belt, and it holds. Nobody should need to meet us first ([source 2](#source-2)).",
                "Los sábados revisamos asientos en un estacionamiento. La gente compró buenos asientos y los instaló con mucho cuidado, adivinando. La hoja en la guantera está solo en inglés ([fuente 1](#source-1)). Giramos el asiento, movemos una correa y queda firme. Nadie debería tener que encontrarnos primero ([fuente 2](#source-2)).",
            ),
        ),
        SectionText(
            kind="solution",
            heading=both("Three words more", "Tres palabras más"),
            body=both(
                "We ask the agency to add “and in Spanish” to its standard for child seats. The sentence is shortened and partly invented for the demonstration. Whoever makes the seat prints the sheet anyway; the second language goes on its other side.",
                "Pedimos a la agencia que agregue «y en español» a su norma sobre asientos infantiles. La frase está abreviada y en parte inventada para la demostración. Quien fabrica el asiento imprime la hoja de todos modos; el segundo idioma va en el otro lado.",
            ),
            plain_words=both(
                "The box holds two sheets in place of one.", "La caja trae dos hojas en vez de una."
            ),
        ),
        SectionText(
            kind="strategy",
            body=both(
                "The petition is filed with the National Highway Traffic Safety Administration under 49 CFR part 552. Its rule gives a number: the agency has 120 days from receipt ([source 3](#source-3)). The clock is running, and this page counts it. You will see the answer here, whatever it says.",
                "La petición está presentada ante la Administración Nacional de Seguridad del Tráfico en las Carreteras, según la parte 552 del título 49. Su norma da un número: la agencia tiene 120 días desde que la recibe ([fuente 3](#source-3)). El reloj corre, y esta página lo cuenta.",
            ),
        ),
        SectionText(
            kind="money",
            body=both(
                "The goal was $800 and it was reached. Both conditions were met, each pledge was charged once, and the money pays for drafting, a test of the Spanish sheet with families, and service. If something is left over, the closing report says where it went.",
                "La meta era de $800 y se alcanzó. Se cumplieron las dos condiciones, cada aporte se cobró una vez, y el dinero paga la redacción, una prueba de la hoja en español con familias y la entrega. Si sobra algo, el informe final dice adónde fue.",
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                "49 CFR 571.213, child restraint systems",
                "Código de Reglamentos Federales, título 49, sección 571.213: sistemas de retención infantil",
            ),
            url="https://www.ecfr.gov/current/title-49/section-571.213",
        ),
        SourceText(
            citation=both(
                "Saturday checks of the Safe Ride Circle (invented)",
                "Revisiones de los sábados del Safe Ride Circle (inventadas)",
            )
        ),
        SourceText(
            citation=both(
                "49 CFR 552.8", "Código de Reglamentos Federales, título 49, sección 552.8"
            ),
            url="https://www.ecfr.gov/current/title-49/section-552.8",
        ),
    ),
    facts=(
        FactText(
            source=3,
            figure=both("120 days", "120 días"),
            statement=both(
                "from receipt is what the agency's own rule gives it",
                "desde que la recibe es lo que su propia norma da a la agencia",
            ),
            origin=both("49 CFR 552.8", "49 CFR 552.8"),
        ),
        FactText(
            source=2,
            figure=both("200", "200"),
            statement=both(
                "seats checked on Saturdays last year",
                "asientos revisados los sábados el año pasado",
            ),
            origin=both("Our count, invented", "Nuestro recuento, inventado"),
        ),
    ),
    budget=(
        (450, both("Drafting by counsel", "Redacción por la asesoría legal")),
        (250, both("A test of the sheet with families", "Prueba de la hoja con familias")),
        (100, both("Printing and service", "Impresión y entrega")),
    ),
    members=(
        Member(
            kind="supporter",
            name="Safe Ride Circle",
            signatory="Yesenia Carrillo",
            title=both("chair", "presidenta"),
        ),
        Member(
            kind="coalition",
            name="Clinic Doulas of the Valley",
            signatory="Marta Ruelas",
            title=both("lead doula", "doula principal"),
        ),
    ),
    updates=(
        UpdateText(
            days=44,
            title=both("The agency has it: day one", "La agencia ya la tiene: día uno"),
            body=both(
                "We hold the proof of receipt. From today the agency has 120 days, and we count them here.",
                "Tenemos la constancia de recepción. Desde hoy la agencia tiene 120 días, y los contamos aquí.",
            ),
        ),
        UpdateText(
            days=54,
            title=both("Reached, and charged once", "Meta alcanzada, y un solo cobro"),
            body=both(
                "Both conditions were met by the deadline. Each pledge was charged once and has its receipt. Thank you.",
                "Las dos condiciones se cumplieron antes de la fecha límite. Cada aporte se cobró una vez y tiene su recibo. Gracias.",
            ),
        ),
    ),
    actions=(
        ActionText(
            kind="comment",
            title=both("Comment on the docket", "Comente en el expediente"),
            why=both(
                "Tell about a seat that you fitted by guesswork.",
                "Cuente de un asiento que instaló adivinando.",
            ),
            opens_in=None,
            opens_when=both("Opens with the docket", "Se abre con el expediente"),
        ),
    ),
    petition=PETITION,
    crowd=Crowd(
        states=(("NM", 38), ("TX", 22), ("AZ", 15), ("CO", 12), ("CA", 9), ("IL", 6), ("", 2)),
        pledges=(("champion", 28, 15), ("champion", 60, 1), ("advocate", 15, 25)),
        named=(
            Named(
                name="Yesenia Carrillo",
                title="grandmother, Albuquerque",
                state="NM",
                tier="champion",
            ),
            Named(name="Ignacio Peña", title="mechanic, Las Cruces", state="NM", tier="advocate"),
            Named(name="Ruth Tsosie", title="firefighter, Gallup", state="NM", tier="champion"),
        ),
    ),
    approval_reason="A clear request to an agency with a numbered clock. We take the petition on.",
)
