"""Petitions, their parts, versions, reviews, co-signers and events."""

import django.db.models.deletion
import redress.core.translated
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("campaigns", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("issue", "Issue a rule"),
                            ("amend", "Amend a rule"),
                            ("repeal", "Repeal a rule"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                (
                    "re_line",
                    models.CharField(
                        help_text="What stands after “In re” in the caption.",
                        max_length=400,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("counsel_review", "With counsel"),
                            ("sign_on_open", "Open for co-signers"),
                            ("sign_on_closed", "Co-signing closed"),
                            ("final", "Final"),
                            ("filed", "Filed"),
                            ("received", "Received by the agency"),
                            ("acknowledged", "Acknowledged"),
                            ("docketed", "Docketed"),
                            ("comment_open", "Open for comment"),
                            ("comment_closed", "Comment closed"),
                            ("granted", "Granted"),
                            ("partly_granted", "Granted in part"),
                            ("denied", "Denied"),
                            ("deemed_denied", "Deemed denied"),
                            ("dismissed_moot", "Dismissed as moot"),
                            ("merged", "Merged into another proceeding"),
                            ("deficient", "Returned as incomplete"),
                            ("withdrawn", "Withdrawn"),
                            ("returned_undelivered", "Came back undelivered"),
                            ("tentative_response", "Tentative response"),
                            ("anprm", "Advance notice of a rule"),
                            ("nprm", "Rule proposed"),
                            ("final_rule", "Final rule published"),
                            ("effective", "Rule in force"),
                            ("rule_withdrawn", "Rule withdrawn"),
                        ],
                        default="draft",
                        max_length=24,
                    ),
                ),
                ("counsel_name", models.CharField(blank=True, max_length=200)),
                ("counsel_firm", models.CharField(blank=True, max_length=200)),
                (
                    "counsel_address",
                    models.TextField(
                        blank=True,
                        help_text="The public address of record; never a petitioner's home.",
                    ),
                ),
                ("docket_number", models.CharField(blank=True, max_length=80)),
                ("filed_on", models.DateField(blank=True, null=True)),
                ("received_on", models.DateField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("partly_granted", "Granted in part"),
                            ("denied", "Denied"),
                            ("deemed_denied", "Deemed denied"),
                            ("dismissed_moot", "Dismissed as moot"),
                            ("merged", "Merged into another proceeding"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="agencies.agency",
                    ),
                ),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="agencies.petitionrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition",
                "verbose_name_plural": "petitions",
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("organization", "Organization"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "represented_by",
                    models.CharField(
                        blank=True,
                        help_text="Who signs for an organization.",
                        max_length=200,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(blank=True, max_length=60)),
                ("interest", models.TextField(blank=True)),
                ("is_lead", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField()),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "petitioner",
                "verbose_name_plural": "petitioners",
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduction", "Introduction"),
                            ("interest", "Petitioners and interest"),
                            ("action_requested", "Action requested"),
                            ("authority", "Authority"),
                            ("facts", "Facts"),
                            ("grounds", "Grounds"),
                            ("economic", "Economic effects"),
                            ("environment", "Environmental effects"),
                            ("requests", "Requests"),
                            ("certification", "Certification"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("heading", models.CharField(max_length=300)),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Plain paragraphs, parted by an empty line.",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "part",
                "verbose_name_plural": "parts",
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("statute", "Statutes"),
                            ("regulation", "Regulations"),
                            ("case", "Cases"),
                            ("other", "Other authorities"),
                        ],
                        max_length=12,
                    ),
                ),
                ("citation", models.CharField(max_length=300)),
                ("pin", models.CharField(blank=True, max_length=80)),
                (
                    "gives",
                    models.TextField(
                        blank=True, help_text="What it says, in a few words."
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authorities",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "authority",
                "verbose_name_plural": "authorities",
            },
        ),
        migrations.CreateModel(
            name="AgencyEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("docketed", "Docketed"),
                            ("comment_opened", "Comment opened"),
                            ("comment_closed", "Comment closed"),
                            ("letter", "Letter"),
                            ("deficiency", "Returned as incomplete"),
                            ("tentative_response", "Tentative response"),
                            ("suit", "Suit for delay"),
                            ("court_order", "Court order"),
                            ("granted", "Granted"),
                            ("partly_granted", "Granted in part"),
                            ("denied", "Denied"),
                            ("dismissed", "Dismissed"),
                            ("rule", "Step of a rule"),
                        ],
                        max_length=20,
                    ),
                ),
                ("dated", models.DateField()),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month")],
                        default="day",
                        max_length=5,
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True)),
                ("source", models.TextField(blank=True)),
                ("source_url", models.URLField(blank=True, max_length=500)),
                (
                    "text",
                    redress.core.translated.TranslatedField(
                        blank=True,
                        default=dict,
                        help_text="What happened, by language.",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_events",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency event",
                "verbose_name_plural": "agency events",
            },
        ),
        migrations.CreateModel(
            name="PetitionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("counsel_review", "With counsel"),
                            ("sign_on_open", "Open for co-signers"),
                            ("sign_on_closed", "Co-signing closed"),
                            ("final", "Final"),
                            ("filed", "Filed"),
                            ("received", "Received by the agency"),
                            ("acknowledged", "Acknowledged"),
                            ("docketed", "Docketed"),
                            ("comment_open", "Open for comment"),
                            ("comment_closed", "Comment closed"),
                            ("granted", "Granted"),
                            ("partly_granted", "Granted in part"),
                            ("denied", "Denied"),
                            ("deemed_denied", "Deemed denied"),
                            ("dismissed_moot", "Dismissed as moot"),
                            ("merged", "Merged into another proceeding"),
                            ("deficient", "Returned as incomplete"),
                            ("withdrawn", "Withdrawn"),
                            ("returned_undelivered", "Came back undelivered"),
                            ("tentative_response", "Tentative response"),
                            ("anprm", "Advance notice of a rule"),
                            ("nprm", "Rule proposed"),
                            ("final_rule", "Final rule published"),
                            ("effective", "Rule in force"),
                            ("rule_withdrawn", "Rule withdrawn"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("counsel_review", "With counsel"),
                            ("sign_on_open", "Open for co-signers"),
                            ("sign_on_closed", "Co-signing closed"),
                            ("final", "Final"),
                            ("filed", "Filed"),
                            ("received", "Received by the agency"),
                            ("acknowledged", "Acknowledged"),
                            ("docketed", "Docketed"),
                            ("comment_open", "Open for comment"),
                            ("comment_closed", "Comment closed"),
                            ("granted", "Granted"),
                            ("partly_granted", "Granted in part"),
                            ("denied", "Denied"),
                            ("deemed_denied", "Deemed denied"),
                            ("dismissed_moot", "Dismissed as moot"),
                            ("merged", "Merged into another proceeding"),
                            ("deficient", "Returned as incomplete"),
                            ("withdrawn", "Withdrawn"),
                            ("returned_undelivered", "Came back undelivered"),
                            ("tentative_response", "Tentative response"),
                            ("anprm", "Advance notice of a rule"),
                            ("nprm", "Rule proposed"),
                            ("final_rule", "Final rule published"),
                            ("effective", "Rule in force"),
                            ("rule_withdrawn", "Rule withdrawn"),
                        ],
                        max_length=24,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition event",
                "verbose_name_plural": "petition events",
            },
        ),
        migrations.CreateModel(
            name="PetitionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("frozen_at", models.DateTimeField()),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition version",
                "verbose_name_plural": "petition versions",
            },
        ),
        migrations.CreateModel(
            name="CounselReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("changes", "Changes requested"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "counsel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counsel_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="petitions.petitionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "counsel review",
                "verbose_name_plural": "counsel reviews",
            },
        ),
        migrations.CreateModel(
            name="RenderedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("roll_sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rendered",
                        to="petitions.petitionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "rendered document",
                "verbose_name_plural": "rendered documents",
            },
        ),
        migrations.CreateModel(
            name="RuleTextChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("cfr_ref", models.CharField(max_length=120)),
                (
                    "instruction",
                    models.TextField(
                        help_text="The amendatory instruction, as a rule would print it."
                    ),
                ),
                ("base_text", models.TextField(blank=True)),
                ("proposed_text", models.TextField(blank=True)),
                (
                    "base_date",
                    models.DateField(
                        help_text="The day whose text of the rule is the base."
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What a reader must know about these words.",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_changes",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule text change",
                "verbose_name_plural": "rule text changes",
            },
        ),
        migrations.CreateModel(
            name="SignOn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("organization", "Organization"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(blank=True, max_length=60)),
                ("organization", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("public", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ons",
                        to="petitions.petitionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-on",
                "verbose_name_plural": "sign-ons",
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition_paragraphs",
                        to="campaigns.source",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paragraphs",
                        to="petitions.part",
                    ),
                ),
            ],
            options={
                "verbose_name": "numbered paragraph",
                "verbose_name_plural": "numbered paragraphs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("part", "number"), name="paragraph_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="paragraph_number_from_one",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "counsel_review",
                            "sign_on_open",
                            "sign_on_closed",
                            "final",
                            "filed",
                            "received",
                            "acknowledged",
                            "docketed",
                            "comment_open",
                            "comment_closed",
                            "granted",
                            "partly_granted",
                            "denied",
                            "deemed_denied",
                            "dismissed_moot",
                            "merged",
                            "deficient",
                            "withdrawn",
                            "returned_undelivered",
                            "tentative_response",
                            "anprm",
                            "nprm",
                            "final_rule",
                            "effective",
                            "rule_withdrawn",
                        ],
                    )
                ),
                name="petition_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "",
                            "granted",
                            "partly_granted",
                            "denied",
                            "deemed_denied",
                            "dismissed_moot",
                            "merged",
                        ],
                    )
                ),
                name="petition_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", True), ("outcome", "")),
                    models.Q(
                        ("answered_on__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="petition_answer_has_date_and_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [
                                "anprm",
                                "deemed_denied",
                                "denied",
                                "dismissed_moot",
                                "effective",
                                "final_rule",
                                "granted",
                                "merged",
                                "nprm",
                                "partly_granted",
                                "rule_withdrawn",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("answered_on__isnull", False),
                    _connector="OR",
                ),
                name="petition_decided_has_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [
                                "deemed_denied",
                                "denied",
                                "dismissed_moot",
                                "granted",
                                "merged",
                                "partly_granted",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("outcome", models.F("status")),
                    _connector="OR",
                ),
                name="petition_decision_is_the_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [
                                "acknowledged",
                                "comment_closed",
                                "comment_open",
                                "deficient",
                                "docketed",
                                "received",
                                "tentative_response",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("received_on__isnull", False),
                    _connector="OR",
                ),
                name="petition_with_agency_has_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "filed"), _negated=True),
                    ("filed_on__isnull", False),
                    _connector="OR",
                ),
                name="petition_filed_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("filed_on__isnull", True),
                    ("received_on__isnull", True),
                    ("received_on__gte", models.F("filed_on")),
                    _connector="OR",
                ),
                name="petition_received_after_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("petition", "position"), name="party_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_lead", True)),
                fields=("petition",),
                name="party_one_lead_per_petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "person"), _negated=True),
                    ("represented_by", ""),
                    _connector="OR",
                ),
                name="party_person_signs_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(
                fields=("petition", "position"), name="part_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.UniqueConstraint(
                fields=("petition", "citation", "pin"),
                name="authority_once_per_petition",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "received",
                            "acknowledged",
                            "docketed",
                            "comment_opened",
                            "comment_closed",
                            "letter",
                            "deficiency",
                            "tentative_response",
                            "suit",
                            "court_order",
                            "granted",
                            "partly_granted",
                            "denied",
                            "dismissed",
                            "rule",
                        ],
                    )
                ),
                name="agency_event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionversion",
            constraint=models.UniqueConstraint(
                fields=("petition", "number"), name="petition_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="petition_version_sha256_is_hex",
            ),
        ),
        migrations.AddConstraint(
            model_name="counselreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "changes"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="counsel_review_changes_has_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="counselreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True),
                    ("voided_at__gte", models.F("at")),
                    _connector="OR",
                ),
                name="counsel_review_voided_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendereddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("pages__gte", 1)), name="rendered_has_pages"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruletextchange",
            constraint=models.UniqueConstraint(
                fields=("petition", "position"), name="rule_text_change_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruletextchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("base_text", models.F("proposed_text")), _negated=True
                ),
                name="rule_text_change_changes_something",
            ),
        ),
        migrations.AddIndex(
            model_name="signon",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at__isnull", False), ("withdrawn_at__isnull", True)
                ),
                fields=["version"],
                name="sign_on_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "organization"), _negated=True),
                    models.Q(("organization", ""), _negated=True),
                    _connector="OR",
                ),
                name="sign_on_organization_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    ("confirmed_at__isnull", True),
                    ("withdrawn_at__gte", models.F("confirmed_at")),
                    _connector="OR",
                ),
                name="sign_on_withdrawn_after_confirmed",
            ),
        ),
    ]
