"""A draft keeps a fact without its source and a line without its sum; tiers keep to the rules."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0005_merging_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='budgetline',
            name='amount_minor',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='fact',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='campaigns.source'),
        ),
        migrations.AddConstraint(
            model_name='tierterms',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('minimum_minor', 0), ('tier', 'ally')), models.Q(('minimum_minor__gte', 500), ('minimum_minor__lte', 100000), ('tier__in', ['advocate', 'champion'])), _connector='OR'), name='tier_terms_within_the_rules'),
        ),
    ]
