"""A petition rule is never edited: what was checked under it must stay readable."""

from django.db import migrations

from redress.core.append_only import append_only


class Migration(migrations.Migration):
    """Refuse every change of a loaded rule."""

    dependencies = [("core", "0001_clock"), ("agencies", "0001_initial")]
    operations = [append_only("agencies_petitionrule")]
