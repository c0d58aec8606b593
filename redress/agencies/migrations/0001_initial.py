"""Agencies and versions of their petition rules."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
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
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "formal_name",
                    models.CharField(
                        blank=True,
                        help_text="How the caption of a petition names it.",
                        max_length=200,
                    ),
                ),
                ("short_name", models.CharField(max_length=60)),
                (
                    "jurisdiction",
                    models.CharField(
                        choices=[("federal", "Federal"), ("state", "State")],
                        max_length=10,
                    ),
                ),
                ("federal_register_slug", models.SlugField(blank=True, max_length=120)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
            },
        ),
        migrations.CreateModel(
            name="PetitionRule",
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
                ("version", models.PositiveIntegerField()),
                ("citation", models.TextField()),
                ("clock_count", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "clock_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("calendar_days", "calendar days"),
                            ("business_days", "business days"),
                            ("months", "months"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "clock_trigger",
                    models.CharField(
                        choices=[
                            ("receipt", "receipt"),
                            ("filing", "filing"),
                            ("submission", "submission"),
                            (
                                "close_of_21_day_comment",
                                "the close of the 21-day comment period",
                            ),
                        ],
                        max_length=40,
                    ),
                ),
                ("reply_kind", models.TextField(blank=True)),
                ("reply_citation", models.TextField(blank=True)),
                ("on_silence", models.TextField(blank=True)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="The only language accepted; empty when none is named.",
                        max_length=12,
                    ),
                ),
                ("title_words", models.JSONField(blank=True, default=list)),
                ("addressee", models.TextField(blank=True)),
                ("filing_methods", models.JSONField(blank=True, default=list)),
                ("rejected_methods", models.JSONField(blank=True, default=list)),
                ("required_parts", models.JSONField(blank=True, default=list)),
                ("source", models.TextField(blank=True)),
                ("verified", models.BooleanField(default=False)),
                ("verified_fields", models.JSONField(blank=True, default=list)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("notes", models.TextField(blank=True)),
                ("data", models.JSONField(help_text="The entry as it was loaded.")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition_rules",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition rule",
                "verbose_name_plural": "petition rules",
            },
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("jurisdiction__in", ["federal", "state"])),
                name="agency_jurisdiction_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionrule",
            constraint=models.UniqueConstraint(
                fields=("agency", "version"),
                name="petition_rule_version_once_per_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clock_count__isnull", True), ("clock_unit", "")),
                    models.Q(
                        ("clock_count__gte", 1),
                        (
                            "clock_unit__in",
                            ["calendar_days", "business_days", "months"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="petition_rule_number_has_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "clock_trigger__in",
                        ["receipt", "filing", "submission", "close_of_21_day_comment"],
                    )
                ),
                name="petition_rule_trigger_known",
            ),
        ),
    ]
