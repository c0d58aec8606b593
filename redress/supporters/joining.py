"""Joining a campaign, confirming the address, and leaving: each one SQL statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from redress.campaigns.facts import message_facts
from redress.campaigns.models import Campaign
from redress.core.planned import planned_once
from redress.supporters import limits
from redress.supporters.consenting import words_sha256
from redress.supporters.mailboxes import canonical, clean_address
from redress.supporters.models import Consent, NameShown, Supporter
from redress.supporters.naming import clean_name
from redress.supporters.places import place_of


class CampaignClosed(Exception):
    """The campaign takes no support now, by its state or by the database's clock."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a joining; the page looks the same whatever it was."""

    supporter_id: int | None  # None: somebody else already stands with this mailbox
    created: bool


# Who may stand with a mailbox: one person, and a second with another name and the same
# postcode. Asking again before the confirmation renews the row; the last choices hold. A row
# that was confirmed is never changed by a stranger's form. Whoever asked less than a minute
# ago, refused our mail, or shares a network that asks too much, is answered the same without
# a message. `mailed_at = at` marks the rows whose message is due now.
_JOIN = """
WITH clock AS MATERIALIZED (SELECT redress_now() AS at),
open AS MATERIALIZED (
    SELECT c.id, clock.at FROM campaigns_campaign c, clock
     WHERE c.id = %(campaign)s AND c.status = 'live' AND NOT c.is_record
       AND clock.at < c.deadline_at),
held AS MATERIALIZED (
    SELECT id, slot, postcode, lower(name) = lower(%(name)s) AS same
      FROM supporters_supporter
     WHERE campaign_id = %(campaign)s AND email_canonical = %(canonical)s),
choice AS MATERIALIZED (
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM held WHERE same) THEN (SELECT min(slot) FROM held WHERE same)
        WHEN NOT EXISTS (SELECT 1 FROM held) THEN 0
        WHEN %(postcode)s <> '' AND (SELECT count(*) = 1 AND min(slot) = 0
             AND min(postcode) = %(postcode)s FROM held) THEN 1
    END AS slot),
quiet AS MATERIALIZED (
    SELECT EXISTS (SELECT 1 FROM supporters_supporter
                    WHERE email_canonical = %(canonical)s AND refuses_mail)
        OR (%(network)s <> '' AND (
            SELECT count(*) >= %(per_minute)s FROM (
                SELECT 1 FROM supporters_supporter, clock
                 WHERE network_hash = %(network)s AND network_hash <> ''
                   AND joined_at > clock.at - interval '1 minute'
                 LIMIT %(per_minute)s) recent)) AS quiet),
joined AS (
    INSERT INTO supporters_supporter AS s (campaign_id, email, email_canonical, slot, name, title,
        name_shown, postcode, state, language, tier, status, wants_milestones, joined_at, counted,
        network_hash, channel, mailed_at, mails, refuses_mail)
    SELECT open.id, %(email)s, %(canonical)s, choice.slot, %(name)s, '', %(name_shown)s,
           %(postcode)s, %(state)s, %(language)s, 'ally', 'pending', %(milestones)s, open.at, false,
           %(network)s, %(channel)s, open.at, 1, false
      FROM open, choice WHERE choice.slot IS NOT NULL
    ON CONFLICT (campaign_id, email_canonical, slot) DO UPDATE SET
        name_shown = CASE WHEN {renew} THEN EXCLUDED.name_shown ELSE s.name_shown END,
        postcode = CASE WHEN {renew} THEN EXCLUDED.postcode ELSE s.postcode END,
        state = CASE WHEN {renew} THEN EXCLUDED.state ELSE s.state END,
        language = CASE WHEN {renew} THEN EXCLUDED.language ELSE s.language END,
        wants_milestones =
            CASE WHEN {renew} THEN EXCLUDED.wants_milestones ELSE s.wants_milestones END,
        status = CASE WHEN {renew} THEN 'pending' ELSE s.status END,
        confirmed_at = CASE WHEN {renew} THEN NULL ELSE s.confirmed_at END,
        withdrawn_at = CASE WHEN {renew} THEN NULL ELSE s.withdrawn_at END,
        mailed_at = CASE WHEN {due} THEN EXCLUDED.mailed_at ELSE s.mailed_at END,
        mails = CASE WHEN NOT {due} THEN s.mails
                     WHEN EXCLUDED.mailed_at > s.mailed_at + interval '1 day' THEN 1
                     ELSE s.mails + 1 END
     -- two strangers at the same instant: the later one looks again
     WHERE lower(s.name) = lower(EXCLUDED.name)
    RETURNING s.id, s.email, s.name, s.status, s.joined_at, s.mailed_at),
turned_away AS (
    UPDATE supporters_supporter s SET mailed_at = open.at,
           mails = CASE WHEN open.at > s.mailed_at + interval '1 day' THEN 1 ELSE s.mails + 1 END
      FROM open, choice, held
     WHERE choice.slot IS NULL AND held.slot = 0 AND s.id = held.id
       AND {due_now}
    RETURNING s.id, s.email, s.name, s.status),
consented AS (
    INSERT INTO supporters_consent (supporter_id, kind, text_sha256, language, given, at)
    SELECT joined.id, words.kind, words.sha256, %(language)s, true, open.at
      FROM joined, open, (VALUES ('join', %(join_words)s, true),
                                 ('name', %(name_words)s, %(name_shown)s <> 'private'),
                                 ('milestones', %(milestones_words)s, %(milestones)s))
                         AS words (kind, sha256, given)
     WHERE joined.status = 'pending' AND words.given),
told AS (
    SELECT joined.id, email, name,
           CASE status WHEN 'pending' THEN %(kind)s ELSE %(again_kind)s END AS kind
      FROM joined, open WHERE mailed_at = open.at AND status IN ('pending', 'confirmed')
    UNION ALL
    SELECT id, email, name, 'join_refused' FROM turned_away
     WHERE status IN ('pending', 'confirmed')),
written AS (
    INSERT INTO core_outboxmessage (kind, dedupe_key, to_address, language, context, created_at,
        due_at, attempts, failure)
    SELECT told.kind, told.kind || ':' || told.id || '.' || extract(epoch FROM open.at),
           told.email, %(language)s,
           %(facts)s::jsonb || jsonb_build_object('supporter', told.id, 'name', told.name),
           open.at, open.at, 0, ''
      FROM told, open, quiet WHERE NOT quiet.quiet
    ON CONFLICT (dedupe_key) DO NOTHING)
SELECT EXISTS (SELECT 1 FROM open), (SELECT slot FROM choice),
       joined.id, joined.joined_at = (SELECT at FROM clock)
  FROM (SELECT 1) always LEFT JOIN joined ON true
"""
_DUE = (
    "(NOT s.refuses_mail AND {at} >= s.mailed_at + %(resend_after)s"
    " AND (s.mails < %(per_day)s OR {at} > s.mailed_at + interval '1 day'))"
)
_JOIN = _JOIN.format(
    renew="(s.status = 'pending' OR s.status = 'withdrawn' AND NOT s.refuses_mail)",
    due=_DUE.format(at="EXCLUDED.mailed_at"),
    due_now=_DUE.format(at="open.at"),
)


def join(
    *,
    campaign: Campaign,
    name: str,
    email: str,
    language: str,
    now: datetime,
    postcode: str = "",
    name_shown: str = NameShown.PRIVATE,
    wants_milestones: bool = False,
    tier_wanted: str = "ally",
    network_hash: str = "",
    channel: str = "",
    message_kind: str = "join_confirm",
    facts: dict[str, Any] | None = None,
) -> Joined:
    """Put somebody down as pending and write the message whose link confirms; one statement.

    Nobody becomes more than an Ally by asking: `tier_wanted` only stands in the message.
    `channel` is the code of the link that brought a new person. `message_kind` goes to a
    pending person; one who is already in gets `join_again`, or `message_kind` again when it is
    about a pledge. `facts` are added to the message's.
    Raises NameRefused, AddressRefused, PostcodeRefused and CampaignClosed, writing nothing.
    """
    address = clean_address(email)
    place = place_of(postcode)
    message = message_facts(campaign, language) | {"tier": str(tier_wanted)} | (facts or {})
    values = {
        "campaign": campaign.pk,
        "email": address,
        "canonical": canonical(address),
        "name": clean_name(name),
        "name_shown": str(name_shown),
        "postcode": place.postcode,
        "state": place.state,
        "language": language,
        "milestones": wants_milestones,
        "network": network_hash,
        "channel": channel,
        "kind": message_kind,
        "again_kind": "join_again" if message_kind == "join_confirm" else message_kind,
        "facts": json.dumps(message),
        "join_words": words_sha256(Consent.Kind.JOIN, language=language),
        "name_words": words_sha256(Consent.Kind.NAME, language=language),
        "milestones_words": words_sha256(Consent.Kind.MILESTONES, language=language),
        "per_minute": limits.MESSAGES_PER_MINUTE,
        "per_day": limits.MESSAGES_PER_DAY,
        "resend_after": limits.RESEND_AFTER,
    }
    for _try in range(2):
        is_open, slot, supporter_id, created = _ask(values)
        if not is_open:
            raise CampaignClosed(campaign.pk)
        if supporter_id is not None or slot is None:
            break
    return Joined(supporter_id=supporter_id, created=bool(created))


def _ask(values: dict[str, Any]) -> tuple[Any, ...]:
    with planned_once() as cursor:
        cursor.execute(_JOIN, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


class State(StrEnum):
    """What a press on the confirming button did."""

    COUNTED = "counted"
    ALREADY = "already"
    LATE = "late"  # up to 24 hours after closing: recorded, not counted
    TOO_LATE = "too_late"
    LEFT = "left"  # left, or refused: confirms nothing until the person joins again
    PAUSED = "paused"  # nothing happens until the campaign goes on


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation did, to whom."""

    state: State
    supporter_id: int


# The campaign's row is shared-locked: a decision, which locks it alone, waits for this
# statement, or this one waits and then sees a campaign that is being decided. Folding the
# counts does not wait. The time is read after both locks are held.
_CONFIRM = """
WITH locked AS MATERIALIZED (
    SELECT s.id, s.status AS before, s.campaign_id, s.state, c.status, c.deadline_at
      FROM supporters_supporter s JOIN campaigns_campaign c ON c.id = s.campaign_id
     WHERE s.id = %(supporter)s FOR NO KEY UPDATE OF s FOR KEY SHARE OF c),
timed AS MATERIALIZED (SELECT locked.*, redress_now() AS at FROM locked),
judged AS MATERIALIZED (
    SELECT timed.*, CASE
        WHEN before = 'confirmed' THEN 'already'
        WHEN before <> 'pending' THEN 'left'
        WHEN status = 'live' AND at < deadline_at THEN 'counted'
        WHEN status = 'paused' AND at < deadline_at THEN 'paused'
        WHEN status <> 'cancelled' AND at < deadline_at + interval '1 day' THEN 'late'
        ELSE 'too_late' END AS verdict
      FROM timed),
confirmed AS (
    UPDATE supporters_supporter s
       SET status = 'confirmed', confirmed_at = judged.at, counted = judged.verdict = 'counted'
      FROM judged WHERE s.id = judged.id AND judged.verdict IN ('counted', 'late')
    RETURNING s.*),
delta AS (
    INSERT INTO supporters_counterdelta (campaign_id, people, pledges, pledged_minor, state, day)
    SELECT campaign_id, 1, 0, 0, state, (confirmed_at AT TIME ZONE 'UTC')::date
      FROM confirmed WHERE counted),
welcomed AS (
    INSERT INTO core_outboxmessage (kind, dedupe_key, to_address, language, context, created_at,
        due_at, attempts, failure)
    SELECT 'welcome', 'welcome:' || s.id || '.' || extract(epoch FROM s.confirmed_at), s.email,
           s.language,
           jsonb_build_object('supporter', s.id, 'name', s.name, 'counted', s.counted,
               'campaign_title', coalesce(nullif(c.title ->> s.language, ''), c.title ->> 'en', ''),
               'campaign_address',
                   CASE WHEN c.listed_at IS NULL THEN c.private_slug ELSE c.slug END,
               'deadline_local', c.deadline_local, 'deadline_tz', c.deadline_tz,
               'goal_minor', c.goal_minor, 'currency', c.currency),
           s.confirmed_at, s.confirmed_at, 0, ''
      FROM confirmed s JOIN campaigns_campaign c ON c.id = s.campaign_id
     WHERE %(welcome)s)
SELECT verdict FROM judged
"""


def confirm(*, supporter_id: int, now: datetime, welcome: bool = True) -> Confirmation:
    """Count a person whose address has been proved by pressing the button in the mailed link.

    Safe to call again and at once by two: it counts once. `welcome=False` leaves out the
    welcoming message where another one follows. The database's clock judges, not `now`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRM, {"supporter": supporter_id, "welcome": welcome})
        row = cursor.fetchone()
    return Confirmation(State(row[0]) if row else State.LEFT, supporter_id)


_WITHDRAW = """
WITH locked AS MATERIALIZED (
    SELECT id, counted FROM supporters_supporter
     WHERE id = %(supporter)s AND status IN ('pending', 'confirmed') FOR NO KEY UPDATE),
withdrawn AS (
    UPDATE supporters_supporter s
       SET status = 'withdrawn', withdrawn_at = redress_now(), counted = false,
           wants_milestones = false, refuses_mail = s.refuses_mail OR %(refuse)s
      FROM locked WHERE s.id = locked.id
    RETURNING s.id, s.campaign_id, s.state, s.withdrawn_at, locked.counted),
delta AS (
    INSERT INTO supporters_counterdelta (campaign_id, people, pledges, pledged_minor, state, day)
    SELECT campaign_id, -1, 0, 0, state, (withdrawn_at AT TIME ZONE 'UTC')::date
      FROM withdrawn WHERE counted)
SELECT id FROM withdrawn
"""


def _withdraw(supporter_id: int, *, refuse: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, {"supporter": supporter_id, "refuse": refuse})
        return cursor.fetchone() is not None


def leave(*, supporter_id: int, now: datetime) -> bool:
    """Stand no longer behind the campaign; False when the person had left before.

    A held pledge is another promise and stays: the caller cancels it first.
    """
    return _withdraw(supporter_id, refuse=False)


def refuse(*, supporter_id: int, now: datetime) -> bool:
    """Withdraw for somebody who was not asked, and write to this mailbox no more, whoever asks."""
    return _withdraw(supporter_id, refuse=True)


def allow_mail(*, supporter_id: int) -> bool:
    """Take a refusal back; joining again is possible then. False when there was none."""
    refusing = Supporter.objects.filter(pk=supporter_id, refuses_mail=True)
    return refusing.update(refuses_mail=False) > 0
