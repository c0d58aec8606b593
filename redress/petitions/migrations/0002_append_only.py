"""What was frozen, moved or received is never rewritten."""

from django.db import migrations

from redress.core.append_only import append_only


class Migration(migrations.Migration):
    """Refuse every change of versions and events."""

    dependencies = [("core", "0001_clock"), ("petitions", "0001_initial")]
    operations = [
        append_only("petitions_petitionversion"),
        append_only("petitions_petitionevent"),
        append_only("petitions_agencyevent"),
    ]
