"""What happened to a campaign is written once."""

from django.db import migrations

from redress.core.append_only import append_only


class Migration(migrations.Migration):
    """Guard the events."""

    dependencies = [("campaigns", "0001_initial")]
    operations = [append_only("campaigns_campaignevent")]
