"""The exact sentence that a supporter agrees to before a card is saved.

The words stand here and not in a translation file: what somebody agreed to is kept by version,
and a new wording is a new `WORDING`. Counsel has not reviewed them yet; the docs say so.
"""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from redress.campaigns.models import Beneficiary, Campaign
from redress.core.money import Money
from redress.pledges.models import Mandate, Pledge

WORDING = "2026-11"
GRACE = timedelta(days=7)
LAST_DAY = timedelta(days=14)  # after the deadline; no outage stretches the permission further

_PATTERNS = {
    "en": ("en_US", "EEEE, MMMM d, y, h:mm a zzz"),
    "es": ("es_US", "EEEE d 'de' MMMM 'de' y, h:mm a zzz"),
}
_SENTENCES = {
    "en": (
        "I authorize {beneficiary} to charge the card that I save {total} once, and only if both"
        " happen by {deadline}: the campaign “{title}” reaches its goal of {goal}, and its petition"
        " is approved. Nothing is charged before then. If the card is declined, the charge may be"
        " tried again for 7 days, and never after {last}. I can change or cancel this, without"
        " giving a reason, by the link in my e-mail until {deadline}. {tax}"
    ),
    "es": (
        "Autorizo a {beneficiary} a cobrar {total} una sola vez en la tarjeta que guardo, y solo si"
        " ambas cosas ocurren hasta el {deadline}: la campaña «{title}» alcanza su meta de {goal} y"
        " su petición es aprobada. Antes de eso no se cobra nada. Si la tarjeta es rechazada, el"
        " cobro puede intentarse de nuevo durante 7 días, y nunca después del {last}. Puedo cambiar"
        " o cancelar esto, sin dar motivos, con el enlace de mi correo hasta el {deadline}. {tax}"
    ),
}
_GOALS = {
    "en": "{money} and {people} supporters",
    "es": "{money} y {people} simpatizantes",
}
_DEDUCTIBLE = {
    "en": (
        "{beneficiary} is a 501(c)(3) charity; the payment is deductible as far as the law allows."
    ),
    "es": (
        "{beneficiary} es una organización benéfica 501(c)(3); el pago es deducible en la medida en"
        " que la ley lo permite."
    ),
}
_NOT_DEDUCTIBLE = {
    "en": "The payment to {beneficiary} is not deductible as a charitable contribution.",
    "es": "El pago a {beneficiary} no es deducible como contribución benéfica.",
}


class TermsMissing(Exception):
    """The campaign has no deadline or beneficiary yet, so nobody can agree to anything."""


def last_charge_at(deadline_at: datetime) -> datetime:
    """The instant from which the permission is over, whatever happened."""
    return deadline_at + LAST_DAY


def mandate_text(*, campaign: Campaign, total: Money, language: str) -> str:
    """The sentence in that language, `total` being the amount with the fee cover.

    Raises TermsMissing for a campaign without all its terms.
    """
    shown, beneficiary = campaign.deadline_shown, campaign.beneficiary
    if shown is None or beneficiary is None or campaign.deadline_at is None:
        raise TermsMissing(campaign.number)
    language = language if language in _SENTENCES else "en"
    goal = campaign.goal.format(language, short=True)
    if campaign.people_goal:
        goal = _GOALS[language].format(money=goal, people=f"{campaign.people_goal:,}")
    deductible = beneficiary.tax_class == Beneficiary.TaxClass.C3
    tax = (_DEDUCTIBLE if deductible else _NOT_DEDUCTIBLE)[language]
    return _SENTENCES[language].format(
        beneficiary=beneficiary.name,
        total=total.format(language),
        title=campaign.title.within(language),
        goal=goal,
        deadline=_moment(shown, language),
        last=_moment(
            last_charge_at(campaign.deadline_at).astimezone(ZoneInfo(campaign.deadline_tz)),
            language,
        ),
        tax=tax.format(beneficiary=beneficiary.name),
    )


def write_mandate(
    *, pledge: Pledge, campaign: Campaign, network_hash: str, at: datetime
) -> Mandate:
    """Keep the sentence for the pledge as it stands now; the same words twice are kept once."""
    text = mandate_text(campaign=campaign, total=pledge.total, language=pledge.language)
    digest = hashlib.sha256(text.encode()).hexdigest()
    latest = latest_mandate(pledge)
    if latest and latest.text_sha256 == digest and latest.wording == WORDING:
        return latest
    return pledge.mandates.create(
        version=latest.version + 1 if latest else 1,
        wording=WORDING,
        language=pledge.language,
        text=text,
        text_sha256=digest,
        amount_minor=pledge.total.minor,
        currency=pledge.currency,
        network_hash=network_hash,
        agreed_at=at,
    )


def latest_mandate(pledge: Pledge) -> Mandate | None:
    """What the supporter agreed to last: the only permission there is."""
    return pledge.mandates.order_by("-version").first()


def _moment(local: datetime, language: str) -> str:
    locale, pattern = _PATTERNS[language]
    written = format_datetime(local, pattern, tzinfo=local.tzinfo, locale=locale)
    return str(written)
