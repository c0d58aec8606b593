"""Where a campaign stands, as its page says it: docket card, conditions, stages, banners."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from redress.campaigns.models import Approval, Campaign
from redress.campaigns.states import Status
from redress.core.money import Money
from redress.petitions.models import Outcome, Petition
from redress.pledges.models import Decision
from redress.web import charts
from redress.web.formatting import day_text, length_text, moment_text, money_text

GATHERED = frozenset(
    {Status.SUCCEEDED, Status.COLLECTING, Status.SETTLED, Status.REFUNDING, Status.REFUNDED}
)
_MILESTONES = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the two things that must happen before anyone is charged."""

    met: bool
    text: str
    remark: str  # how far, or since when
    pattern: str = ""  # the remark with {} for the missing sum, while that sum can change


@dataclass(frozen=True, slots=True)
class Docket:
    """The card beside the headline."""

    status: str
    pledged: Money
    goal: Money
    meter: charts.Meter | None
    supporters: int
    seed: bool  # reachable by its private link only
    open: bool  # takes support now
    time_left: str  # "" when closed
    deadline: str
    deadline_day: str
    next_milestone: int  # percent, told in place of a bar
    conditions: tuple[Condition, ...]

    @property
    def zero(self) -> Money:
        """Nothing, in the campaign's currency: what is charged today."""
        return Money(0, self.goal.currency)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the six stages; `state` is done, now, next or ended."""

    name: str
    detail: str
    state: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence above everything else; `kind` is win, bad, warn or ''."""

    kind: str
    title: str
    text: str


def is_open(campaign: Campaign, *, now: datetime) -> bool:
    """Whether the page offers the form; the database's clock judges again on sending it."""
    return campaign.is_open and campaign.deadline_at is not None and now < campaign.deadline_at


def docket(
    campaign: Campaign, *, approval: Approval | None, now: datetime, preview: bool = False
) -> Docket:
    """The docket card of a campaign that takes pledges; a preview is drawn as if it were open."""
    open_now = preview or is_open(campaign, now=now)
    reached = charts.percent(campaign.pledged_minor, campaign.goal.minor)
    local = campaign.deadline_shown
    return Docket(
        status=_status_word(campaign, open_now=open_now),
        pledged=campaign.pledged,
        goal=campaign.goal,
        meter=charts.meter(pledged=campaign.pledged_minor, goal=campaign.goal.minor),
        supporters=campaign.supporter_count,
        seed=campaign.listed_at is None,
        open=open_now,
        time_left=length_text(campaign.deadline_at - now)
        if open_now and campaign.deadline_at
        else "",
        deadline=moment_text(local, campaign.deadline_tz) if local else _("the deadline"),
        deadline_day=day_text(local) if local else _("the deadline"),
        next_milestone=next((mark for mark in _MILESTONES if mark > reached), 100),
        conditions=(
            _support_condition(campaign, open_now=open_now),
            _approval_condition(approval, open_now=open_now),
        ),
    )


def _status_word(campaign: Campaign, *, open_now: bool) -> str:
    if campaign.status == Status.LIVE and not open_now:
        return str(Status.DECIDING.label)
    return str(Status(campaign.status).label)


def _support_condition(campaign: Campaign, *, open_now: bool) -> Condition:
    money_missing = campaign.goal.minor - campaign.pledged_minor
    people_missing = (campaign.people_goal or 0) - campaign.supporter_count
    goal = money_text(campaign.goal)
    if not campaign.goal.minor:  # a draft that has set none yet
        return Condition(met=False, text=_("The goal is pledged."), remark=_("Not set yet."))
    if campaign.people_goal:
        text = ngettext(
            "%(goal)s is pledged and %(count)d person stands behind it.",
            "%(goal)s is pledged and %(count)d people stand behind it.",
            campaign.people_goal,
        ) % {"goal": goal, "count": campaign.people_goal}
    else:
        text = _("%(goal)s is pledged.") % {"goal": goal}
    if money_missing <= 0 and people_missing <= 0:
        return Condition(met=True, text=text, remark=_("Reached."))
    missing = []
    if money_missing > 0:
        missing.append(money_text(Money(money_missing, campaign.currency)))
    if people_missing > 0:
        missing.append(
            ngettext("%(count)d person", "%(count)d people", people_missing)
            % {"count": people_missing}
        )
    remark = _("%(missing)s to go.") if open_now else _("Short by %(missing)s.")
    pattern = remark % {"missing": "{}"} if open_now and people_missing <= 0 else ""
    remark %= {"missing": _(" and ").join(missing)}
    return Condition(met=False, text=text, remark=remark, pattern=pattern)


def _approval_condition(approval: Approval | None, *, open_now: bool) -> Condition:
    text = _("Legal review approves the petition.")
    if approval is None:
        remark = _("Not yet.") if open_now else _("Not in time.")
        return Condition(met=False, text=text, remark=remark)
    done = _("Done %(day)s.") % {"day": day_text(approval.approved_at)}
    return Condition(met=True, text=text, remark=done)


# --- stages ---------------------------------------------------------------------------------


def stages(
    campaign: Campaign,
    *,
    petition: Petition | None,
    approval: Approval | None,
    now: datetime,
) -> tuple[Stage, ...]:
    """The six stages of the docket line, with what is known of each."""
    return (
        Stage(_("Drafted"), day_text(campaign.drafted_on) if campaign.drafted_on else "", "done"),
        _review_stage(approval),
        _support_stage(campaign, now=now),
        _filing_stage(campaign, petition),
        _clock_stage(petition, now=now),
        _answer_stage(petition),
    )


def _review_stage(approval: Approval | None) -> Stage:
    name = _("Reviewed by counsel")
    if approval is None:
        return Stage(name, _("Not yet; nobody is charged before it"), "next")
    days = dict.fromkeys((day_text(approval.counsel_signed_at), day_text(approval.approved_at)))
    return Stage(name, " – ".join(days), "done")


def _support_stage(campaign: Campaign, *, now: datetime) -> Stage:
    name = _("Gathering support")
    local = campaign.deadline_shown
    day = day_text(local) if local else ""
    if campaign.status in GATHERED:
        return Stage(name, _("Reached by %(day)s") % {"day": day}, "done")
    if campaign.status in {Status.FAILED, Status.CANCELLED}:
        label = str(Status(campaign.status).label)
        return Stage(name, f"{label}, {day}" if day else label, "ended")
    if campaign.deadline_at is None and not campaign.is_record:
        return Stage(name, _("Until the deadline"), "now")  # a draft that has set none yet
    if is_open(campaign, now=now) or campaign.status == Status.PAUSED:
        return Stage(name, _("Until %(day)s") % {"day": day}, "now")
    return Stage(name, _("Being decided"), "now")


def _filing_stage(campaign: Campaign, petition: Petition | None) -> Stage:
    name = _("Petition filed")
    filed = (petition.filed_on or petition.received_on) if petition else None
    if filed:
        return Stage(name, day_text(filed, "yMMMd"), "done")
    if campaign.status in GATHERED:
        return Stage(name, _("Being prepared for filing"), "now")
    if campaign.status in {Status.FAILED, Status.CANCELLED}:
        return Stage(name, _("Not by this campaign"), "next")
    return Stage(name, _("After both conditions are met"), "next")


def _clock_stage(petition: Petition | None, *, now: datetime) -> Stage:
    name = _("Agency clock runs")
    if petition is None or petition.received_on is None:
        return Stage(name, _("We count every day in public"), "next")
    until = petition.answered_on or now.date()
    days = (until - petition.received_on).days
    if petition.answered_on:
        text = ngettext("It took %(count)d day", "It took %(count)d days", days)
        return Stage(name, text % {"count": days}, "done")
    return Stage(name, _("Day %(count)d") % {"count": days}, "now")


def _answer_stage(petition: Petition | None) -> Stage:
    name = _("Answer")
    if petition is None or petition.answered_on is None:
        return Stage(name, _("Granted, denied or silent: we publish it"), "next")
    word = str(Outcome(petition.outcome).label)
    return Stage(name, f"{word}, {day_text(petition.answered_on, 'yMMMd')}", "done")


# --- banners --------------------------------------------------------------------------------


def banners(
    campaign: Campaign,
    *,
    petition: Petition | None,
    decision: Decision | None,
    collected: int | None,
    now: datetime,
) -> tuple[Banner, ...]:
    """What a reader must know first: the agency's answer, then what became of the money."""
    found = [outcome_banner(petition), _money_banner(campaign, decision, collected, now=now)]
    return tuple(banner for banner in found if banner)


def outcome_banner(petition: Petition | None) -> Banner | None:
    """How the agency answered, or None while it has not."""
    if petition is None or petition.answered_on is None:
        return None
    agency = petition.agency.short_name
    day = day_text(petition.answered_on, "yMMMd")
    names = {"agency": agency, "day": day}
    match petition.outcome:
        case Outcome.GRANTED:
            return Banner(
                "win",
                _("Granted on %(day)s") % names,
                _("%(agency)s granted the petition.") % names,
            )
        case Outcome.PARTLY_GRANTED:
            return Banner(
                "win",
                _("Granted in part on %(day)s") % names,
                _("%(agency)s agreed to a part of what was asked. The rest was denied.") % names,
            )
        case Outcome.DENIED:
            return Banner(
                "bad",
                _("Denied on %(day)s") % names,
                _("%(agency)s denied the petition. We publish the answer all the same.") % names,
            )
        case Outcome.DEEMED_DENIED:
            return Banner(
                "bad",
                _("Silent: deemed denied on %(day)s") % names,
                _("%(agency)s did not answer in time; the law counts that as a denial.") % names,
            )
        case _:
            return Banner(
                "",
                f"{Outcome(petition.outcome).label}, {day}",
                _("%(agency)s closed the petition without deciding what was asked.") % names,
            )


def _money_banner(
    campaign: Campaign, decision: Decision | None, collected: int | None, *, now: datetime
) -> Banner | None:
    if campaign.is_record:
        return None
    status = Status(campaign.status)
    if status == Status.FAILED:
        reason = str(Decision.Reason(decision.reason).label) if decision else ""
        text = _("All pledges were let go. Nobody was charged.")
        return Banner("bad", _("Not reached"), f"{reason} {text}".strip())
    if status in {Status.SUCCEEDED, Status.COLLECTING}:
        title = _("Both conditions were met")
        text = _("The pledges are being collected: %(percent)d %% done.") % {
            "percent": collected or 0
        }
        return Banner("win", title, text)
    if status == Status.SETTLED:
        return Banner("win", _("Both conditions were met"), _("The pledges have been collected."))
    if status == Status.PAUSED:
        return Banner(
            "warn",
            _("Paused"),
            _("This campaign takes no support at the moment. Nobody is charged."),
        )
    if status == Status.CANCELLED:
        text = _("All pledges were let go. Nobody was charged.")
        return Banner("bad", _("Cancelled"), text)
    if status in {Status.REFUNDING, Status.REFUNDED}:
        return Banner("warn", str(status.label), _("The money is given back to everyone who paid."))
    if status == Status.DECIDING or not is_open(campaign, now=now):
        text = _("The deadline has passed. The totals are frozen and are being judged.")
        return Banner("", _("Being decided"), text)
    return None
