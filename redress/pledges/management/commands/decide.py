"""`manage.py decide`: what would be decided, and why; with `--write`, decide what is due."""

import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from redress.campaigns.models import Campaign
from redress.campaigns.states import CHARGING
from redress.core import clock
from redress.pledges import charging, settlement
from redress.pledges.models import Decision
from redress.pledges.settlement import Preview

BAR = 40
WATCH_SECONDS = 1.0


class Command(BaseCommand):
    """Changes nothing unless `--write` is given."""

    help = "Show what the deadline would decide (nothing is changed), or decide with --write."

    def add_arguments(self, parser: CommandParser) -> None:
        """Dry by default; another instant is only for looking."""
        acting = parser.add_mutually_exclusive_group()
        acting.add_argument("--dry-run", action="store_true", help="change nothing (the default)")
        acting.add_argument("--write", action="store_true", help="decide what is due now")
        parser.add_argument("--at", metavar="ISO", help="look as if it were this instant")
        parser.add_argument("--campaign", metavar="SLUG", help="this campaign alone")
        parser.add_argument("--watch", action="store_true", help="show collections as they go on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table; act only when asked to."""
        if options["at"] and options["write"]:
            raise CommandError(
                "--at is for looking: what --write decides is judged by the database's own clock."
                " Leave out one of the two."
            )
        at = _instant(options["at"]) if options["at"] else clock.database_time()
        campaigns = _campaigns(options["campaign"])
        previews = [settlement.preview(campaign.pk, at) for campaign in campaigns]
        self._print(previews, at)
        if options["write"]:
            self._write([preview for preview in previews if preview.due])
        elif not options["watch"]:
            self.stdout.write("Nothing was changed.")
        if options["watch"]:
            self._watch(options["campaign"])

    def _print(self, previews: list[Preview], at: datetime) -> None:
        self.stdout.write(f"At {at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
        if not previews:
            self.stdout.write("No campaign is waiting for its deadline.")
        for preview in previews:
            self.stdout.write(_line(preview))

    def _write(self, due: list[Preview]) -> None:
        for preview in due:
            decision = settlement.settle(preview.campaign.pk, clock.now())
            said = f"decided: {decision.outcome}" if decision else "somebody else is at it"
            self.stdout.write(f"{preview.campaign.number}: {said}")
        if not due:
            self.stdout.write("Nothing is due.")

    def _watch(self, slug: str | None) -> None:
        while True:
            collecting = _named(slug).filter(status__in=CHARGING).order_by("deadline_at", "pk")
            if not collecting:
                self.stdout.write("Nothing is being collected.")
                return
            for campaign in collecting:
                self.stdout.write(_bar(campaign))
            if all(charging.progress(campaign).percent == 100 for campaign in collecting):
                return
            time.sleep(WATCH_SECONDS)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(
            f"{text!r} is no instant; write it like 2026-12-19T04:00+00:00."
        ) from fault
    if at.tzinfo is None:
        raise CommandError(f"{text!r} names no zone; write it like 2026-12-19T04:00+00:00.")
    return at


def _named(slug: str | None) -> Any:
    rows = Campaign.objects.filter(is_record=False)
    if slug is None:
        return rows
    named = rows.filter(Q(slug=slug) | Q(private_slug=slug))
    if not named.exists():
        raise CommandError(f"There is no campaign {slug!r}.")
    return named


def _campaigns(slug: str | None) -> list[Campaign]:
    rows = _named(slug).filter(status__in=settlement.UNDECIDED, deadline_at__isnull=False)
    return list(rows.order_by("deadline_at", "pk"))


def _line(preview: Preview) -> str:
    standing, campaign = preview.standing, preview.campaign
    people = f" of {standing.people_goal}" if standing.people_goal else ""
    would = "would be" if preview.due else "not due, would be"
    reason = Decision.Reason(preview.verdict.reason).label if preview.verdict.reason else ""
    return (
        f"{campaign.number}  {campaign.slug:<32} deadline"
        f" {campaign.deadline_local.replace('T', ' ')} {campaign.deadline_tz} "
        f" {standing.pledged.format('en')} of"
        f" {standing.goal.format('en')} in {standing.pledges} pledges,"
        f" {standing.supporters}{people} supporters,"
        f" {'approved' if standing.approved else 'not approved'}: {would}"
        f" {preview.verdict.outcome} {reason}".rstrip()
    )


def _bar(campaign: Campaign) -> str:
    progress = charging.progress(campaign)
    full = progress.percent * BAR // 100
    return (
        f"{campaign.number}  [{'#' * full}{'.' * (BAR - full)}] {progress.percent:>3} %"
        f"  {progress.done} of {progress.total} tried, {progress.charged} charged"
    )
