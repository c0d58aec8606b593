"""A campaign that is still being written, so that the studio has something to go on with."""

from datetime import datetime

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.agencies.models import Agency
from redress.campaigns import drafting
from redress.campaigns.models import Campaign, Membership
from redress.campaigns.parts import Data
from redress.demonstration.writing import both

TITLE = both(
    "Answer repair requests in the language of the lease",
    "Responder las solicitudes de reparación en el idioma del contrato",
)
SLUG = "answer-repair-requests-in-the-language-of-the-lease"
NOTICE = both(
    "A demonstration: the campaign and the people are invented.",
    "Una demostración: la campaña y las personas son inventadas.",
)
_PROBLEM = (
    "A family in public housing asks for a repair and gets an answer that nobody at home can"
    " read. They wait, because they do not know that they were asked for a day and an hour."
    " The request is closed, and the water keeps coming through the ceiling.\n\n"
    "The lease itself was handed over in their own language. The answers to their requests are"
    " not."
)


def save_draft(*, owner: User, counsel: User, now: datetime) -> None:
    """The draft with three parts begun and the others empty; Spanish is still missing."""
    campaign = drafting.create(owner=owner, title=TITLE, language="en", now=now)
    campaign.notice = NOTICE
    campaign.agency = Agency.objects.filter(code="us-hud").first()
    campaign.rule_citation = "24 CFR 966.4"
    campaign.scope = Campaign.Scope.NATIONAL
    campaign.save(update_fields=["notice", "agency", "rule_citation", "scope"])
    Membership.objects.create(campaign=campaign, user=counsel, role=TeamRole.COUNSEL, since=now)
    _save(campaign, "title", {"standfirst": {"en": _STANDFIRST, "es": ""}}, owner, now)
    _save(campaign, "problem", {"body": {"en": _PROBLEM, "es": ""}}, owner, now)


_STANDFIRST = (
    "Whoever may sign a lease in Spanish should be able to read the answer to a request in Spanish."
)


def _save(campaign: Campaign, part: str, changes: Data, author: User, now: datetime) -> None:
    data, number = drafting.read_part(campaign, part)
    drafting.save(
        campaign_id=campaign.pk,
        part=part,
        data={**data, **changes},
        base=number,
        author=author,
        now=now,
    )
