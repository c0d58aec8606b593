"""Campaign 1: stop holding migrant children in detention."""

from redress.demonstration.content.children_argument import FACTS, SECTIONS, SOURCES
from redress.demonstration.content.children_people import CROWD, MEMBERS
from redress.demonstration.content.children_petition import PETITION
from redress.demonstration.writing import (
    ActionText,
    CampaignText,
    Life,
    Press,
    StoryText,
    UpdateText,
    both,
)

PRESS = (
    Press(
        outlet="Bay Morning Radio",
        headline="Clinicians ask Homeland Security to put children's health into its rules",
        days=15,
    ),
    Press(
        outlet="El Mirador del Valle",
        headline="Médicas y enfermeros piden cambiar una sola frase de una norma federal",
        days=6,
        language="es",
    ),
)

STORIES = (
    StoryText(
        text=both(
            (
                "Sofía is two. She and her mother asked for protection and have been held for"
                " months. There is little milk. The child has stopped eating and loses weight, and"
                " nobody can tell her mother when they will leave."
            ),
            (
                "Sofía tiene dos años. Ella y su madre pidieron protección y llevan meses"
                " detenidas. La leche escasea. La niña dejó de comer y baja de peso, y nadie puede"
                " decirle a su madre cuándo van a salir."
            ),
        ),
        approved_note=both(
            "The family's lawyer has read and approved this account.",
            "La abogada de la familia leyó y aprobó este relato.",
        ),
        combination_reason=(
            "Age and length of stay fit very many families. Town, facility, country of origin,"
            " dates and any description of the body are left out, and the names are changed."
            " Together the facts that remain point at nobody. The account is invented for the"
            " demonstration."
        ),
    ),
)

UPDATES = (
    UpdateText(
        days=3,
        title=both("Your support has moved something", "Su apoyo ya movió algo"),
        body=both(
            (
                "After weeks of public pressure, officials have announced that some families will"
                " be released. That is good news for those families, and it shows that they read"
                " what we write.\n\n"
                "An announcement is not a rule. It can be taken back on any morning. What is still"
                " to do: reach the goal by the deadline, file the petition, and count the days in"
                " public until there is an answer.\n\n"
                "**A message that you can post:** “Some families are to be released. Good. Now"
                " write it into the rule, so that no child is held again.”"
            ),
            (
                "Después de semanas de presión pública, las autoridades anunciaron que algunas"
                " familias saldrán libres. Es una buena noticia para esas familias y demuestra que"
                " leen lo que escribimos.\n\n"
                "Un anuncio no es una norma. Cualquier mañana se puede retirar. Lo que falta:"
                " alcanzar la meta antes de la fecha límite, presentar la petición y contar los"
                " días en público hasta que haya respuesta.\n\n"
                "**Un mensaje que usted puede publicar:** «Algunas familias saldrán libres. Bien."
                " Ahora hay que escribirlo en la norma, para que no se vuelva a encerrar a ninguna"
                " niña ni a ningún niño»."
            ),
        ),
    ),
    UpdateText(
        days=11,
        title=both(
            "Counsel has signed off the petition",
            "La asesoría legal dio el visto bueno a la petición",
        ),
        body=both(
            (
                "Counsel read every paragraph against its source and signed off the text. Our legal"
                " review then agreed to take the petition on. That is one of the two conditions."
                " The other is the goal. You can read the whole draft on this page."
            ),
            (
                "La asesoría legal revisó cada párrafo con su fuente y dio el visto bueno al texto."
                " Después, nuestra revisión legal aceptó llevar la petición. Esa es una de las dos"
                " condiciones. La otra es la meta. Usted puede leer el borrador completo en esta"
                " página."
            ),
        ),
    ),
)

ACTIONS = (
    ActionText(
        kind="post",
        title=both("Post a message", "Publique un mensaje"),
        why=both(
            "Written for you. Change any word so that it sounds like you.",
            "Ya está escrito. Cambie cualquier palabra para que suene como usted.",
        ),
        script=both(
            (
                "No amount of time in detention is safe for a child. A petition asks Homeland"
                " Security to write that into its rules. Joining is free, and nobody is charged"
                " unless it reaches its goal and is approved."
            ),
            (
                "Ningún tiempo en detención es seguro para una niña o un niño. Una petición pide al"
                " Departamento de Seguridad Nacional que lo escriba en sus normas. Sumarse es"
                " gratis, y solo se cobra si se alcanza la meta y la petición es aprobada."
            ),
        ),
    ),
    ActionText(
        kind="call",
        title=both("Call a decision maker", "Llame a una autoridad responsable"),
        why=both(
            "Two minutes and a script. Say who you are and ask for one thing.",
            "Dos minutos y un guion. Diga quién es usted y pida una sola cosa.",
        ),
        script=both(
            (
                "Good morning. My name is ___ and I live in ___. I am calling about children in"
                " immigration detention. Doctors say that no amount of time in detention is safe"
                " for a child. Please support a rule that lets every child go to family or to a"
                " licensed caregiver without delay. Thank you for writing down my call."
            ),
            (
                "Buenos días. Me llamo ___ y vivo en ___. Llamo por las niñas y los niños que están"
                " en detención migratoria. El personal médico dice que ningún tiempo en detención"
                " es seguro para ellos. Por favor, apoye una norma que los deje ir con su familia o"
                " con una persona cuidadora con licencia sin demora. Gracias por anotar mi llamada."
            ),
        ),
        first_for="advocate",
    ),
    ActionText(
        kind="attend",
        title=both("Attend a public meeting", "Asista a una reunión pública"),
        why=both(
            "Come and listen, or say one sentence. We sit together.",
            "Venga a escuchar o a decir una frase. Nos sentamos en grupo.",
        ),
        first_for="advocate",
        happens_in=16,
        place=both("Main library, community room", "Biblioteca central, sala comunitaria"),
    ),
    ActionText(
        kind="write",
        title=both(
            "Write to your members of Congress", "Escriba a sus representantes en el Congreso"
        ),
        why=both(
            "Ask for alternatives to detention. A letter in your own words weighs most.",
            "Pida alternativas a la detención. Una carta en sus propias palabras pesa más.",
        ),
        script=both(
            (
                "Dear ___, I live in ___ and I am a ___. I ask you to support alternatives to"
                " detention for families and children, such as case management in the community."
                " What matters to me is ___. Please tell me what you will do."
            ),
            (
                "Estimada/o ___: Vivo en ___ y soy ___. Le pido que apoye alternativas a la"
                " detención para las familias y la niñez, como el acompañamiento de casos en la"
                " comunidad. A mí me importa ___. Le ruego que me diga qué va a hacer."
            ),
        ),
    ),
    ActionText(
        kind="help",
        title=both("Support those who help families", "Apoye a quienes ayudan a las familias"),
        why=both(
            "A list that the organizer keeps: legal aid, host families, clinics.",
            "Una lista que mantiene la organizadora: ayuda legal, familias anfitrionas, clínicas.",
        ),
        script=both(
            "Invented for the demonstration: Open Door Legal Aid, Harbor Host Families, Night Clinic Volunteers.",
            "Inventadas para la demostración: Open Door Legal Aid, Harbor Host Families, Night Clinic Volunteers.",
        ),
    ),
    ActionText(
        kind="comment",
        title=both("Comment on the docket", "Comente en el expediente"),
        why=both(
            "Once the docket is open, one story in your own words counts for more than a copy.",
            "Cuando se abra el expediente, un relato en sus propias palabras vale más que una copia.",
        ),
        opens_in=None,
        opens_when=both("Opens at filing", "Se abre al presentar la petición"),
    ),
)

CAMPAIGN = CampaignText(
    slug="stop-holding-migrant-children-in-detention",
    number="0147",
    private_key="kestrel-41-window",
    title=both(
        "Stop holding migrant children in detention",
        "Que se deje de encerrar a niñas y niños migrantes en centros de detención",
    ),
    standfirst=both(
        (
            "We are clinicians, and we say that no amount of time in detention is safe for a child."
            " We will file a formal petition that asks Homeland Security to write that into its own"
            " rules."
        ),
        (
            "Somos personal de salud y decimos que ningún tiempo en detención es seguro para una"
            " niña o un niño. Presentaremos una petición formal para que el Departamento de"
            " Seguridad Nacional lo escriba en sus propias normas."
        ),
    ),
    areas=("immigration", "civil-rights", "health-care"),
    scope="national",
    agency="us-dhs",
    rule_citation="8 CFR 236.3",
    owner="organizer@example.org",
    starter_name="Marisol Reyes",
    starter_title=both("a concerned community member", "integrante preocupada de la comunidad"),
    counsel_name="Eastbay Law Clinic",
    goal=1000,
    beneficiary="Clinicians for Children's Release Fund",
    life=Life(
        drafted=-42,
        launched=-28,
        listed=-26,
        deadline=28,
        weekday=4,
        signed_off=-13,
        approved=-11,
    ),
    picture="kite",
    picture_alt=both(
        "Drawing: a yellow kite flies clear of a chain-link fence at dusk, over low hills",
        "Dibujo: una cometa amarilla vuela más allá de una cerca de alambre al anochecer, sobre colinas bajas",
    ),
    picture_caption=both(
        "A kite over the fence line. Pictures on this page never show a child's face.",
        "Una cometa sobre la cerca. Las imágenes de esta página nunca muestran la cara de una niña o un niño.",
    ),
    sections=SECTIONS,
    sources=SOURCES,
    facts=FACTS,
    budget=(
        (420, both("Drafting by counsel", "Redacción por la asesoría legal")),
        (280, both("Collecting and checking evidence", "Reunir y revisar las pruebas")),
        (130, both("Printing and service on the agency", "Impresión y entrega a la agencia")),
        (170, both("Translation", "Traducción")),
    ),
    members=MEMBERS,
    press=PRESS,
    stories=STORIES,
    updates=UPDATES,
    actions=ACTIONS,
    petition=PETITION,
    crowd=CROWD,
    approval_reason=(
        "The agency can make this rule, the text rests on its sources, and the budget covers the"
        " filing. We take the petition on."
    ),
)
