"""Supporters and pledges of the demonstration as rows that every rule of the database accepts."""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from redress.campaigns.models import Campaign
from redress.core.money import Money
from redress.demonstration.names import FIRST_NAMES, LAST_NAMES, POSTCODES
from redress.demonstration.visits import channel_for, save_visits
from redress.demonstration.writing import CampaignText, Crowd, Named
from redress.pledges import mandates
from redress.pledges.models import Mandate, Pledge, PledgeEvent
from redress.pledges.states import Status as PledgeStatus
from redress.supporters.consenting import words_sha256
from redress.supporters.mailboxes import canonical
from redress.supporters.models import (
    Consent,
    DayCount,
    NameShown,
    StateCount,
    Status,
    Supporter,
    Tier,
)

DOLLAR = 100
SPANISH_EVERY = 4  # every fourth writes Spanish
CARDS = (("visa", "4242"), ("mastercard", "4444"), ("amex", "0005"))


@dataclass(frozen=True, slots=True)
class Joined:
    """A crowd as it was saved."""

    supporters: list[Supporter]
    pledges: list[Pledge]


def save_crowd(text: CampaignText, *, campaign: Campaign, now: datetime) -> Joined:
    """Everybody behind the campaign, with consent, pledges, permissions and folded counts."""
    crowd = text.crowd
    if crowd is None or campaign.launched_at is None:
        return Joined([], [])
    until = min(now, campaign.deadline_at or now)
    chance = random.Random(text.slug)  # noqa: S311 - the same people at every first start
    supporters = _people(crowd, campaign=campaign, chance=chance, until=until)
    # the page shows the newest rows first: those with a title come last into the table
    supporters.sort(key=lambda supporter: bool(supporter.title))
    ways = random.Random(f"{text.slug} visits")  # noqa: S311 - apart, so that the people stay
    for supporter in supporters:
        supporter.channel = channel_for(ways)
    Supporter.objects.bulk_create(supporters, batch_size=500)
    _save_consents(supporters)
    pledges = _pledges(crowd, campaign=campaign, supporters=supporters, chance=chance)
    Pledge.objects.bulk_create(pledges)
    PledgeEvent.objects.bulk_create(_began(pledge) for pledge in pledges)
    _activate(pledges)
    Mandate.objects.bulk_create(_mandate(pledge, campaign=campaign) for pledge in pledges)
    _save_counts(campaign, supporters=supporters, pledges=pledges)
    save_visits(campaign, supporters=supporters, chance=ways)
    return Joined(supporters, pledges)


# --- people ---------------------------------------------------------------------------------


def _people(
    crowd: Crowd, *, campaign: Campaign, chance: random.Random, until: datetime
) -> list[Supporter]:
    tiers = [tier for tier, _dollars, number in crowd.pledges for _one in range(number)]
    for named in crowd.named:
        if named.tier != Tier.ALLY:
            tiers.remove(named.tier)
    places = Counter(dict(crowd.states))
    places.subtract(named.state for named in crowd.named)
    unnamed = [Named(name="", title="", state=state) for state in places.elements()]
    chance.shuffle(unnamed)
    # the tiers that nobody in the list of names took go to the first of the others
    rest = [
        Named(
            name="", title="", state=one.state, tier=tiers[index] if index < len(tiers) else "ally"
        )
        for index, one in enumerate(unnamed)
    ]
    everybody = [*crowd.named, *rest]
    chance.shuffle(everybody)
    times = _times(len(everybody), campaign=campaign, chance=chance, until=until)
    taken: set[str] = {named.name for named in crowd.named}
    return [
        _supporter(one, campaign=campaign, at=at, chance=chance, taken=taken, index=index)
        for index, (one, at) in enumerate(zip(everybody, times, strict=True))
    ]


def _times(
    number: int, *, campaign: Campaign, chance: random.Random, until: datetime
) -> list[datetime]:
    """When people confirmed: many at the launch, some at each piece of news, few in between."""
    if campaign.launched_at is None:
        return []
    hours = max((until - campaign.launched_at).total_seconds() / 3600 - 1, 1)
    spots = []
    for _one in range(number):
        draw = chance.random()
        if draw < 0.34:
            spot = chance.expovariate(1) * 0.07
        elif draw < 0.5:
            spot = 0.46 + chance.expovariate(1) * 0.04
        elif draw < 0.62:
            spot = 0.88 + chance.expovariate(1) * 0.03
        else:
            spot = chance.random()
        spots.append(campaign.launched_at + timedelta(hours=hours * (spot % 1)))
    return sorted(spots)


def _supporter(
    one: Named,
    *,
    campaign: Campaign,
    at: datetime,
    chance: random.Random,
    taken: set[str],
    index: int,
) -> Supporter:
    name = one.name
    while not name or (not one.name and name in taken):
        name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    taken.add(name)
    shown = NameShown.FULL if one.name else _shown(chance)
    address = f"demo-{campaign.pk}-{index + 1}@example.org"
    return Supporter(
        campaign=campaign,
        email=address,
        email_canonical=canonical(address),
        name=name,
        title=one.title,
        name_shown=shown,
        postcode=POSTCODES.get(one.state, ""),
        state=one.state,
        language="es" if index % SPANISH_EVERY == 0 else "en",
        tier=one.tier,
        status=Status.CONFIRMED,
        wants_milestones=index % 2 == 0,
        joined_at=at - timedelta(minutes=7),
        confirmed_at=at,
        counted=True,
    )


def _shown(chance: random.Random) -> NameShown:
    draw = chance.random()
    if draw < 0.62:
        return NameShown.PRIVATE
    return NameShown.FIRST if draw < 0.84 else NameShown.FULL


def _save_consents(supporters: list[Supporter]) -> None:
    hashes = {
        (kind, language): words_sha256(kind, language=language)
        for kind in Consent.Kind.values
        for language in ("en", "es")
    }
    Consent.objects.bulk_create(
        Consent(
            supporter=supporter,
            kind=kind,
            text_sha256=hashes[kind, supporter.language],
            language=supporter.language,
            given=given,
            at=supporter.joined_at,
        )
        for supporter in supporters
        for kind, given in (
            (Consent.Kind.JOIN, True),
            (Consent.Kind.NAME, supporter.name_shown != NameShown.PRIVATE),
            (Consent.Kind.MILESTONES, supporter.wants_milestones),
        )
        if given
    )


# --- pledges --------------------------------------------------------------------------------


def _pledges(
    crowd: Crowd, *, campaign: Campaign, supporters: list[Supporter], chance: random.Random
) -> list[Pledge]:
    waiting: dict[str, list[Supporter]] = {tier: [] for tier in Tier.values}
    for supporter in supporters:
        waiting[supporter.tier].append(supporter)
    for group in waiting.values():
        chance.shuffle(group)
    return [
        _pledge(waiting[tier].pop(), campaign=campaign, dollars=dollars)
        for tier, dollars, number in crowd.pledges
        for _one in range(number)
    ]


def _pledge(supporter: Supporter, *, campaign: Campaign, dollars: int) -> Pledge:
    code = f"{campaign.pk}x{supporter.pk}"
    brand, last4 = CARDS[supporter.pk % 5 % len(CARDS)]
    at = supporter.confirmed_at or supporter.joined_at
    return Pledge(
        campaign=campaign,
        supporter=supporter,
        tier=supporter.tier,
        amount_minor=dollars * DOLLAR,
        currency=campaign.currency,
        language=supporter.language,
        status=PledgeStatus.INTENT,
        customer_ref=f"cus_demo{code}",
        setup_number=1,
        method_ref=f"pm_demo{code}",
        card_brand=brand,
        card_last4=last4,
        card_expires=f"{at.year + 4}-08",
        # one of its own: the limit on cards must not count these against a newcomer's test card
        card_fingerprint=hashlib.sha256(f"demonstration {code}".encode()).hexdigest()[:16],
        card_attached=True,
        created_at=at,
        activated_at=at + timedelta(minutes=3),
    )


def _began(pledge: Pledge) -> PledgeEvent:
    return PledgeEvent(pledge=pledge, kind=PledgeStatus.INTENT, at=pledge.created_at)


def _activate(pledges: list[Pledge]) -> None:
    move_all(pledges, to=PledgeStatus.ACTIVE, at=None)


def move_all(pledges: list[Pledge], *, to: PledgeStatus, at: datetime | None, **facts: Any) -> None:
    """One listed move for many pledges, with an event each; at their own activation when None."""
    numbers = [pledge.pk for pledge in pledges]
    Pledge.objects.filter(pk__in=numbers).update(status=to, **facts)
    for pledge in pledges:
        pledge.status = to
        for name, value in facts.items():
            setattr(pledge, name, value)
    PledgeEvent.objects.bulk_create(
        PledgeEvent(pledge=pledge, kind=to, at=at or pledge.activated_at or pledge.created_at)
        for pledge in pledges
    )


def _mandate(pledge: Pledge, *, campaign: Campaign) -> Mandate:
    words = mandates.mandate_text(campaign=campaign, total=pledge.total, language=pledge.language)
    return Mandate(
        pledge=pledge,
        version=1,
        wording=mandates.WORDING,
        language=pledge.language,
        text=words,
        text_sha256=hashlib.sha256(words.encode()).hexdigest(),
        amount_minor=pledge.total.minor,
        currency=pledge.currency,
        agreed_at=pledge.created_at,
    )


# --- counts ---------------------------------------------------------------------------------


def _save_counts(campaign: Campaign, *, supporters: list[Supporter], pledges: list[Pledge]) -> None:
    """What folding would have come to; nothing is left to fold."""
    people: Counter[date] = Counter(
        one.confirmed_at.date() for one in supporters if one.confirmed_at
    )
    money: Counter[date] = Counter()
    for pledge in pledges:
        if pledge.activated_at:
            money[pledge.activated_at.date()] += pledge.amount_minor
    DayCount.objects.bulk_create(
        DayCount(campaign=campaign, day=day, people=people[day], pledged_minor=money[day])
        for day in sorted({*people, *money})
    )
    states = Counter(one.state for one in supporters if one.state)
    StateCount.objects.bulk_create(
        StateCount(campaign=campaign, state=state, people=number)
        for state, number in sorted(states.items())
    )
    total = sum((pledge.amount for pledge in pledges), Money(0, campaign.currency))
    Campaign.objects.filter(pk=campaign.pk).update(
        supporter_count=len(supporters), pledge_count=len(pledges), pledged_minor=total.minor
    )
    campaign.refresh_from_db(fields=["supporter_count", "pledge_count", "pledged_minor"])
