"""Loading the demonstration: once, in one transaction, with dates relative to the first start."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from redress.accounts.models import User
from redress.agencies.loading import load_agencies
from redress.campaigns.models import Campaign, IssueArea
from redress.demonstration import cards, crowds, deciding, pages, petitioning
from redress.demonstration.content import CAMPAIGNS
from redress.demonstration.draft import SLUG, save_draft
from redress.demonstration.people import COUNSEL, ORGANIZER, save_areas, save_people
from redress.demonstration.writing import CampaignText

_LOCK = 7_339_140_002  # two loads may begin at the same time


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the slugs of the campaigns that were not there yet."""

    new: tuple[str, ...]


@transaction.atomic
def load(*, now: datetime) -> Loaded:
    """Load what is missing; what is there is left as it is, whatever became of it since."""
    if not missing():
        return Loaded(())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    texts = missing()
    if not texts:
        return Loaded(())
    load_agencies()
    people, areas = save_people(now=now), save_areas()
    for text in texts:
        _save_campaign(text, people=people, areas=areas, now=now)
    if not Campaign.objects.filter(slug=SLUG).exists():
        save_draft(owner=people[ORGANIZER], counsel=people[COUNSEL], now=now)
    return Loaded(tuple(text.slug for text in texts))


def missing() -> list[CampaignText]:
    """The campaigns of the demonstration that this database has never seen."""
    slugs = [text.slug for text in CAMPAIGNS]
    there = set(Campaign.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return [text for text in CAMPAIGNS if text.slug not in there]


def _save_campaign(
    text: CampaignText, *, people: dict[str, User], areas: dict[str, IssueArea], now: datetime
) -> None:
    campaign = pages.save_page(text, owner=people[text.owner], areas=areas, now=now)
    petitioning.save_petition(text, campaign=campaign, people=people, now=now)
    petitioning.save_record(text, campaign=campaign)
    joined = crowds.save_crowd(text, campaign=campaign, now=now)
    payments = deciding.decide_if_over(campaign, pledges=joined.pledges, now=now)
    cards.save_cards(joined.pledges, payments=payments)
