import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_last_owner'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('es', 'Español')], default='en', max_length=2, verbose_name='language of messages'),
        ),
        migrations.AddField(
            model_name='user',
            name='left_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('handle', models.CharField(blank=True, max_length=32)),
                ('browser', models.CharField(blank=True, max_length=20)),
                ('system', models.CharField(blank=True, max_length=20)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('last_seen_on', models.DateField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('user__isnull', True), models.Q(('handle', ''), _negated=True), _connector='OR'), name='session_of_a_person_has_a_handle'),
                    models.UniqueConstraint(condition=models.Q(('handle', ''), _negated=True), fields=('handle',), name='session_handle_once'),
                ],
            },
        ),
    ]
