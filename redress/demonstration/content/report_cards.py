"""Education, state, seed phase: decided soon after the first start, so that one can watch it."""

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
    both,
)

PETITION = PetitionText(
    kind="amend",
    title="Petition to Amend the Rule on Notices to Families",
    re_line="School notices to families, state education rule (invented)",
    parties=(
        PartyText(
            kind="organization",
            name="Yakima Reading Table",
            represented_by="Lorena Castañeda",
            title="Chair",
            city="Yakima",
            state="Washington",
            interest="Volunteers who help families to read what schools send home.",
            lead=True,
        ),
    ),
    parts=(
        PartText(
            kind="action_requested",
            heading="Action requested",
            body=(
                "Petitioners ask the agency to require that report cards go home in the language"
                " that the family has named to the school."
            ),
        ),
        PartText(
            kind="facts",
            heading="Facts",
            paragraphs=(
                ("Schools ask each family which language is spoken at home.", 1),
                (
                    "Petitioners helped forty families last year who could not read the report card"
                    " of their own child. (Invented for the demonstration.)",
                    2,
                ),
            ),
        ),
        PartText(
            kind="grounds",
            heading="Grounds",
            body=(
                "A report card that cannot be read informs nobody. The school already knows the"
                " language; the change asks it to use what it knows."
            ),
        ),
    ),
    authorities=(("statute", "RCW 34.05.330", "", "The right to petition a state agency."),),
    changes=(
        ChangeText(
            cfr_ref="State rule on notices to families (invented)",
            instruction="Amend the sentence on report cards to read as follows:",
            base_text="A report card shall be sent to the family at the end of each term.",
            proposed_text=(
                "A report card shall be sent to the family at the end of each term, in the language"
                " that the family has named to the school."
            ),
            note="Invented for the demonstration on both sides.",
        ),
    ),
)

CAMPAIGN = CampaignText(
    slug="send-report-cards-in-the-familys-language",
    number="0163",
    private_key="paper-boat-7429",
    title=both(
        "Send report cards home in the family's language",
        "Que las boletas de calificaciones lleguen en el idioma de la familia",
    ),
    standfirst=both(
        (
            "Schools ask which language we speak at home. Then they send the report card in"
            " English. One sentence in a state rule would join the two."
        ),
        (
            "Las escuelas preguntan qué idioma hablamos en casa. Luego mandan la boleta en inglés."
            " Una frase en una norma estatal uniría las dos cosas."
        ),
    ),
    areas=("education",),
    scope="state",
    place="WA",
    agency="wa",
    rule_citation="State rule on notices to families (invented)",
    owner="organizer@example.org",
    starter_name="Lorena Castañeda",
    starter_title=both("parent, Yakima", "madre de familia, Yakima"),
    counsel_name="Eastbay Law Clinic",
    goal=60,
    beneficiary="Yakima Reading Table Fund",
    life=Life(drafted=-20, launched=-2, deadline=0, signed_off=-4, approved=-1),
    picture="paper-boat",
    picture_alt=both(
        "Drawing: a paper boat folded from a report card sails past a row of desks toward a window",
        "Dibujo: un barco de papel hecho con una boleta navega junto a una fila de pupitres hacia una ventana",
    ),
    picture_caption=both("A report card that travels.", "Una boleta que viaja."),
    sections=(
        SectionText(
            kind="goal",
            body=both(
                (
                    "We want every family in the state to be able to read how their child is doing."
                    " The school has already asked which language the family reads. We ask that the"
                    " report card be sent in that language, at the same time as to everyone else."
                ),
                (
                    "Queremos que cada familia del estado pueda leer cómo le va a su hija o a su"
                    " hijo. La escuela ya preguntó qué idioma lee la familia. Pedimos que la boleta"
                    " se mande en ese idioma, al mismo tiempo que a todas las demás."
                ),
            ),
        ),
        SectionText(
            kind="problem",
            note=both("At the kitchen table", "En la mesa de la cocina"),
            heading=both(
                "A report card that cannot be read informs nobody",
                "Una boleta que no se puede leer no informa a nadie",
            ),
            body=both(
                (
                    "On reading evenings we sit with parents who hold a page full of grades and"
                    " remarks and ask their own ten-year-old what it says. The child decides what"
                    " to translate. The school believes that the family knows. The family believes"
                    " that all is well. Both are told too late ([source 2](#source-2))."
                ),
                (
                    "En las tardes de lectura nos sentamos con madres y padres que tienen en la"
                    " mano una hoja llena de notas y comentarios y le preguntan a su propia hija de"
                    " diez años qué dice. La niña decide qué traducir. La escuela cree que la"
                    " familia ya sabe. La familia cree que todo va bien. A las dos se les avisa"
                    " demasiado tarde ([fuente 2](#source-2))."
                ),
            ),
        ),
        SectionText(
            kind="solution",
            heading=both(
                "A few words at the end of a sentence", "Unas palabras al final de una frase"
            ),
            body=both(
                (
                    "We ask the agency to add the family's own language to the sentence that"
                    " already orders report cards. Rule and proposal are invented for the"
                    " demonstration. A school that knows the language already has to do one thing more: print the same page in it."
                ),
                (
                    "Pedimos a la agencia que agregue el idioma de la familia a la frase que ya"
                    " ordena mandar las boletas. La norma y la propuesta son inventadas para la"
                    " demostración. Una escuela que ya conoce el idioma solo tiene que hacer una cosa más: imprimir en él la misma página."
                ),
            ),
            plain_words=both(
                "The report card arrives in the language that you told the school.",
                "La boleta llega en el idioma que usted le dijo a la escuela.",
            ),
        ),
        SectionText(
            kind="strategy",
            body=both(
                (
                    "In Washington anyone may petition a state agency for a rule"
                    " ([source 3](#source-3)). The agency has 60 days from submission to deny in"
                    " writing or to begin a rulemaking. We file as soon as both conditions are met,"
                    " and count the days on this page."
                ),
                (
                    "En Washington, cualquier persona puede pedir una norma a una agencia estatal"
                    " ([fuente 3](#source-3)). La agencia tiene 60 días desde la presentación para"
                    " negarla por escrito o empezar a hacer la norma. La presentaremos en cuanto se"
                    " cumplan las dos condiciones, y contaremos los días en esta página."
                ),
            ),
        ),
        SectionText(
            kind="money",
            body=both(
                (
                    "The goal is $60. It pays for printing, postage and a sworn translator who"
                    " checks the sample report card. Nobody is charged unless the goal is reached"
                    " and legal review approves the petition, both by the deadline. If something is left over, the closing report says where it went."
                ),
                (
                    "La meta es de $60. Paga la impresión, el correo y una traducción certificada"
                    " de la boleta de muestra. Solo se cobra si se alcanza la meta y la"
                    " revisión legal aprueba la petición, ambas cosas antes de la fecha límite. Si sobra algo, el informe final dice adónde fue."
                ),
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                "Home language survey of a school district (invented)",
                "Encuesta de idioma del hogar de un distrito escolar (inventada)",
            )
        ),
        SourceText(
            citation=both(
                "Notes of the Yakima Reading Table, last school year (invented)",
                "Notas de la Mesa de Lectura de Yakima, año escolar pasado (inventadas)",
            )
        ),
        SourceText(
            citation=both("RCW 34.05.330", "Código Revisado de Washington 34.05.330"),
            url="https://app.leg.wa.gov/rcw/default.aspx?cite=34.05.330",
        ),
    ),
    facts=(
        FactText(
            source=2,
            figure=both("40", "40"),
            statement=both(
                "families asked us last year to read them the report card of their own child",
                "familias nos pidieron el año pasado que les leyéramos la boleta de su propia hija o hijo",
            ),
            origin=both("Our notes, invented", "Nuestras notas, inventadas"),
        ),
        FactText(
            source=3,
            figure=both("60 days", "60 días"),
            statement=both(
                "is what the agency has to deny in writing or to begin a rulemaking",
                "tiene la agencia para negar por escrito o empezar a hacer la norma",
            ),
            origin=both("RCW 34.05.330", "RCW 34.05.330"),
        ),
    ),
    budget=(
        (35, both("Translator's check of the sample", "Revisión de la muestra por una traductora")),
        (25, both("Printing and postage", "Impresión y correo")),
    ),
    members=(
        Member(
            kind="supporter",
            name="Yakima Reading Table",
            signatory="Lorena Castañeda",
            title=both("chair", "presidenta"),
        ),
    ),
    actions=(
        ActionText(
            kind="post",
            title=both("Post a message", "Publique un mensaje"),
            why=both(
                "One sentence and a picture of a paper boat.",
                "Una frase y la imagen de un barco de papel.",
            ),
            script=both(
                "Our schools know which language we read. Ask them to use it for report cards.",
                "Nuestras escuelas saben qué idioma leemos. Pida que lo usen en las boletas.",
            ),
        ),
    ),
    petition=PETITION,
    crowd=Crowd(
        states=(("WA", 4),),
        pledges=(("advocate", 15, 1),),
        named=(
            Named(name="Inés Robledo", title="parent, Yakima", state="WA", tier="advocate"),
            Named(name="Walter Kim", title="librarian, Toppenish", state="WA"),
        ),
    ),
    approval_reason="A small, clear change; the text is counsel's. We take the petition on.",
)
