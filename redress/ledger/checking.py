"""Whether the books and the pledges tell the same story: the invariants, asked in SQL.

The pledges' tables are named here in SQL alone: the books know nothing of the packages above,
but whoever audits them has to lay both side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

# each query answers one row per fault, its first column naming the row that is wrong
INVARIANTS: Mapping[str, str] = {
    "I1 a pledge is paid by at most one attempt and booked at most once": """
        SELECT 'pledge ' || pledge_id FROM pledges_chargeattempt WHERE state = 'paid'
         GROUP BY pledge_id HAVING count(*) > 1
        UNION ALL
        SELECT 'journal ' || reference FROM ledger_journal WHERE kind = 'charge'
         GROUP BY reference HAVING count(*) > 1""",
    "I2 no attempt without a decision of its own campaign that says succeeded": """
        SELECT 'attempt ' || a.id FROM pledges_chargeattempt a
          JOIN pledges_pledge p ON p.id = a.pledge_id
          JOIN pledges_decision d ON d.id = a.decision_id
         WHERE d.outcome <> 'succeeded' OR d.campaign_id <> p.campaign_id""",
    "I3 no charge of a pledge that was cancelled, released, expired or dropped": """
        SELECT 'pledge ' || p.id FROM pledges_pledge p
          JOIN ledger_journal j ON j.kind = 'charge' AND j.reference = 'pledge:' || p.id
         WHERE p.status IN ('cancelled', 'released', 'expired', 'dropped')""",
    "I4 every journal has two lines or more and sums to zero in each currency": """
        SELECT 'journal ' || j.id FROM ledger_journal j
          LEFT JOIN ledger_posting p ON p.journal_id = j.id
         GROUP BY j.id HAVING count(p.id) < 2
        UNION ALL
        SELECT 'journal ' || journal_id FROM ledger_posting
         GROUP BY journal_id, currency HAVING sum(amount_minor) <> 0""",
    "I5 a pledge is charged if and only if its journal exists": """
        SELECT 'pledge ' || p.id FROM pledges_pledge p
          LEFT JOIN ledger_journal j ON j.kind = 'charge' AND j.reference = 'pledge:' || p.id
         WHERE (p.charged_at IS NOT NULL) <> (j.id IS NOT NULL)
        UNION ALL
        SELECT 'journal ' || j.reference FROM ledger_journal j
          LEFT JOIN pledges_pledge p ON j.reference = 'pledge:' || p.id
         WHERE j.kind = 'charge' AND p.id IS NULL""",
    "I6 what is owed to a campaign is what its supporters gave; no fee is taken from it": """
        SELECT 'campaign ' || coalesce(given.id, booked.id) FROM
            (SELECT campaign_id AS id, currency, sum(amount_minor) AS minor FROM pledges_pledge
              WHERE charged_at IS NOT NULL GROUP BY 1, 2) given
          FULL JOIN
            (SELECT split_part(a.code, ':', 2)::bigint AS id, a.currency,
                    -sum(p.amount_minor) AS minor
               FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
               JOIN ledger_journal j ON j.id = p.journal_id
              WHERE j.kind = 'charge' AND a.code LIKE 'campaign:%:payable' GROUP BY 1, 2) booked
            ON given.id = booked.id AND given.currency = booked.currency
         WHERE given.minor IS DISTINCT FROM booked.minor
        UNION ALL
        SELECT 'journal ' || j.id FROM ledger_posting p
          JOIN ledger_account a ON a.id = p.account_id
          JOIN ledger_journal j ON j.id = p.journal_id
         WHERE j.kind = 'fee' AND a.code LIKE 'campaign:%:payable'""",
    "I7 what was charged is what the latest mandate permits": """
        SELECT 'pledge ' || p.id FROM pledges_pledge p
          LEFT JOIN LATERAL (
               SELECT amount_minor, currency FROM pledges_mandate WHERE pledge_id = p.id
                ORDER BY version DESC LIMIT 1) agreed ON true
         WHERE p.charged_at IS NOT NULL
           AND (p.charged_minor, p.currency)
               IS DISTINCT FROM (agreed.amount_minor, agreed.currency)""",
    "I8 what is written once is guarded": """
        SELECT guarded FROM unnest(ARRAY['ledger_account', 'ledger_journal', 'ledger_posting',
               'pledges_pledgeevent', 'pledges_mandate', 'pledges_decision']) AS guarded
         WHERE NOT EXISTS (
               SELECT 1 FROM pg_trigger WHERE tgrelid = guarded::regclass
                  AND tgname = guarded || '_append_only' AND tgenabled IN ('O', 'A'))""",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """An invariant that does not hold, and rows that break it (at most ten)."""

    invariant: str
    count: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: debit above zero, credit below."""

    code: str
    currency: str
    minor: int


def check() -> list[Fault]:
    """Every invariant that does not hold; an empty list is what must be."""
    faults = []
    with connection.cursor() as cursor:
        for invariant, query in INVARIANTS.items():
            cursor.execute(query)
            rows = [str(row[0]) for row in cursor.fetchall()]
            if rows:
                faults.append(Fault(invariant, len(rows), tuple(rows[:10])))
    return faults


def balances() -> list[Balance]:
    """What each account holds, by code and currency."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.code, a.currency, coalesce(sum(p.amount_minor), 0)::bigint
              FROM ledger_account a LEFT JOIN ledger_posting p ON p.account_id = a.id
             GROUP BY a.code, a.currency ORDER BY a.code, a.currency
            """
        )
        return [Balance(*row) for row in cursor.fetchall()]
