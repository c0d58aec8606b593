"""Civil rights, state: reached, filed, granted in part. Invented from beginning to end."""

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
    SignerText,
    SourceText,
    UpdateText,
    both,
)

PETITION = PetitionText(
    kind="amend",
    title="Petition to Amend the Rule on Places of Hearing",
    re_line="Places of hearing, state administrative rule (invented)",
    parties=(
        PartyText(
            kind="organization",
            name="Ramp and Rail Salem",
            represented_by="Gwendolyn Marsh",
            title="Secretary",
            city="Salem",
            state="Oregon",
            interest="People who use wheelchairs and walkers and who have been called to hearings on upper floors.",
            lead=True,
        ),
    ),
    parts=(
        PartText(
            kind="action_requested",
            heading="Action requested",
            body="Petitioners ask that every hearing be set in a room that can be reached without stairs, and that hearings by telephone come with captions on request.",
        ),
        PartText(
            kind="facts",
            heading="Facts",
            paragraphs=(
                (
                    "Petitioners visited thirty-one hearing rooms; nine could be reached by stairs only. (Invented for the demonstration.)",
                    1,
                ),
                (
                    "Unfavorable to this petition, and stated for completeness: an agency may move a hearing on request already.",
                    None,
                ),
            ),
        ),
        PartText(
            kind="grounds",
            heading="Grounds",
            body="A right to be heard that ends at a staircase is no right. To move a hearing on request costs the person a month; to set it in the right room costs nothing.",
        ),
    ),
    authorities=(
        ("statute", "ORS 183.390", "", "The right to petition a state agency for a rule."),
    ),
    changes=(
        ChangeText(
            cfr_ref="State rule on places of hearing (invented)",
            instruction="Amend the sentence on the place of hearing to read as follows:",
            base_text="A hearing shall be held at a place that the agency sets.",
            proposed_text="A hearing shall be held at a place that the agency sets and that can be reached without stairs. A hearing by telephone shall have captions on request.",
            note="Invented for the demonstration on both sides.",
        ),
    ),
    signers=(
        SignerText(
            organization="Ramp and Rail Salem",
            name="Gwendolyn Marsh",
            title="Secretary",
            city="Salem",
            state="Oregon",
        ),
    ),
)

CAMPAIGN = CampaignText(
    slug="hold-every-hearing-where-a-wheelchair-can-go",
    number="0064",
    private_key="level-door-6605",
    title=both(
        "Hold every hearing where a wheelchair can go",
        "Que toda audiencia sea donde pueda entrar una silla de ruedas",
    ),
    standfirst=both(
        "Nine of thirty-one hearing rooms in the state were up a flight of stairs. Now the rule says otherwise, for rooms at least.",
        "Nueve de treinta y una salas de audiencia del estado estaban en un piso sin elevador. Ahora la norma dice otra cosa, al menos para las salas.",
    ),
    areas=("civil-rights",),
    scope="state",
    place="OR",
    agency="or",
    rule_citation="State rule on places of hearing (invented)",
    owner="starters@example.org",
    starter_name="Gwendolyn Marsh",
    starter_title=both("retired postal clerk, Salem", "empleada postal jubilada, Salem"),
    counsel_name="Eastbay Law Clinic",
    goal=500,
    beneficiary="Ramp and Rail Salem Fund",
    life=Life(
        drafted=-260,
        launched=-240,
        listed=-238,
        deadline=-196,
        weekday=4,
        signed_off=-225,
        approved=-220,
        filed=-184,
        received=-183,
        answered=-97,
        outcome="partly_granted",
        docket_number="Invented docket OR-2026-07",
    ),
    picture="hearing-room",
    picture_alt=both(
        "Drawing: a staircase in gray, and beside it a long bright ramp that leads to an open door",
        "Dibujo: una escalera gris y, a su lado, una rampa larga y clara que lleva a una puerta abierta",
    ),
    picture_caption=both("The same door, two ways in.", "La misma puerta, dos caminos."),
    sections=(
        SectionText(
            kind="goal",
            body=both(
                "We wanted every person who is called to a hearing to be able to get into the room. Not on request, not after a month's delay, not by being carried. By a rule that says where a hearing may be held at all, so that it is settled before the letter is sent.",
                "Queríamos que toda persona citada a una audiencia pudiera entrar en la sala. Sin tener que pedirlo, sin un mes de espera, sin que nadie la cargue. Por una norma que diga dónde se puede celebrar una audiencia, para que quede resuelto antes de mandar la carta.",
            ),
        ),
        SectionText(
            kind="problem",
            note=both("Thirty-one visits", "Treinta y una visitas"),
            heading=both(
                "A right that ends at a staircase", "Un derecho que termina en una escalera"
            ),
            body=both(
                "We visited thirty-one rooms with a tape measure. Nine were up a flight of stairs ([source 1](#source-1)). In each of the nine somebody told us kindly that the hearing could be moved if we asked. It was moved, by a month. A month is long when the hearing is about your rent.",
                "Visitamos treinta y una salas con una cinta métrica. Nueve estaban en un piso sin elevador ([fuente 1](#source-1)). En cada una alguien nos dijo con amabilidad que la audiencia se podía cambiar si lo pedíamos. Se cambió: un mes después. Un mes es mucho cuando se trata de su renta.",
            ),
        ),
        SectionText(
            kind="solution",
            heading=both("What we asked for, and what we got", "Lo que pedimos y lo que logramos"),
            body=both(
                "We asked for two things. The agency will write a rule for rooms. It denied captions for hearings by telephone, and gave its reasons, which we publish. All of this is invented for the demonstration. For the captions we will ask again, with more evidence.",
                "Pedimos dos cosas. La agencia escribirá una norma para las salas. Negó los subtítulos en las audiencias por teléfono y dio sus razones, que publicamos. Todo esto es inventado para la demostración. Los subtítulos los pediremos otra vez, con más pruebas.",
            ),
            plain_words=both(
                "The hearing is where you can get in.", "La audiencia es donde usted puede entrar."
            ),
        ),
        SectionText(
            kind="strategy",
            body=both(
                "In Oregon anyone may petition an agency for a rule, and the agency has 90 days from submission to deny it in writing or to begin a rulemaking ([source 2](#source-2)). It answered within that time. You can read the letter, and what it gave and what it refused.",
                "En Oregón, cualquier persona puede pedir una norma a una agencia, y la agencia tiene 90 días desde la presentación para negarla por escrito o empezar a hacerla ([fuente 2](#source-2)). Respondió dentro de ese plazo. Usted puede leer la carta, lo que concedió y lo que negó.",
            ),
        ),
        SectionText(
            kind="money",
            body=both(
                "The goal was $500. Both conditions were met and each pledge was charged once. The money paid for drafting, thirty-one visits by bus, and service. Nothing was left over. The closing report lists each bill, so that you can see it for yourself.",
                "La meta era de $500. Se cumplieron las dos condiciones y cada aporte se cobró una vez. El dinero pagó la redacción, treinta y una visitas en autobús y la entrega. No sobró nada. El informe final muestra cada factura, para que usted la vea.",
            ),
        ),
    ),
    sources=(
        SourceText(
            citation=both(
                "Visits of Ramp and Rail Salem, with measurements (invented)",
                "Visitas de Ramp and Rail Salem, con medidas (inventadas)",
            )
        ),
        SourceText(
            citation=both("ORS 183.390", "Estatutos Revisados de Oregón 183.390"),
            url="https://www.oregonlegislature.gov/bills_laws/ors/ors183.html",
        ),
    ),
    facts=(
        FactText(
            source=1,
            figure=both("9 of 31", "9 de 31"),
            statement=both(
                "hearing rooms could be reached by stairs only",
                "salas de audiencia solo tenían escaleras",
            ),
            origin=both("Our visits, invented", "Nuestras visitas, inventadas"),
        ),
        FactText(
            source=2,
            figure=both("90 days", "90 días"),
            statement=both(
                "is what the agency had from submission", "tenía la agencia desde la presentación"
            ),
            origin=both("ORS 183.390", "ORS 183.390"),
        ),
    ),
    budget=(
        (300, both("Drafting by counsel", "Redacción por la asesoría legal")),
        (120, both("Thirty-one visits", "Treinta y una visitas")),
        (80, both("Printing and service", "Impresión y entrega")),
    ),
    members=(
        Member(
            kind="supporter",
            name="Ramp and Rail Salem",
            signatory="Gwendolyn Marsh",
            title=both("secretary", "secretaria"),
        ),
        Member(
            kind="coalition",
            name="Tenants of the Valley",
            signatory="Luis Ocampo",
            title=both("organizer", "organizador"),
        ),
    ),
    updates=(
        UpdateText(
            days=96,
            title=both("Granted in part: what it means", "Concedida en parte: qué significa"),
            body=both(
                "The agency will write a rule that hearings are held where they can be reached without stairs. It denied captions for hearings by telephone. You did the first. The second stays on our list.",
                "La agencia escribirá una norma para que las audiencias sean donde se pueda llegar sin escaleras. Negó los subtítulos en las audiencias por teléfono. Lo primero lo logró usted. Lo segundo sigue en nuestra lista.",
            ),
        ),
    ),
    petition=PETITION,
    crowd=Crowd(
        states=(("OR", 64), ("WA", 14), ("CA", 6)),
        pledges=(("champion", 28, 8), ("champion", 40, 1), ("advocate", 15, 18)),
        named=(
            Named(
                name="Gwendolyn Marsh",
                title="retired postal clerk, Salem",
                state="OR",
                tier="champion",
            ),
            Named(name="Otis Freeman", title="veteran, Eugene", state="OR", tier="advocate"),
            Named(name="Søren Dahl", title="carpenter, Bend", state="OR"),
        ),
    ),
    approval_reason="The state sets 90 days for an answer, and the evidence is first-hand. We take the petition on.",
)
