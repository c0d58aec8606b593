"""Pledges, what was agreed to, the one decision, and every attempt to charge."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Approval, Campaign
from redress.core.clock import DATABASE_NOW
from redress.core.money import Money
from redress.pledges.states import OPEN_AFTER_DECISION, Status
from redress.supporters.models import Supporter, Tier


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """The rules that both a list and a row need, written once."""

    def active(self) -> PledgeQuerySet:
        """Held and counted."""
        return self.filter(status=Status.ACTIVE)

    def open_after_decision(self) -> PledgeQuerySet:
        """Those that may still become a charge."""
        return self.filter(status__in=OPEN_AFTER_DECISION)


class Pledge(models.Model):
    """A promise to pay once if both conditions hold; not money, never in the ledger."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="pledges")
    tier = models.CharField(max_length=10, choices=Tier)
    amount_minor = models.BigIntegerField()  # whole minor units; never counts the fee cover
    fee_cover_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=16, choices=Status, default=Status.INTENT)

    # the processor's names for things; no card number is ever seen here
    customer_ref = models.CharField(max_length=120, blank=True)
    session_ref = models.CharField(max_length=120, blank=True)
    setup_number = models.PositiveSmallIntegerField(default=0)  # card pages opened so far
    method_ref = models.CharField(max_length=120, blank=True)
    card_brand = models.CharField(max_length=20, blank=True)
    card_last4 = models.CharField(max_length=4, blank=True)
    card_expires = models.CharField(max_length=7, blank=True)  # 2031-04
    card_fingerprint = models.CharField(max_length=64, blank=True)
    card_attached = models.BooleanField(default=False)  # a card that is still to be detached
    payment_ref = models.CharField(max_length=120, blank=True)  # one PaymentIntent for life
    charge_ref = models.CharField(max_length=120, blank=True)

    created_at = models.DateTimeField(db_default=DATABASE_NOW)
    activated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # cancelled, released, expired, dropped
    charged_at = models.DateTimeField(null=True)
    charged_minor = models.BigIntegerField(null=True)
    next_try_at = models.DateTimeField(null=True)  # null: no retry without a new card
    may_retry = models.BooleanField(default=True)  # False after "do not try again", lost, stolen
    grace_ends_at = models.DateTimeField(null=True)
    fix_url = models.TextField(blank=True)  # the bank's confirmation page, when it asked
    decline_code = models.CharField(max_length=60, blank=True)
    looked_at = models.DateTimeField(null=True)  # when the reconciler last read the card page

    objects = PledgeQuerySet.as_manager()
    id: int
    campaign_id: int
    supporter_id: int

    class Meta:
        """A status and its facts stand together; one held pledge per person and campaign."""

        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="pledge_status_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=500, amount_minor__lte=500_000),
                name="pledge_amount_within",
            ),
            models.CheckConstraint(condition=Q(fee_cover_minor__gte=0), name="pledge_fee_cover"),
            models.UniqueConstraint(
                fields=["supporter"],
                condition=~Q(status__in=["intent", "cancelled", "released", "expired", "dropped"]),
                name="pledge_held_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["intent", "expired", "cancelled"])
                | (Q(activated_at__isnull=False) & ~Q(method_ref="") & ~Q(customer_ref="")),
                name="pledge_active_has_card",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["charged", "part_refunded", "refunded", "disputed", "lost"])
                    & Q(charged_at__isnull=False)
                    & Q(charged_minor=F("amount_minor") + F("fee_cover_minor"))
                    & ~Q(payment_ref="")
                )
                | (
                    ~Q(status__in=["charged", "part_refunded", "refunded", "disputed", "lost"])
                    & Q(charged_at__isnull=True)
                    & Q(charged_minor__isnull=True)
                ),
                name="pledge_charged_facts",
            ),
            models.UniqueConstraint(
                fields=["payment_ref"], condition=~Q(payment_ref=""), name="payment_ref_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cancelled", "released", "expired", "dropped"])
                | Q(ended_at__isnull=False),
                name="pledge_ended_when",
            ),
        )
        indexes = (
            models.Index(fields=["campaign", "status"], name="pledge_by_status"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(status__in=["declined", "action_required"]),
                name="pledge_next_try",
            ),
            models.Index(
                fields=["created_at"], condition=Q(status="intent"), name="pledge_unfinished"
            ),
        )

    def __str__(self) -> str:
        """The number, never the person."""
        return f"pledge {self.pk}"

    @property
    def amount(self) -> Money:
        """What counts toward the goal."""
        return Money(self.amount_minor, self.currency)

    @property
    def total(self) -> Money:
        """What will be charged: the amount and the fee cover."""
        return Money(self.amount_minor + self.fee_cover_minor, self.currency)


class Mandate(models.Model):
    """The exact words that the supporter agreed to. Append-only; the latest counts."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="mandates")
    version = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=20)  # which template text, such as "2026-11"
    language = models.CharField(max_length=2)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    amount_minor = models.BigIntegerField()  # with the fee cover: the most that may be charged
    currency = models.CharField(max_length=3)
    network_hash = models.CharField(max_length=32, blank=True)
    agreed_at = models.DateTimeField()

    class Meta:
        """Numbered."""

        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=["pledge", "version"], name="mandate_version_once"),
        )

    def __str__(self) -> str:
        """Which version."""
        return f"{self.pledge_id} v{self.version}"


class PledgeEvent(models.Model):
    """What happened to a pledge; append-only, in the same transaction as the change."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read per pledge, in order."""

        indexes = (models.Index(fields=["pledge", "id"], name="pledge_event_order"),)

    def __str__(self) -> str:
        """What and when."""
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Decision(models.Model):
    """The one immutable row that is written when the deadline passes."""

    class Outcome(models.TextChoices):
        """What was decided."""

        SUCCEEDED = "succeeded", _("Succeeded")
        FAILED = "failed", _("Not reached")

    class Reason(models.TextChoices):
        """Why it failed; empty when it succeeded."""

        NONE = "", "–"
        SUPPORT = "support", _("The goal was not reached.")
        APPROVAL = "approval", _("The petition was not approved in time.")
        BOTH = "both", _("Neither the goal nor the approval was reached.")

    RULE_VERSION = "1"

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    rule_version = models.CharField(max_length=10, default=RULE_VERSION)
    decided_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    goal_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    people_goal = models.PositiveIntegerField(null=True)
    pledged_minor = models.BigIntegerField()
    pledges = models.PositiveIntegerField()
    supporters = models.PositiveIntegerField()
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Never before the deadline; a success has its approval and its goal."""

        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at__gte=F("deadline_at")), name="decision_after_deadline"
            ),
            models.CheckConstraint(
                condition=Q(outcome="failed", reason__in=["support", "approval", "both"])
                | (
                    Q(outcome="succeeded", reason="", approval__isnull=False)
                    & Q(pledged_minor__gte=F("goal_minor"))
                ),
                name="decision_reasoned",
            ),
        )

    def __str__(self) -> str:
        """What was decided."""
        return f"{self.campaign_id}: {self.outcome}"


class ChargeAttempt(models.Model):
    """One numbered try to charge, committed before the call that it is about."""

    class State(models.TextChoices):
        """What is known of the try."""

        SENDING = "sending", _("sent or about to be")
        PAID = "paid", _("paid")
        DECLINED = "declined", _("declined")
        NEEDS_ACTION = "needs_action", _("the bank asks for the person")
        GIVEN_UP = "given_up", _("no answer; read afresh, no money had moved")
        FROZEN = "frozen", _("stopped by an alarm; a person must look")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="attempts")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80, unique=True)  # the processor's idempotency key
    parameters = models.JSONField()  # byte-stable: a repeated call must not differ
    state = models.CharField(max_length=12, choices=State, default=State.SENDING)
    lease_until = models.DateTimeField()  # until then only who began it may send
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    charge_ref = models.CharField(max_length=120, blank=True)  # of a failed charge too
    code = models.CharField(max_length=60, blank=True)  # while sending: why no answer is known
    decline_code = models.CharField(max_length=60, blank=True)
    advice_code = models.CharField(max_length=60, blank=True)

    class Meta:
        """One open try at a time, one success for ever."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["pledge", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["pledge"], condition=Q(state="sending"), name="attempt_one_open"
            ),
            models.UniqueConstraint(
                fields=["pledge"], condition=Q(state="paid"), name="attempt_one_paid"
            ),
            models.CheckConstraint(
                condition=Q(state="sending", answered_at__isnull=True)
                | (~Q(state="sending") & Q(answered_at__isnull=False)),
                name="attempt_answered_when",
            ),
        )

    def __str__(self) -> str:
        """Pledge and number."""
        return f"{self.pledge_id} try {self.number}"


class ProcessorEvent(models.Model):
    """A webhook that arrived: verified, stored once, handled by a job that re-reads the truth."""

    event_ref = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=80)
    object_ref = models.CharField(max_length=120)
    arrived_at = models.DateTimeField(db_default=DATABASE_NOW)
    handled_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        """What it tells of."""
        return f"{self.kind} {self.event_ref}"


class RateBucket(models.Model):
    """Tokens for calls to the processor, shared by all workers."""

    name = models.CharField(max_length=40, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField(db_default=DATABASE_NOW)
    rate_share = models.FloatField(default=1.0)  # halved on 429, grows back

    def __str__(self) -> str:
        """The name."""
        return self.name
