"""A page that saves by itself is known, and words that stood aside say where they went."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_last_owner_and_kept_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='merges',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='merged_by', to='campaigns.revision'),
        ),
        migrations.AddField(
            model_name='revision',
            name='window',
            field=models.CharField(blank=True, db_default='', max_length=36),
        ),
    ]
