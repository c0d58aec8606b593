"""What campaign 1 says: goal, problem, solution, strategy and money, with facts and sources."""

from redress.demonstration.writing import FactText, SectionText, SourceText, both

SECTIONS = (
    SectionText(
        kind="goal",
        heading=both(
            "No child behind a locked door",
            "Ninguna niña ni niño tras una puerta cerrada con llave",
        ),
        body=both(
            (
                "We want an end to holding children in immigration detention. Until that day we"
                " want better conditions for everyone who is held: enough food, soap, a bed, dark"
                " at night, and the medicine that a doctor has ordered. Both can be asked for by"
                " changing one federal rule, and a rule can be changed when people petition for"
                " it."
            ),
            (
                "Queremos que se deje de encerrar a niñas y niños en centros de detención"
                " migratoria. Mientras llega ese día, queremos mejores condiciones para toda"
                " persona detenida: comida suficiente, jabón, una cama, oscuridad durante la noche"
                " y los medicamentos que un médico haya indicado. Las dos cosas se pueden pedir"
                " cambiando una sola norma federal, y una norma puede cambiar cuando la gente lo"
                " pide por la vía formal."
            ),
        ),
    ),
    SectionText(
        kind="problem",
        note=both("What we see in clinic", "Lo que vemos en la consulta"),
        heading=both(
            "Children are harmed by detention itself, not only by its conditions",
            "A la niñez le hace daño la detención misma, no solo sus condiciones",
        ),
        body=both(
            (
                "We are clinicians, and we treat children after they leave. They came with a"
                " parent, or alone, to ask for protection, and they were held for weeks or months"
                " while somebody decided where they may wait.\n\n"
                "Witnesses who were let inside tell of too little food, no soap, no beds, lights"
                " that are never turned off, medicine taken away at the door, and older children"
                " looking after toddlers whom they had never met. When a child is also parted from"
                " a parent, the harm goes deeper.\n\n"
                "Better jails are no answer. The American Academy of Pediatrics writes that “even"
                " short periods of detention can cause psychological trauma” and long-term risks"
                " for mental health ([source 4](#source-4)). A cleaner room with a locked door is"
                " still a locked door. The promise of prompt release is almost thirty years old"
                " ([source 1](#source-1)), and the law already says that a child who is alone is to"
                " be handed to the health department within 72 hours ([source 2](#source-2))."
            ),
            (
                "Somos personal de salud y atendemos a niñas y niños después de que salen. Llegaron"
                " con su madre o su padre, o solos, a pedir protección, y quedaron detenidos"
                " semanas o meses mientras alguien decidía dónde podían esperar.\n\n"
                "Quienes pudieron entrar como testigos hablan de muy poca comida, de que no hay"
                " jabón ni camas, de luces que nunca se apagan, de medicamentos retirados en la"
                " puerta y de niñas y niños mayores que cuidan a pequeños que no conocían. Cuando"
                " además se les separa de su madre o de su padre, el daño es más hondo.\n\n"
                "Mejores cárceles no son la respuesta. La Academia Americana de Pediatría escribe"
                " que incluso periodos breves de detención pueden causar trauma psicológico y"
                " riesgos duraderos para la salud mental ([fuente 4](#source-4)). Un cuarto más"
                " limpio con la puerta cerrada con llave sigue siendo una puerta cerrada con llave."
                " La promesa de una pronta liberación tiene casi treinta años"
                " ([fuente 1](#source-1)), y la ley ya dice que a un menor que está solo se le debe"
                " entregar al departamento de salud en un plazo de 72 horas"
                " ([fuente 2](#source-2))."
            ),
        ),
    ),
    SectionText(
        kind="solution",
        note=both("The change, word for word", "El cambio, palabra por palabra"),
        heading=both(
            "This is the sentence we ask them to change",
            "Esta es la frase que pedimos cambiar",
        ),
        body=both(
            (
                "The rule on detention and release of minors is 8 CFR 236.3"
                " ([source 3](#source-3)). We ask Homeland Security to amend it so that release is"
                " the rule, and so that no child waits in a locked place. The words on both sides"
                " of this redline were written for the demonstration. They do not quote the rule as"
                " it stands today."
            ),
            (
                "La norma sobre la detención y la liberación de menores es la sección 236.3 del"
                " título 8 del Código de Reglamentos Federales ([fuente 3](#source-3)). Pedimos al"
                " Departamento de Seguridad Nacional que la modifique para que la liberación sea lo"
                " normal y para que ninguna niña ni ningún niño espere en un lugar cerrado. Las"
                " palabras de ambos lados se redactaron para la demostración. No citan la norma tal"
                " como está hoy."
            ),
        ),
        plain_words=both(
            (
                "A child goes home to family, or to a licensed caregiver, as soon as someone can"
                " come."
            ),
            (
                "Cada niña y cada niño va con su familia, o con una persona cuidadora con licencia,"
                " en cuanto alguien pueda ir a buscarle."
            ),
        ),
    ),
    SectionText(
        kind="strategy",
        note=both("How a petition works", "Cómo funciona una petición"),
        heading=both(
            "An agency must answer a petition. It may ignore a hashtag.",
            "Una agencia debe responder a una petición. Un hashtag lo puede ignorar.",
        ),
        body=both(
            (
                "Any interested person may petition a federal agency to issue, amend or repeal a"
                " rule ([source 7](#source-7)). We file under the department's own rule,"
                " 6 CFR part 3 ([source 8](#source-8)). The department has no fixed number of days;"
                " it must answer within a reasonable time ([source 9](#source-9)). So this page"
                " counts the days in public from the day the petition is received, and shows every"
                " letter that we get.\n\n"
                "If the answer is yes, the department opens a rulemaking and you can comment on"
                " it. If the answer is no, it must say why, and a court can look at the reasons."
            ),
            (
                "Toda persona interesada puede pedir a una agencia federal que dicte, cambie o"
                " derogue una norma ([fuente 7](#source-7)). Presentamos la petición según la norma"
                " propia del departamento, la parte 3 del título 6 ([fuente 8](#source-8)). El"
                " departamento no tiene un número fijo de días; debe responder en un tiempo"
                " razonable ([fuente 9](#source-9)). Por eso esta página cuenta los días en público"
                " desde que se recibe la petición y muestra cada carta que nos llegue.\n\n"
                "Si la respuesta es sí, el departamento abre un proceso para hacer la norma y usted"
                " puede comentarla. Si la respuesta es no, debe decir por qué, y un tribunal puede"
                " revisar sus razones."
            ),
        ),
    ),
    SectionText(
        kind="money",
        heading=both("What your pledge pays for", "Qué paga su aporte"),
        body=both(
            (
                "The goal is $1,000, and all of it goes to this campaign. It pays for drafting the"
                " petition, for collecting and checking the evidence, for printing and service, and"
                " for translation. Nobody is charged unless the goal is reached and legal review"
                " approves the petition, both by the deadline. If something is left over at the"
                " end, the closing report says so and says where it went."
            ),
            (
                "La meta es de $1,000, y todo va a esta campaña. Paga la redacción de la petición,"
                " la reunión y la revisión de las pruebas, la impresión y la entrega, y la"
                " traducción. Solo se cobra si se alcanza la meta y la revisión legal"
                " aprueba la petición, ambas cosas antes de la fecha límite. Si al final sobra"
                " algo, el informe de cierre lo dirá y explicará adónde fue."
            ),
        ),
    ),
)

SOURCES = (
    SourceText(
        citation=both(
            "Flores v. Reno, stipulated settlement agreement, No. CV 85-4544 (C.D. Cal. Jan. 17, 1997)",
            "Flores v. Reno, acuerdo de conciliación, núm. CV 85-4544 (Distrito Central de California, 17 de enero de 1997)",
        ),
    ),
    SourceText(
        citation=both(
            "8 U.S.C. § 1232(b)(3)", "Código de los Estados Unidos, título 8, § 1232(b)(3)"
        ),
        url="https://www.govinfo.gov/link/uscode/8/1232",
    ),
    SourceText(
        citation=both(
            "8 CFR 236.3, detention and release of minors",
            "Código de Reglamentos Federales, título 8, sección 236.3: detención y liberación de menores",
        ),
        url="https://www.ecfr.gov/current/title-8/section-236.3",
    ),
    SourceText(
        citation=both(
            "American Academy of Pediatrics, policy statement “Detention of Immigrant Children”, Pediatrics 139(5), May 2017",
            "Academia Americana de Pediatría, declaración «Detention of Immigrant Children», Pediatrics 139(5), mayo de 2017",
        ),
        url="https://doi.org/10.1542/peds.2017-0483",
    ),
    SourceText(
        citation=both(
            (
                "Physicians' bodies that took a public stand, as listed by the campaign of 2019:"
                " American Academy of Pediatrics, American Academy of Family Physicians, American"
                " College of Obstetricians and Gynecologists, American Medical Association"
            ),
            (
                "Asociaciones médicas que tomaron posición pública, según la lista de la campaña de"
                " 2019: American Academy of Pediatrics, American Academy of Family Physicians,"
                " American College of Obstetricians and Gynecologists, American Medical Association"
            ),
        ),
    ),
    SourceText(
        citation=both(
            (
                "Press count, 2018 and 2019: at least seven children known to have died in"
                " immigration custody or shortly after release. A count by journalists, not an"
                " official figure."
            ),
            (
                "Recuento de la prensa, 2018 y 2019: al menos siete niñas y niños que se sabe que"
                " murieron bajo custodia migratoria o poco después de salir. Es un recuento de"
                " periodistas, no una cifra oficial."
            ),
        ),
    ),
    SourceText(
        citation=both("5 U.S.C. § 553(e)", "Código de los Estados Unidos, título 5, § 553(e)"),
        url="https://www.govinfo.gov/link/uscode/5/553",
    ),
    SourceText(
        citation=both(
            "6 CFR part 3, petitions for rulemaking",
            "Código de Reglamentos Federales, título 6, parte 3: peticiones para hacer normas",
        ),
        url="https://www.ecfr.gov/current/title-6/part-3",
    ),
    SourceText(
        citation=both(
            "5 U.S.C. § 555(b) and (e)", "Código de los Estados Unidos, título 5, § 555(b) y (e)"
        ),
        url="https://www.govinfo.gov/link/uscode/5/555",
    ),
)

FACTS = (
    FactText(
        source=2,
        figure=both("72 h", "72 h"),
        statement=both(
            (
                "the time within which a child who is alone is to be transferred to the"
                " Department of Health and Human Services"
            ),
            (
                "el plazo para trasladar a un menor que está solo al Departamento de Salud y"
                " Servicios Humanos"
            ),
        ),
        origin=both("8 U.S.C. § 1232(b)(3)", "8 U.S.C. § 1232(b)(3)"),
    ),
    FactText(
        source=6,
        figure=both("7", "7"),
        statement=both(
            (
                "children at least are known to have died in immigration custody or shortly after"
                " release in 2018 and 2019"
            ),
            (
                "niñas y niños, al menos, se sabe que murieron bajo custodia migratoria o poco"
                " después de salir, en 2018 y 2019"
            ),
        ),
        origin=both("Press count", "Recuento de la prensa"),
    ),
    FactText(
        source=5,
        figure=both("4", "4"),
        statement=both(
            "national physicians' bodies took a public stand, as the campaign of 2019 listed them",
            "asociaciones médicas nacionales tomaron posición pública, según la lista de la campaña de 2019",
        ),
        origin=both("AAP, AAFP, ACOG, AMA", "AAP, AAFP, ACOG, AMA"),
    ),
    FactText(
        source=1,
        figure=both("1997", "1997"),
        statement=both(
            (
                "the year of a settlement that promises prompt release, the least restrictive"
                " setting and “safe and sanitary” conditions"
            ),
            (
                "el año de un acuerdo que promete pronta liberación, el entorno menos restrictivo y"
                " condiciones seguras e higiénicas"
            ),
        ),
        origin=both("Flores settlement", "Acuerdo Flores"),
    ),
    FactText(
        source=4,
        statement=both(
            "“Even short periods of detention can cause psychological trauma.”",
            "Incluso periodos breves de detención pueden causar trauma psicológico.",
        ),
        origin=both(
            "American Academy of Pediatrics, 2017", "Academia Americana de Pediatría, 2017"
        ),
    ),
)
