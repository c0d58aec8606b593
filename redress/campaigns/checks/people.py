"""Checks on who stands behind the campaign, and on people whom it names."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from redress.accounts.permissions import TeamRole
from redress.campaigns.checks.check import Check, Finding, Level, Sheet, at

CONTACTS = 2


def _contacts(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    organizers = {
        row.user_id
        for row in campaign.memberships.all()
        # whoever has an account confirmed the address of it by signing in
        if row.role in {TeamRole.OWNER, TeamRole.SPOKESPERSON} and row.user.is_active
    }
    standing = [row for row in campaign.members.all() if row.is_standing]
    if len(organizers) + len(standing) < CONTACTS:
        yield Finding(part="coalition")


TWO_CONTACTS = Check(
    code="B11",
    level=Level.BLOCK,
    title=_("Fewer than two people can be reached about it"),
    why=_("When one person falls ill, somebody else must answer for what supporters were told."),
    mend=_(
        "Have one organization confirm that it stands with you, or take a second owner or"
        " spokesperson into the team."
    ),
    judge=_contacts,
)

_NAME = r"(?P<name>[A-ZÁÉÍÓÚÑ][\w'’-]+(?: (?:[A-Z]\.|de|del|la|[A-ZÁÉÍÓÚÑ][\w'’-]+)){1,3})"
_SAYS = r"(?:said|says|told|wrote|writes|dijo|dice|contó|cuenta|escribió|escribe)"
_NAMED = (
    re.compile(rf"[”»\"],? (?:{_SAYS} )?{_NAME}"),  # “…”, said Ana Ruiz
    re.compile(rf"{_NAME},? {_SAYS}\b[^.“«\"]{{0,40}}[“«\"]"),  # Ana Ruiz says: “…”
    re.compile(rf"[”»\"]\s*[—–-]\s*{_NAME}"),  # “…” — Ana Ruiz
)
# names of bodies, which nobody has to ask
_BODY = re.compile(
    r"\b(?:Academy|Academia|Agency|Agencia|Association|Asociación|Bureau|Clinic|Clínica|Code"
    r"|Comité|Committee|Congress|Congreso|Council|Consejo|Court|Corte|Tribunal|Department"
    r"|Departamento|Estados|Fund|Fondo|House|Institute|Instituto|Ministry|Office|Oficina|Radio"
    r"|School|Escuela|Secretary|Senate|Senado|Service|Servicio|States|Times|University"
    r"|Universidad|Security)\b"
)


def _named(sheet: Sheet) -> Iterator[Finding]:
    for words in sheet.texts:
        if words.part not in {"goal", "problem", "facts", "solution", "strategy", "budget", "file"}:
            continue
        for pattern in _NAMED:
            for match in pattern.finditer(words.plain):
                name = match["name"]
                if _BODY.search(name) or " ".join(name.lower().split()) in sheet.known_names:
                    continue
                yield at(words, *match.span("name"))


NAMED_PEOPLE = Check(
    code="W7",
    level=Level.WARN,
    title=_("A person is named beside a quotation"),
    why=_("Nobody is to find their name here without having agreed."),
    mend=_(
        "Keep the name only if the person agreed or the words were public already; else write"
        " “a mother”, “a nurse”."
    ),
    judge=_named,
    on_files=True,
)
