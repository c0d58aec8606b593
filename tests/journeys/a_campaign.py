"""Everything that somebody writes into one campaign, in both languages."""

from typing import Any

ANSWERS = {
    "en": {
        "problem": "Migrant children are held in detention cells for weeks, away from their"
        " families.",
        "people": "Some four hundred children each month, most of them under twelve.",
        "current": "The child may be held for up to seventy-two hours.",
        "wished": "The child is released to a parent within three hours.",
        "allies": "The parish of San Juan and two schools.",
        "purposes": "Lawyer: 5,000",
    },
    "es": {
        "problem": "Niñas y niños migrantes pasan semanas en centros de detención, lejos de sus"
        " familias.",
        "people": "Unos cuatrocientos niños cada mes, la mayoría menores de doce años.",
        "current": "El menor puede ser retenido hasta setenta y dos horas.",
        "wished": "El menor se entrega a su madre o a su padre en tres horas.",
        "allies": "La parroquia de San Juan y dos escuelas.",
        "purposes": "Abogada: 5,000",
    },
}
TITLE = {
    "en": "Let the children of our valley go home to their families",
    "es": "Que las niñas y los niños del valle vuelvan con su familia",
}
STANDFIRST = {
    "en": "The rule lets the agency hold a child for days. It should ask for release first.",
    "es": "La regla deja retener a un niño por días. Antes debería pedir que lo entreguen.",
}
ALT = {
    "en": "A red kite over a gray valley at dusk",
    "es": "Una cometa roja sobre un valle gris al anochecer",
}
CAPTION = {"en": "The valley, last fall", "es": "El valle, el otoño pasado"}
GOAL = {
    "en": "Within one year no child of our valley spends a night in a cell of the agency. Every"
    " child who is stopped is brought to a parent, an aunt or a grown sister on the same day, and"
    " somebody writes down when it happened and who signed for it.",
    "es": "En un año ningún niño de nuestro valle pasa una noche en una celda de la agencia. Cada"
    " menor detenido se entrega el mismo día a su madre, a su padre, a una tía o a una hermana"
    " mayor, y alguien anota cuándo ocurrió y quién firmó por él.",
}
GOAL_NOTE = {"en": "Measured by the agency's own log", "es": "Según el registro de la agencia"}
# one paragraph of plain words, and a second one that begins in bold
PROBLEM = {
    "en": (
        (
            "In our valley the agency stops buses on the road to the packing houses. Children who"
            " travel with an uncle or a neighbor are taken out, because he is not a parent, and are"
            " brought to a cell an hour away."
        ),
        "Nobody counts the days.",
        (
            " Parents are told of it by other families, often after a week, and nobody answers"
            " the telephone of the station at night or on a Sunday."
        ),
    ),
    "es": (
        (
            "En nuestro valle la agencia detiene los autobuses en el camino a las empacadoras. A los"
            " niños que viajan con un tío o un vecino los bajan, porque él no es su padre, y los"
            " llevan a una celda a una hora de distancia."
        ),
        "Nadie cuenta los días.",
        (
            " Los padres se enteran por otras familias, a menudo después de una semana, y nadie"
            " contesta el teléfono de la estación de noche ni los domingos."
        ),
    ),
}
PROBLEM_HEADING = {"en": "An hour from home", "es": "A una hora de casa"}
SOURCES = (
    ({"en": "County register, report of 2025", "es": "Registro del condado, 2025"}, ""),
    (
        {"en": "Letter of the agency, May 2024", "es": "Carta de la agencia, mayo de 2024"},
        "https://valley.example.org/letter.pdf",
    ),
)
FACT = {
    "figure": {"en": "412", "es": "412"},
    "statement": {
        "en": "children were held in one month of 2025.",
        "es": "menores fueron retenidos en un mes de 2025.",
    },
    "origin": {"en": "County register", "es": "Registro del condado"},
}
SOLUTION = {
    "en": "The paragraph names only a parent or a legal guardian. We ask for one more sentence: a"
    " relative of full age whom the child knows may sign, the station calls the family within the"
    " hour, and whoever holds a child longer than three hours writes down the reason.",
    "es": "El párrafo nombra sólo a los padres o al tutor legal. Pedimos una frase más: que pueda"
    " firmar un familiar mayor de edad a quien el niño conozca, que la estación llame a la familia"
    " en una hora, y que quien retenga a un menor más de tres horas anote el motivo.",
}
PLAIN_WORDS = {
    "en": "An aunt may fetch the child on the same day.",
    "es": "Una tía puede recoger al niño el mismo día.",
}
CHANGE = {
    "citation": "8 CFR 236.3(j)",
    "current_text": "The juvenile shall be released to a parent or legal guardian.",
    "proposed_text": "The juvenile shall be released within three hours to a parent, a legal"
    " guardian or a relative of full age.",
    "note": {"en": "Three hours is what the station needs.", "es": "Tres horas bastan."},
}
STRATEGY = {
    "en": "We file the petition with the signatures of the families and the schools, ask for a"
    " meeting with the field office in the same week, and publish each answer. If nobody answers"
    " within ninety days we go to the ombudsman with the county register in our hands.",
    "es": "Presentamos la petición con el apoyo de las familias y de las escuelas, pedimos en la"
    " misma semana una reunión con la oficina local y publicamos cada respuesta. Si nadie contesta"
    " en noventa días, vamos a la defensoría con el registro del condado en la mano.",
}
STAGES = (
    {
        "heading": {"en": "File the petition", "es": "Presentar la petición"},
        "body": {"en": "By mail and in person.", "es": "Por correo y en persona."},
    },
    {
        "heading": {"en": "Meet the field office", "es": "Reunión con la oficina local"},
        "body": {"en": "", "es": ""},
    },
)
MONEY = {
    "en": "A lawyer of our valley has read the rule for two years and writes the petition at half"
    " her usual price. What is left over goes to the next family that needs a lawyer, never to us,"
    " and we publish each bill on the day on which it is paid, with the name left out.",
    "es": "Una abogada de nuestro valle lleva dos años con esta regla y escribe la petición a"
    " mitad de precio. Lo que sobre será para la próxima familia que necesite abogada, nunca para"
    " nosotros, y publicamos cada factura el día en que se paga, sin el nombre de nadie.",
}
LINES = (
    ({"en": "Lawyer of the valley", "es": "Abogada del valle"}, "5,000", 500_000),
    ({"en": "Printing and postage", "es": "Impresión y correo"}, "1,000", 100_000),
)
PERKS = {
    "en": "A letter from the families\nYour name in the book",
    "es": "Una carta de las familias\nSu nombre en el libro",
}
BENEFICIARY = "Valley Families Legal Fund"
ARTICLES = (
    ("Valley Herald", "Children held for weeks", "en", "https://herald.example.org/children"),
    ("Radio del Valle", "Una noche en la celda", "es", "https://radio.example.org/celda"),
)


STARTER = "Ana Ruiz"
STARTER_TITLE = {"en": "nurse, Oakland", "es": "enfermera, Oakland"}


def markdown(paragraph: str, bold: str, rest: str) -> str:
    """The two paragraphs of the problem as they are kept."""
    return f"{paragraph}\n\n**{bold}**{rest}"


def whole(*, picture: int, day: str, published: str) -> dict[str, dict[str, Any]]:
    """Every part as it must stand when all was written."""
    empty = {"en": "", "es": ""}
    return {
        "title": {"title": TITLE, "standfirst": STANDFIRST},
        "starter": {"starter_name": STARTER, "starter_title": STARTER_TITLE},
        "picture": {
            "picture": picture,
            "hero_alt": ALT,
            "hero_caption": CAPTION,
            "hero_credit": "Ana Ruiz, 2025",
            "hero_license": "CC BY 4.0",
            "focal_x": 49,
            "focal_y": 50,
        },
        "subjects": {"areas": ["immigration"], "scope": "national", "place": ""},
        "agency": {"agency": "us-dhs", "rule_citation": "8 CFR 236.3(j)"},
        "goal": {"note": GOAL_NOTE, "heading": empty, "body": GOAL},
        "problem": {
            "note": empty,
            "heading": PROBLEM_HEADING,
            "body": {code: markdown(*words) for code, words in PROBLEM.items()},
        },
        "facts": {
            "sources": [{"citation": words, "url": url} for words, url in SOURCES],
            "facts": [{**FACT, "source": 2}],
        },
        "solution": {
            "note": empty,
            "heading": empty,
            "body": SOLUTION,
            "plain_words": PLAIN_WORDS,
            "changes": [CHANGE],
        },
        "strategy": {"note": empty, "heading": empty, "body": STRATEGY, "stages": list(STAGES)},
        "budget": {
            "note": empty,
            "heading": empty,
            "body": MONEY,
            "goal": 600_000,
            "currency": "USD",
            "lines": [{"purpose": words, "amount": minor} for words, _typed, minor in LINES],
        },
        "tiers": {"ally": None, "advocate": {"minimum": 2_000, "perks": PERKS}, "champion": None},
        "conditions": {
            "people_goal": 500,
            "deadline_local": f"{day}T18:30",
            "deadline_tz": "America/Chicago",
        },
        "beneficiary": {"name": BENEFICIARY, "tax_class": "501c3"},
        "press": {
            "articles": [
                {
                    "outlet": outlet,
                    "headline": headline,
                    "language": language,
                    "url": url,
                    "published_on": published,
                }
                for outlet, headline, language, url in ARTICLES
            ]
        },
    }
