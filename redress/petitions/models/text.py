"""The petition and what it says: petitioners, parts, paragraphs, authorities, text changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from redress.campaigns.models import Campaign


class Status(models.TextChoices):
    """Where a petition stands. The moves between these are in states.py."""

    DRAFT = "draft", _("Draft")
    COUNSEL_REVIEW = "counsel_review", _("With counsel")
    SIGN_ON_OPEN = "sign_on_open", _("Open for co-signers")
    SIGN_ON_CLOSED = "sign_on_closed", _("Co-signing closed")
    FINAL = "final", _("Final")
    FILED = "filed", _("Filed")
    RECEIVED = "received", _("Received by the agency")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DOCKETED = "docketed", _("Docketed")
    COMMENT_OPEN = "comment_open", _("Open for comment")
    COMMENT_CLOSED = "comment_closed", _("Comment closed")
    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly_granted", _("Granted in part")
    DENIED = "denied", _("Denied")
    DEEMED_DENIED = "deemed_denied", _("Deemed denied")
    DISMISSED_MOOT = "dismissed_moot", _("Dismissed as moot")
    MERGED = "merged", _("Merged into another proceeding")
    DEFICIENT = "deficient", _("Returned as incomplete")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RETURNED_UNDELIVERED = "returned_undelivered", _("Came back undelivered")
    TENTATIVE_RESPONSE = "tentative_response", _("Tentative response")
    ANPRM = "anprm", _("Advance notice of a rule")
    NPRM = "nprm", _("Rule proposed")
    FINAL_RULE = "final_rule", _("Final rule published")
    EFFECTIVE = "effective", _("Rule in force")
    RULE_WITHDRAWN = "rule_withdrawn", _("Rule withdrawn")


class Outcome(models.TextChoices):
    """How the agency answered."""

    GRANTED = "granted", _("Granted")
    PARTLY_GRANTED = "partly_granted", _("Granted in part")
    DENIED = "denied", _("Denied")
    DEEMED_DENIED = "deemed_denied", _("Deemed denied")
    DISMISSED_MOOT = "dismissed_moot", _("Dismissed as moot")
    MERGED = "merged", _("Merged into another proceeding")


DECIDED = frozenset(Status(outcome.value) for outcome in Outcome)
AFTER_GRANT = frozenset(
    {
        Status.ANPRM,
        Status.NPRM,
        Status.FINAL_RULE,
        Status.EFFECTIVE,
        Status.RULE_WITHDRAWN,
    }
)
WITH_THE_AGENCY = frozenset(
    {
        Status.RECEIVED,
        Status.ACKNOWLEDGED,
        Status.DOCKETED,
        Status.COMMENT_OPEN,
        Status.COMMENT_CLOSED,
        Status.TENTATIVE_RESPONSE,
        Status.DEFICIENT,
    }
)
# After these the words are out of our hands: no new version is made.
SENT = frozenset({Status.FILED}) | (WITH_THE_AGENCY - {Status.DEFICIENT}) | DECIDED | AFTER_GRANT


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Lists of petitions."""

    def of_campaign(self, campaign: Campaign) -> Petition | None:
        """The petition of this campaign with what a reader needs, or None while there is none."""
        return (
            self.filter(campaign=campaign)
            .select_related("campaign", "agency", "agency__parent", "rule", "rule__agency")
            .first()
        )


class Petition(models.Model):
    """One administrative petition; its words stand in the rows that point here."""

    class Kind(models.TextChoices):
        """What the agency is asked to do with a rule."""

        ISSUE = "issue", _("Issue a rule")
        AMEND = "amend", _("Amend a rule")
        REPEAL = "repeal", _("Repeal a rule")

    campaign = models.OneToOneField(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="petition"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="petitions"
    )
    rule = models.ForeignKey(
        "agencies.PetitionRule", on_delete=models.PROTECT, related_name="petitions"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    re_line = models.CharField(
        max_length=400, help_text=_("What stands after “In re” in the caption.")
    )
    language = models.CharField(max_length=12, default="en")
    status = models.CharField(max_length=24, choices=Status, default=Status.DRAFT)
    counsel_name = models.CharField(max_length=200, blank=True)
    counsel_firm = models.CharField(max_length=200, blank=True)
    counsel_address = models.TextField(
        blank=True,
        help_text=_("The public address of record; never a petitioner's home."),
    )
    docket_number = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        constraints = [
            models.CheckConstraint(
                name="petition_status_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="petition_outcome_known",
                condition=Q(outcome__in=["", *Outcome.values]),
            ),
            models.CheckConstraint(
                name="petition_answer_has_date_and_outcome",
                condition=Q(answered_on__isnull=True, outcome="")
                | (Q(answered_on__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="petition_decided_has_answer",
                condition=~Q(status__in=sorted(DECIDED | AFTER_GRANT))
                | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="petition_decision_is_the_outcome",
                condition=~Q(status__in=sorted(DECIDED)) | Q(outcome=models.F("status")),
            ),
            models.CheckConstraint(
                name="petition_with_agency_has_receipt",
                condition=~Q(status__in=sorted(WITH_THE_AGENCY)) | Q(received_on__isnull=False),
            ),
            models.CheckConstraint(
                name="petition_filed_has_date",
                condition=~Q(status=Status.FILED) | Q(filed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="petition_received_after_filed",
                condition=Q(filed_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(received_on__gte=models.F("filed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def was_sent(self) -> bool:
        """Whether the words left the house, so that they can no longer be edited here."""
        return self.status in SENT


class Party(models.Model):
    """A petitioner: a person or an organization with an interest in the rule."""

    class Kind(models.TextChoices):
        """Person or organization."""

        PERSON = "person", _("Person")
        ORGANIZATION = "organization", _("Organization")

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    represented_by = models.CharField(
        max_length=200, blank=True, help_text=_("Who signs for an organization.")
    )
    title = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=60, blank=True)
    interest = models.TextField(blank=True)
    is_lead = models.BooleanField(default=False)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("petitioner")
        verbose_name_plural = _("petitioners")
        constraints = [
            models.UniqueConstraint(fields=["petition", "position"], name="party_position_once"),
            models.UniqueConstraint(
                fields=["petition"],
                condition=Q(is_lead=True),
                name="party_one_lead_per_petition",
            ),
            models.CheckConstraint(
                name="party_person_signs_alone",
                condition=~Q(kind="person") | Q(represented_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """One part of the petition's text, in the order in which it is read."""

    class Kind(models.TextChoices):
        """What the part is for; agencies' rules name the parts they require."""

        INTRODUCTION = "introduction", _("Introduction")
        INTEREST = "interest", _("Petitioners and interest")
        ACTION_REQUESTED = "action_requested", _("Action requested")
        AUTHORITY = "authority", _("Authority")
        FACTS = "facts", _("Facts")
        GROUNDS = "grounds", _("Grounds")
        ECONOMIC = "economic", _("Economic effects")
        ENVIRONMENT = "environment", _("Environmental effects")
        REQUESTS = "requests", _("Requests")
        CERTIFICATION = "certification", _("Certification")
        OTHER = "other", _("Other")

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=300)
    body = models.TextField(blank=True, help_text=_("Plain paragraphs, parted by an empty line."))

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints = [
            models.UniqueConstraint(fields=["petition", "position"], name="part_position_once"),
            # petitioners, text changes and authorities stand in their part, so there is one of each
            models.UniqueConstraint(
                fields=["petition", "kind"],
                condition=Q(kind__in=["interest", "action_requested", "authority"]),
                name="part_with_rows_once",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Paragraph(models.Model):
    """A numbered paragraph of a part, with the source it rests on."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    text = models.TextField()
    source = models.ForeignKey(
        "campaigns.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="petition_paragraphs",
    )

    class Meta:
        verbose_name = _("numbered paragraph")
        verbose_name_plural = _("numbered paragraphs")
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="paragraph_number_once"),
            models.CheckConstraint(name="paragraph_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"¶ {self.number}"


class Authority(models.Model):
    """A law, rule or case the petition rests on."""

    class Category(models.TextChoices):
        """The heading under which the table of authorities lists it."""

        STATUTE = "statute", _("Statutes")
        REGULATION = "regulation", _("Regulations")
        CASE = "case", _("Cases")
        OTHER = "other", _("Other authorities")

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="authorities")
    category = models.CharField(max_length=12, choices=Category)
    citation = models.CharField(max_length=300)
    pin = models.CharField(max_length=80, blank=True)
    gives = models.TextField(blank=True, help_text=_("What it says, in a few words."))

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "citation", "pin"],
                name="authority_once_per_petition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.pin}".strip()


class RuleTextChange(models.Model):
    """Old words struck and new words inserted in one place of the rules."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="text_changes")
    position = models.PositiveIntegerField()
    cfr_ref = models.CharField(max_length=120)
    instruction = models.TextField(
        help_text=_("The amendatory instruction, as a rule would print it.")
    )
    base_text = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    base_date = models.DateField(help_text=_("The day whose text of the rule is the base."))
    note = models.TextField(blank=True, help_text=_("What a reader must know about these words."))

    class Meta:
        verbose_name = _("rule text change")
        verbose_name_plural = _("rule text changes")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "position"], name="rule_text_change_position_once"
            ),
            models.CheckConstraint(
                name="rule_text_change_changes_something",
                condition=~Q(base_text=models.F("proposed_text")),
            ),
        ]

    def __str__(self) -> str:
        return self.cfr_ref
