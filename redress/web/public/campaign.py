"""The public page of one campaign: one read of its rows, one answer for everyone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import FETCH_RAISE, Count, Max, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from redress.actions.models import Action
from redress.agencies.clocks import clock_sentence
from redress.campaigns.models import (
    Approval,
    Campaign,
    CampaignQuerySet,
    Fact,
    Section,
)
from redress.core import clock
from redress.core.money import Money
from redress.petitions.models import AgencyEvent, Petition, PetitionVersion
from redress.pledges.models import Decision, Pledge
from redress.pledges.states import OPEN_AFTER_DECISION
from redress.pledges.states import Status as PledgeStatus
from redress.stories.models import Story
from redress.supporters.consenting import WORDS
from redress.supporters.models import Consent, Supporter, Tier
from redress.supporters.tiers import offered_by
from redress.supporters.traffic import Channel
from redress.updates.models import Update
from redress.web import charts
from redress.web.addresses import page_address, page_path
from redress.web.caching import public_page
from redress.web.public import docket, presenting, standing_with
from redress.web.redlines import RedlineChange, redline_change
from redress.web.sharing import share_links, with_channel

NAMES_READ, NAMES_SHOWN = 45, 15
"""Of the newest names, so many stand on the campaign page; the wall has them all."""
_LONG_TITLE = 45
_SETTLED = (
    PledgeStatus.CHARGED,
    PledgeStatus.PART_REFUNDED,
    PledgeStatus.REFUNDED,
    PledgeStatus.DISPUTED,
    PledgeStatus.LOST,
    PledgeStatus.DROPPED,
)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the table twin of the chart."""

    day: date
    pledged_minor: int
    people: int


@dataclass(frozen=True, slots=True)
class ActionTile:
    """One thing to do, and whether everybody may do it now."""

    action: Action
    open_to_all: bool
    closed: bool


@require_safe
@public_page
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaign page, or its history page when it is taken from the public record."""
    now = clock.now()
    found = find_campaign(slug)
    if found.address != slug:
        return redirect(page_path("campaign", found.address))
    template = "public/record.html" if found.is_record else "public/campaign.html"
    return render(request, template, page_context(found, now=now))


def find_campaign(slug: str) -> Campaign:
    """The campaign at this address with all that its page shows. Raises Http404."""
    found = with_rows(Campaign.objects.at(slug)).first()
    if found is None:
        raise Http404
    return found


def with_rows(campaigns: CampaignQuerySet) -> CampaignQuerySet:
    """The same campaigns with all rows that their page shows."""
    return (
        campaigns.select_related(
            "agency",
            "beneficiary",
            "picture",
            "petition__agency",
            "petition__rule__agency",
            "decision",
        )
        .prefetch_related(
            "issue_areas",
            "picture__cuts",
            "sections",
            "sources",
            Prefetch("facts", Fact.objects.select_related("source")),
            "budget_lines",
            "strategy_stages",
            "tier_terms",
            Prefetch("members", standing_with.rows()),
            "press",
            Prefetch("approvals", Approval.objects.filter(voided_at=None)),
            "stories",
            "updates",
            "actions",
            "state_counts",
            "day_counts",
            "petition__text_changes",
            "petition__agency_events",
        )
        .fetch_mode(FETCH_RAISE)
    )


def page_context(found: Campaign, *, now: datetime, preview: bool = False) -> dict[str, object]:
    """Everything that the templates of the page read; a preview shows a draft as if open."""
    petition: Petition | None = getattr(found, "petition", None)
    decision: Decision | None = getattr(found, "decision", None)
    approval = next(iter(found.approvals.all()), None)
    named = list(Supporter.objects.named().filter(campaign=found)[:NAMES_READ])
    url = page_address("campaign", found.address)
    return {
        "campaign": found,
        "title_is_long": len(str(found.title)) > _LONG_TITLE,
        "picture": presenting.picture_of(found),
        "scope": presenting.scope_text(found),
        "addressee": presenting.addressee_text(found),
        "starter_initials": presenting.initials_of(found.starter_name),
        "docket": docket.docket(found, approval=approval, now=now, preview=preview),
        "stages": docket.stages(found, petition=petition, approval=approval, now=now),
        "banners": docket.banners(
            found,
            petition=petition,
            decision=decision,
            collected=collected_percent(found),
            now=now,
        ),
        "sections": sections_of(found),
        "stories": shown_stories(found, now=now),
        "recent": presenting.recent_of(named, now=now) if docket.is_open(found, now=now) else (),
        **petition_context(found, petition),
        **progress_context(found, now=now),
        **people_context(found, named),
        **news_context(found, now=now),
        **support_context(found),
        "share_links": share_links(title=str(found.title), url=url),
        "share_url": url,
        "copied_url": with_channel(url, Channel.COPY),
        "menu_url": with_channel(url, Channel.SHEET),
    }


def sections_of(found: Campaign) -> dict[str, Section]:
    """The parts that have something to say, by kind."""
    return {
        section.kind: section for section in found.sections.all() if section.body or section.heading
    }


def shown_stories(found: Campaign, *, now: datetime) -> list[Story]:
    """Published stories, in the order of their publication."""
    shown = [
        (story.published_at, story)
        for story in found.stories.all()
        if story.published_at and story.published_at <= now
    ]
    return [story for _, story in sorted(shown, key=lambda pair: (pair[0], pair[1].pk))]


def collected_percent(found: Campaign) -> int | None:
    """How many of the locked pledges are finished, while the money is collected."""
    if found.status not in {"succeeded", "collecting"}:
        return None
    counted = Pledge.objects.filter(campaign=found).aggregate(
        waiting=Count("pk", filter=Q(status__in=OPEN_AFTER_DECISION)),
        finished=Count("pk", filter=Q(status__in=_SETTLED)),
    )
    return charts.percent(counted["finished"], counted["finished"] + counted["waiting"])


def petition_context(found: Campaign, petition: Petition | None) -> dict[str, object]:
    """The petition as sheet, redline, clock and timeline; without one the draft's redline."""
    if petition is None:
        return {"changes": drafted_changes(found)}
    version = PetitionVersion.objects.filter(petition=petition).aggregate(
        number=Max("number"), pages=Max("rendered__pages")
    )
    changes = sorted(petition.text_changes.all(), key=lambda change: change.position)
    return {
        "petition": petition,
        "changes": [
            redline_change(
                reference=change.cfr_ref,
                current=change.base_text,
                proposed=change.proposed_text,
                note=change.note,
            )
            for change in changes
        ],
        "sheet": presenting.sheet_of(petition, version=version["number"] or 0),
        "pages": version["pages"],
        "clock_sentence": clock_sentence(petition.rule),
        "agency_events": timeline(petition),
        "days_waited": days_waited(petition),
    }


def drafted_changes(found: Campaign) -> list[RedlineChange]:
    """The changes as the campaign itself states them."""
    return [
        redline_change(
            reference=change.citation,
            current=change.current_text,
            proposed=change.proposed_text,
            note=str(change.note),
        )
        for change in found.rule_changes.all()
    ]


def timeline(petition: Petition) -> list[AgencyEvent]:
    """What the agency and the courts did, oldest first."""
    return sorted(petition.agency_events.all(), key=lambda event: (event.dated, event.pk))


def days_waited(petition: Petition) -> int | None:
    """Days from receipt to answer, when both are known."""
    if petition.received_on is None or petition.answered_on is None:
        return None
    return (petition.answered_on - petition.received_on).days


def progress_context(found: Campaign, *, now: datetime) -> dict[str, object]:
    """The two drawings with their table twins; absent for a record."""
    if found.is_record or found.deadline_shown is None or found.launched_at is None:
        return {}
    people = sum_so_far = 0
    rows = []
    for row in found.day_counts.all():
        sum_so_far += row.pledged_minor
        people += row.people
        rows.append(DayRow(row.day, sum_so_far, people))
    sums = [(row.day, row.pledged_minor) for row in rows]
    today = min(now.date(), last_day(found))
    if sums and sums[-1][0] < today:
        sums.append((today, sum_so_far))
    return {
        "chart": charts.pledges_over_time(
            sums,
            goal=found.goal.minor,
            start=found.launched_at.date(),
            end=max(last_day(found), found.launched_at.date() + timedelta(days=1)),
            open_still=docket.is_open(found, now=now),
        ),
        "chart_rows": rows[::-1],
        "states": charts.states_map(
            {row.state: row.people for row in found.state_counts.all()},
            total=found.supporter_count,
        ),
    }


def last_day(found: Campaign) -> date:
    """The day of the deadline as its zone counts it."""
    local = found.deadline_shown
    if local is None:
        raise ValueError(f"{found.number} has no deadline.")
    return local.date()


def people_context(found: Campaign, named: list[Supporter]) -> dict[str, object]:
    """Names by consent, Champions first, and the organizations that confirmed themselves."""
    ranks = list(Tier)[::-1]
    ranked = sorted(named, key=lambda supporter: ranks.index(Tier(supporter.tier)))
    names = ranked[:NAMES_SHOWN]
    return {
        "names": names,
        "more_people": max(found.supporter_count - len(names), 0),
        **standing_with.context_of(found),
    }


def news_context(found: Campaign, *, now: datetime) -> dict[str, object]:
    """Updates that are out, the organizer's letter apart, and what there is to do."""
    out = [update for update in found.updates.all() if update.published_at <= now]
    return {
        "updates": [update for update in out if update.kind == Update.Kind.NEWS],
        "letters": [update for update in out if update.kind == Update.Kind.LETTER],
        "tiles": [tile_of(action, now=now) for action in found.actions.all()],
    }


def tile_of(action: Action, *, now: datetime) -> ActionTile:
    """Whether an action is open to everybody, and whether it is over."""
    opened = action.opens_at is not None and action.opens_at <= now
    for_all = action.first_for == Tier.ALLY or (
        action.opens_to_all_at is not None and action.opens_to_all_at <= now
    )
    over = action.closes_at is not None and action.closes_at <= now
    return ActionTile(action=action, open_to_all=opened and for_all, closed=over)


def support_context(found: Campaign) -> dict[str, object]:
    """What the form on the page offers; nothing above the first step is chosen beforehand."""
    tiers = offered_by(found)
    amounts = presenting.amounts_of(tiers)
    return {
        "tiers": presenting.tier_choices(Tier.ADVOCATE, tiers),
        "amounts": amounts,
        "ally_least": tiers.least_pledge(Tier.ALLY),
        "ally_most": tiers.minimum_of(Tier.ADVOCATE) - Money(1, tiers.currency),
        "chosen_amount": amounts[0],
        "join_words": WORDS[Consent.Kind.JOIN],
        "name_words": WORDS[Consent.Kind.NAME],
        "milestone_words": WORDS[Consent.Kind.MILESTONES],
    }
