"""Lists of campaigns: what is listed, by which filters, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from redress.agencies.models import Agency
from redress.campaigns.models import Campaign, CampaignQuerySet, IssueArea
from redress.campaigns.similar import search, words_of
from redress.campaigns.states import Status


class Standing(models.TextChoices):
    """The states of a campaign as a reader asks for them."""

    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")
    RECORD = "record", _("From the public record")


_REACHED = (
    Status.SUCCEEDED,
    Status.COLLECTING,
    Status.SETTLED,
    Status.REFUNDING,
    Status.REFUNDED,
)
_CONDITIONS: Mapping[Standing, Q] = {
    Standing.OPEN: Q(is_record=False, status__in=(Status.LIVE, Status.PAUSED, Status.DECIDING)),
    Standing.REACHED: Q(is_record=False, status__in=_REACHED),
    Standing.NOT_REACHED: Q(is_record=False, status__in=(Status.FAILED, Status.CANCELLED)),
    Standing.RECORD: Q(is_record=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asks for; '' means all."""

    area: str = ""
    scope: str = ""
    agency: str = ""
    state: str = ""
    words: str = ""  # all of which stand in the campaign, in one of its languages

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any((self.area, self.scope, self.agency, self.state, words_of(self.words)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How campaigns of this house ended; records of others are not counted."""

    open: int
    reached: int
    not_reached: int


def find(filters: Filters) -> CampaignQuerySet:
    """The listed campaigns that fit: open ones by deadline, then the newest."""
    rows = search(filters.words)
    if filters.area:
        rows = rows.filter(issue_areas__slug=filters.area)
    if filters.scope:
        rows = rows.filter(scope=filters.scope)
    if filters.agency:
        rows = rows.filter(agency__code=filters.agency)
    if filters.state:
        rows = rows.filter(_CONDITIONS[Standing(filters.state)])
    return _in_order(rows)


def lead() -> Campaign | None:
    """The open campaign with the most supporters, which the home page shows first."""
    rows = Campaign.objects.listed().filter(status=Status.LIVE, is_record=False)
    return _with_rows(rows).order_by("-supporter_count", "deadline_at", "pk").first()


def areas() -> list[IssueArea]:
    """Every issue area, the empty ones too."""
    return list(IssueArea.objects.order_by("position", "pk"))


def agencies() -> list[Agency]:
    """The agencies that some listed campaign petitions."""
    petitioned = Campaign.objects.listed().values("agency")
    return list(Agency.objects.filter(pk__in=petitioned).order_by("name", "pk"))


def tally() -> Tally:
    """How many listed campaigns are open, were reached, were not."""
    standings = (Standing.OPEN, Standing.REACHED, Standing.NOT_REACHED)
    counts = Campaign.objects.listed().aggregate(
        **{one.value: models.Count("pk", filter=_CONDITIONS[one]) for one in standings}
    )
    return Tally(*(counts[one.value] for one in standings))


def _in_order(rows: CampaignQuerySet) -> CampaignQuerySet:
    is_open = Case(When(_CONDITIONS[Standing.OPEN], then=Value(0)), default=Value(1))
    soonest = Case(When(_CONDITIONS[Standing.OPEN], then=F("deadline_at")))
    return _with_rows(rows).order_by(is_open, soonest.asc(nulls_last=True), "-listed_at", "-pk")


def _with_rows(rows: CampaignQuerySet) -> CampaignQuerySet:
    """With what a card shows; the petition's table belongs to a package above and is only named."""
    return rows.select_related("agency", "picture", "petition__agency").prefetch_related(
        "issue_areas", "picture__cuts"
    )
