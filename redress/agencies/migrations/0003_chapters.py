"""Where agencies keep their rules in the Code of Federal Regulations, and their other names."""

import django.db.models.deletion
from django.db import migrations, models

_OR_SUBTITLE = models.Q(
    ("title__gte", 1),
    ("title__lte", 50),
    models.Q(
        models.Q(("chapter", ""), _negated=True),
        models.Q(("subtitle", ""), _negated=True),
        _connector="OR",
    ),
)


class Migration(migrations.Migration):
    """Tables of chapters and of imports; aliases of agencies."""

    dependencies = [("core", "0001_clock"), ("agencies", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="AgencyImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("last_modified", models.CharField(blank=True, max_length=60)),
                ("agencies", models.PositiveIntegerField()),
                ("chapters", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="agency",
            name="aliases",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="CfrChapter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.PositiveSmallIntegerField()),
                ("subtitle", models.CharField(blank=True, max_length=10)),
                ("chapter", models.CharField(blank=True, max_length=10)),
                ("component", models.CharField(blank=True, max_length=160)),
                ("source", models.CharField(max_length=300)),
                ("vintage", models.DateField()),
                (
                    "imported_at",
                    models.DateTimeField(
                        db_default=models.Func(
                            function="redress_now", output_field=models.DateTimeField()
                        )
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cfr_chapters",
                        to="agencies.agency",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cfr_chapters",
                        to="agencies.agencyimport",
                    ),
                ),
            ],
            options={
                "ordering": ("title", "subtitle", "chapter", "component"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=["agency", "title", "subtitle", "chapter", "component"],
                        name="cfr_chapter_once",
                    ),
                    models.CheckConstraint(condition=_OR_SUBTITLE, name="cfr_chapter_whole"),
                ],
            },
        ),
    ]
