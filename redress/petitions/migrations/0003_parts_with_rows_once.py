"""Petitioners, text changes and authorities each stand in one part."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Refuse a second part of a kind that carries rows."""

    dependencies = [("petitions", "0002_append_only")]
    operations = [
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["interest", "action_requested", "authority"])),
                fields=("petition", "kind"),
                name="part_with_rows_once",
            ),
        ),
    ]
