"""A campaign's page as rows: the campaign, its parts, facts, people and things to do."""

from datetime import datetime, timedelta

from django.conf import settings

from redress.accounts.models import User
from redress.accounts.permissions import TeamRole
from redress.actions.models import Action
from redress.agencies.models import Agency
from redress.campaigns.models import (
    BudgetLine,
    Campaign,
    CampaignEvent,
    Fact,
    IssueArea,
    Membership,
    PressMention,
    Section,
    Source,
)
from redress.campaigns.states import Status
from redress.demonstration.dates import (
    day,
    deadline_instant,
    deadline_local,
    evening,
    instant,
)
from redress.demonstration.people import save_beneficiary
from redress.demonstration.standing import save_members
from redress.demonstration.writing import ActionText, CampaignText
from redress.stories.models import Story
from redress.updates.models import Update

CREDIT = "Redress"  # the same in every language
LICENSE = "CC BY 4.0"
DOLLAR = 100
STORY_AFTER = timedelta(days=2)


def save_page(
    text: CampaignText, *, owner: User, areas: dict[str, IssueArea], now: datetime
) -> Campaign:
    """The campaign as it was on its launch day, with all that its page shows."""
    campaign = Campaign.objects.create(**_terms(text, now=now))
    Membership.objects.create(
        campaign=campaign, user=owner, role=TeamRole.OWNER, since=campaign.created_at
    )
    campaign.issue_areas.set([areas[slug] for slug in text.areas])
    sources = [
        Source(campaign=campaign, number=number, citation=source.citation, url=source.url)
        for number, source in enumerate(text.sources, start=1)
    ]
    Source.objects.bulk_create(sources)
    _save_argument(text, campaign=campaign, sources=sources)
    _save_standing(text, campaign=campaign, now=now)
    _save_news(text, campaign=campaign, now=now)
    Action.objects.bulk_create(
        _action(action, campaign=campaign, position=position, now=now)
        for position, action in enumerate(text.actions, start=1)
    )
    CampaignEvent.objects.bulk_create(_events(campaign, owner=owner))
    return campaign


def _terms(text: CampaignText, *, now: datetime) -> dict[str, object]:
    life = text.life
    local = deadline_local(life, now=now, minutes=settings.DEMONSTRATION_MINUTES)
    year = (now + timedelta(days=life.drafted)).year
    status = Status.DRAFT
    if text.is_record:
        status = Status.SETTLED
    elif life.launched is not None:
        status = Status.LIVE
    return {
        "number": text.number if text.is_record else f"RDS-{year}-{text.number}",
        "slug": text.slug,
        "private_slug": f"{text.slug[:80]}-{text.private_key}",
        "status": status,
        "title": text.title,
        "standfirst": text.standfirst,
        "notice": text.notice,
        "scope": text.scope,
        "place": text.place,
        "agency": Agency.objects.get(code=text.agency),
        "rule_citation": text.rule_citation,
        "is_record": text.is_record,
        "starter_name": text.starter_name,
        "starter_title": text.starter_title,
        "identity_checked_on": day(life.launched, now=now),
        "counsel_name": text.counsel_name,
        "goal_minor": text.goal * DOLLAR or None,
        "deadline_local": local,
        "deadline_tz": life.zone if local else "",
        "deadline_at": deadline_instant(local, zone=life.zone),
        "beneficiary": save_beneficiary(text.beneficiary) if text.beneficiary else None,
        "hero_image": f"img/{text.picture}.svg" if text.picture else "",
        "hero_alt": text.picture_alt,
        "hero_caption": text.picture_caption,
        "hero_credit": CREDIT if text.picture else "",
        "hero_license": LICENSE if text.picture else "",
        "drafted_on": day(life.drafted, now=now),
        "launched_at": instant(life.launched, now=now),
        "listed_at": instant(life.listed, now=now),
        "created_at": instant(life.drafted, now=now),
    }


def _save_argument(text: CampaignText, *, campaign: Campaign, sources: list[Source]) -> None:
    Section.objects.bulk_create(
        Section(
            campaign=campaign,
            kind=section.kind,
            note=section.note,
            heading=section.heading,
            body=section.body,
            plain_words=section.plain_words,
        )
        for section in text.sections
    )
    Fact.objects.bulk_create(
        Fact(
            campaign=campaign,
            source=sources[fact.source - 1],
            position=position,
            figure=fact.figure,
            statement=fact.statement,
            origin=fact.origin,
        )
        for position, fact in enumerate(text.facts, start=1)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            campaign=campaign, position=position, purpose=purpose, amount_minor=dollars * DOLLAR
        )
        for position, (dollars, purpose) in enumerate(text.budget, start=1)
    )


def _save_standing(text: CampaignText, *, campaign: Campaign, now: datetime) -> None:
    save_members(text.members, campaign=campaign)
    PressMention.objects.bulk_create(
        PressMention(
            campaign=campaign,
            outlet=press.outlet,
            headline=press.headline,
            language=press.language,
            published_on=(now - timedelta(days=press.days)).date(),
        )
        for press in text.press
    )


def _save_news(text: CampaignText, *, campaign: Campaign, now: datetime) -> None:
    if campaign.launched_at is not None:
        Story.objects.bulk_create(
            Story(
                campaign=campaign,
                text=story.text,
                protected=True,
                combination_reason=story.combination_reason,
                approved_note=story.approved_note,
                published_at=campaign.launched_at + STORY_AFTER,
            )
            for story in text.stories
        )
    Update.objects.bulk_create(
        Update(
            campaign=campaign,
            kind=update.kind,
            title=update.title,
            body=update.body,
            published_at=now - timedelta(days=update.days),
        )
        for update in text.updates
    )


def _action(action: ActionText, *, campaign: Campaign, position: int, now: datetime) -> Action:
    happens_at = None
    if action.happens_in is not None:
        happens_at = evening(action.happens_in, zone=campaign.deadline_tz, now=now)
    opens_at = instant(action.opens_in, now=now)
    first = action.first_for != "ally"
    return Action(
        campaign=campaign,
        kind=action.kind,
        position=position,
        title=action.title,
        why=action.why,
        script=action.script,
        first_for=action.first_for,
        opens_at=opens_at,
        opens_to_all_at=(opens_at + timedelta(days=14) if opens_at and first else opens_at),
        opens_when=action.opens_when,
        happens_at=happens_at,
        happens_tz=campaign.deadline_tz if happens_at else "",
        place=action.place,
    )


def _events(campaign: Campaign, *, owner: User) -> list[CampaignEvent]:
    if campaign.launched_at is None:
        return []
    return [
        CampaignEvent(
            campaign=campaign,
            kind=Status.IN_REVIEW,
            at=campaign.launched_at - timedelta(days=3),
            actor=owner,
        ),
        CampaignEvent(campaign=campaign, kind=Status.LIVE, at=campaign.launched_at),
    ]
