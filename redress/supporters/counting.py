"""Folding the deltas into the cached counts once a second, and counting again from the rows."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Sum

from redress.campaigns.models import Campaign
from redress.supporters.models import CounterDelta, StateCount, Supporter

_LOCK = 7_301_001  # one folder at a time: two would meet on campaigns in different orders
_BATCH = 50_000
# Rows are taken by what is there, never by "id above the last one": ids commit out of order.
_FOLD = """
WITH taken AS (
    DELETE FROM supporters_counterdelta
     WHERE id IN (SELECT id FROM supporters_counterdelta LIMIT %s) RETURNING *),
campaigns AS (
    UPDATE campaigns_campaign c
       SET supporter_count = c.supporter_count + sums.people,
           pledge_count = c.pledge_count + sums.pledges,
           pledged_minor = c.pledged_minor + sums.pledged_minor
      FROM (SELECT campaign_id, sum(people) AS people, sum(pledges) AS pledges,
                   sum(pledged_minor) AS pledged_minor
              FROM taken GROUP BY campaign_id) sums
     WHERE c.id = sums.campaign_id),
states AS (
    INSERT INTO supporters_statecount AS s (campaign_id, state, people)
    SELECT campaign_id, state, sum(people) FROM taken WHERE state <> '' AND people <> 0
     GROUP BY campaign_id, state
    ON CONFLICT (campaign_id, state) DO UPDATE SET people = s.people + EXCLUDED.people),
days AS (
    INSERT INTO supporters_daycount AS d (campaign_id, day, people, pledged_minor)
    SELECT campaign_id, day, sum(people), sum(pledged_minor) FROM taken GROUP BY campaign_id, day
    ON CONFLICT (campaign_id, day) DO UPDATE SET people = d.people + EXCLUDED.people,
        pledged_minor = d.pledged_minor + EXCLUDED.pledged_minor)
SELECT count(*) FROM taken
"""


def fold() -> int:
    """Add waiting deltas to the campaigns, states and days; returns how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_FOLD, [_BATCH])
        row: tuple[int] = cursor.fetchone()
    return row[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the cached people of a campaign do not agree with its rows."""

    where: str  # "all", or a state
    cached: int
    counted: int


def recount(*, campaign: Campaign) -> list[Difference]:
    """Compare people with the rows, deltas not yet folded included; empty when all agrees.

    It may run while people join: new deltas wait until the rows are read.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE supporters_counterdelta IN SHARE MODE")
        standing = Supporter.objects.filter(campaign=campaign, counted=True)
        by_state = Counter(
            dict(standing.values_list("state").annotate(people=Count("pk")).order_by())
        )
        deltas = CounterDelta.objects.filter(campaign=campaign)
        waiting = Counter(
            dict(deltas.values_list("state").annotate(people=Sum("people")).order_by())
        )
        cached = Counter(
            dict(StateCount.objects.filter(campaign=campaign).values_list("state", "people"))
        )
        total = Campaign.objects.values_list("supporter_count", flat=True).get(pk=campaign.pk)
    rows = [("all", total + sum(waiting.values()), sum(by_state.values()))]
    rows += [
        (state, cached[state] + waiting[state], by_state[state])
        for state in sorted({*by_state, *cached, *waiting} - {""})
    ]
    return [Difference(*row) for row in rows if row[1] != row[2]]
