"""Education, national: live with counsel's sign-off, waiting for the approver's button."""

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
    SourceText,
    UpdateText,
    both,
)

PETITION = PetitionText(
    kind="amend",
    title="Petition for Rulemaking on a One-Page Statement of Student Loans",
    re_line="Statement to borrowers, 34 CFR part 685",
    parties=(
        PartyText(
            kind="organization",
            name="First in the Family Network",
            represented_by="Danielle Osei",
            title="Coordinator",
            city="Columbus",
            state="Ohio",
            interest="People who were the first in their family to go to college, and who borrowed for it.",
            lead=True,
        ),
    ),
    parts=(
        PartText(
            kind="action_requested",
            heading="Action requested",
            body="Petitioners ask the Department to require one page, once a year, that tells each borrower what is owed, at what rate, and when it ends.",
        ),
        PartText(
            kind="facts",
            heading="Facts",
            paragraphs=(
                ("The rules on Direct Loans are in 34 CFR part 685.", 1),
                (
                    "Members of the petitioner counted up to nine separate screens before they found the sum they owe. (Invented for the demonstration.)",
                    2,
                ),
                (
                    "Unfavorable to this petition, and stated for completeness: the figures asked for can be found today by a borrower who knows where to look.",
                    None,
                ),
            ),
        ),
        PartText(
            kind="grounds",
            heading="Grounds",
            body="A person who knows the sum, the rate and the last day can plan. A person who must assemble them from nine screens cannot.",
        ),
        PartText(
            kind="requests",
            heading="Requests",
            body="Petitioners ask for an acknowledgement in writing and for an answer within a reasonable time.",
        ),
    ),
    authorities=(
        ("statute", "5 U.S.C. § 553(e)", "", "The right to petition for a rule."),
        ("regulation", "34 CFR part 685", "", "Direct Loans."),
    ),
    changes=(
        ChangeText(
            cfr_ref="34 CFR part 685",
            instruction="Amend the provision on information to borrowers to read as follows:",
            base_text="The servicer shall make information on the loan available to the borrower.",
            proposed_text="The servicer shall send the borrower once a year one page that states the sum owed, the rate and the last day of payment.",
            note="Invented for the demonstration on both sides. Neither quotes 34 CFR part 685.",
        ),
    ),
)

CAMPAIGN = CampaignText(
    slug="show-student-borrowers-what-they-owe-on-one-page",
    number="0158",
    private_key="plain-sheet-5113",
    title=both(
        "Show student borrowers what they owe on one page",
        "Que cada deuda estudiantil se explique en una sola página",
    ),
    standfirst=both(
        "The sum, the rate, the last day. Three numbers that nobody should have to hunt for, on one page, once a year.",
        "La suma, la tasa y el último día. Tres números que nadie debería tener que buscar, en una página, una vez al año.",
    ),
    areas=("education", "social-justice"),
    scope="national",
    agency="us-ed",
    rule_citation="34 CFR part 685",
    owner="starters@example.org",
    starter_name="Danielle Osei",
    starter_title=both(
        "first in her family to go to college, Columbus",
        "la primera de su familia en ir a la universidad, Columbus",
    ),
    counsel_name="Eastbay Law Clinic",
    goal=400,
    beneficiary="First in the Family Fund",
    life=Life(
        drafted=-25,
        launched=-12,
        listed=-10,
        deadline=20,
        weekday=3,
        zone="America/New_York",
        signed_off=-2,
    ),
    picture="one-page",
    picture_alt=both(
        "Drawing: nine gray screens stand behind a single lit sheet of paper with three lines on it",
        "Dibujo: nueve pantallas grises detrás de una sola hoja iluminada con tres renglones",
    ),
    picture_caption=both("Nine screens, or one page.", "Nueve pantallas o una página."),
    sections=(
        SectionText(
            kind="goal",
            body=both(
                "We want every person who borrowed for school to get one page a year that says what is owed, at what rate, and when it ends. Not a portal, not a password, not nine screens. One page, in plain words, that can hang on the refrigerator.",
                "Queremos que toda persona que pidió un préstamo para estudiar reciba una página al año que diga cuánto debe, a qué tasa y cuándo termina. Ni un portal, ni una contraseña, ni nueve pantallas. Una página, en palabras sencillas, que se pueda pegar en el refrigerador.",
            ),
        ),
        SectionText(
            kind="problem",
            note=both("What members counted", "Lo que contamos"),
            heading=both(
                "Nine screens to find one number", "Nueve pantallas para hallar un número"
            ),
            body=both(
                "We sat down together and tried to find out what each of us owes. It took up to nine screens and two passwords ([source 2](#source-2)). Some of us found two different sums. Those who could not find the last day of payment had stopped looking. You cannot plan around a number that you cannot see.",
                "Nos sentamos en grupo a averiguar cuánto debe cada quien. Hicieron falta hasta nueve pantallas y dos contraseñas ([fuente 2](#source-2)). Algunas personas hallaron dos sumas distintas. Quienes no encontraron el último día de pago ya habían dejado de buscar. No se puede planear con un número que no se ve.",
            ),
        ),
        SectionText(
            kind="solution",
            heading=both("From “available” to “sent”", "De «disponible» a «enviada»"),
            body=both(
                "The rules on these loans are in 34 CFR part 685 ([source 1](#source-1)). We ask the Department to turn a duty to make information available into a duty to send one page. The words on both sides are invented for the demonstration.",
                "Las normas sobre estos préstamos están en la parte 685 del título 34 ([fuente 1](#source-1)). Pedimos al Departamento que cambie la obligación de tener la información disponible por la de enviar una página. Las palabras de ambos lados son inventadas para la demostración.",
            ),
            plain_words=both(
                "Once a year, one page with three numbers comes to you.",
                "Una vez al año le llega una página con tres números.",
            ),
        ),
        SectionText(
            kind="strategy",
            body=both(
                "We petition the Department of Education under 5 U.S.C. § 553(e) ([source 3](#source-3)). It has no fixed number of days; it must answer within a reasonable time. We count the days on this page, whatever the answer. You will see every letter that we get.",
                "Presentamos la petición al Departamento de Educación conforme a la sección 553(e) del título 5 ([fuente 3](#source-3)). No tiene un número fijo de días; debe responder en un tiempo razonable. Contamos los días en esta página, sea cual sea la respuesta. Usted verá cada carta que nos llegue.",
            ),
        ),
        SectionText(
            kind="money",
            body=both(
                "The goal is $400 for drafting, a test of the page with forty readers, and service on the agency. Nobody is charged unless the goal is reached and legal review approves the petition, both by the deadline. The review has not approved it yet.",
                "La meta es de $400 para la redacción, una prueba de la página con cuarenta lectores y la entrega a la agencia. Solo se cobra si se alcanza la meta y la revisión legal aprueba la petición, ambas cosas antes de la fecha límite. La revisión aún no la ha aprobado.",
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                "34 CFR part 685, Direct Loan program",
                "Código de Reglamentos Federales, título 34, parte 685: préstamos directos",
            ),
            url="https://www.ecfr.gov/current/title-34/part-685",
        ),
        SourceText(
            citation=both(
                "Count by members of the First in the Family Network (invented)",
                "Recuento de integrantes de la red First in the Family (inventado)",
            )
        ),
        SourceText(
            citation=both("5 U.S.C. § 553(e)", "Código de los Estados Unidos, título 5, § 553(e)"),
            url="https://www.govinfo.gov/link/uscode/5/553",
        ),
    ),
    facts=(
        FactText(
            source=2,
            figure=both("9", "9"),
            statement=both(
                "screens at most, until a member found what she owes",
                "pantallas como máximo, hasta que una integrante halló cuánto debe",
            ),
            origin=both("Our count, invented", "Nuestro recuento, inventado"),
        ),
        FactText(
            source=2,
            figure=both("3", "3"),
            statement=both(
                "numbers are enough: the sum, the rate, the last day",
                "números bastan: la suma, la tasa y el último día",
            ),
            origin=both("Our proposal", "Nuestra propuesta"),
        ),
    ),
    budget=(
        (220, both("Drafting by counsel", "Redacción por la asesoría legal")),
        (
            120,
            both(
                "A test of the page with forty readers", "Prueba de la página con cuarenta lectores"
            ),
        ),
        (60, both("Printing and service", "Impresión y entrega")),
    ),
    members=(
        Member(
            kind="supporter",
            name="First in the Family Network",
            signatory="Danielle Osei",
            title=both("coordinator", "coordinadora"),
        ),
        Member(
            kind="coalition",
            name="Plain Numbers Workshop",
            signatory="Peter Halloran",
            title=both("founder", "fundador"),
        ),
    ),
    updates=(
        UpdateText(
            days=2,
            title=both(
                "Counsel has signed off the text", "La asesoría legal dio el visto bueno al texto"
            ),
            body=both(
                "The petition's text is done. What is missing is the approval by our legal review, and the rest of the goal.",
                "El texto de la petición está listo. Falta la aprobación de nuestra revisión legal y el resto de la meta.",
            ),
        ),
    ),
    actions=(
        ActionText(
            kind="post",
            title=both("Post a message", "Publique un mensaje"),
            why=both("How many screens did it take you?", "¿Cuántas pantallas le tomó a usted?"),
            script=both(
                "I needed ___ screens to find what I owe for school. It should be one page.",
                "Necesité ___ pantallas para saber cuánto debo por estudiar. Debería ser una página.",
            ),
        ),
        ActionText(
            kind="comment",
            title=both("Comment on the docket", "Comente en el expediente"),
            why=both("Tell what you could not find.", "Cuente lo que no pudo encontrar."),
            opens_in=None,
            opens_when=both("Opens at filing", "Se abre al presentar la petición"),
        ),
    ),
    petition=PETITION,
    crowd=Crowd(
        states=(("OH", 17), ("MI", 9), ("PA", 8), ("IL", 6), ("GA", 4), ("TX", 3)),
        pledges=(("champion", 28, 3), ("advocate", 15, 4), ("ally", 5, 2)),
        named=(
            Named(name="Danielle Osei", title="nurse, Columbus", state="OH", tier="champion"),
            Named(name="Marcus Bright", title="machinist, Toledo", state="OH", tier="advocate"),
            Named(
                name="Thu Trang Le", title="paralegal, Philadelphia", state="PA", tier="champion"
            ),
        ),
    ),
)
