"""Organizations answer for themselves; what they agreed to is written once."""

import django.db.models.deletion
import redress.core.translated
from django.conf import settings
from django.db import migrations, models

from redress.core.append_only import append_only


# what an organizer or an older version wrote as confirmed, no organization has confirmed
NOBODY_CONFIRMED = """
    UPDATE campaigns_coalitionmember
       SET confirmed_at = NULL,
           ending = CASE WHEN withdrawn_at IS NULL THEN '' ELSE 'withdrawn' END;
    -- the rows' foreign keys are judged now: the table takes no index before they are
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_teams'),
        ('campaigns', '0007_transfers'),
        ('core', '0003_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='coalitionmember',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='called_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='called_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='contact_email',
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='contact_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='ending',
            field=models.CharField(blank=True, choices=[('declined', 'it said no'), ('withdrawn', 'it withdrew'), ('taken_back', 'the organizer took the invitation back'), ('not_reached', 'the call did not confirm it'), ('replaced', 'another person of it confirmed anew')], max_length=12),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='invited_at',
            field=models.DateTimeField(db_default=models.Func(function='redress_now', output_field=models.DateTimeField())),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='invited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='issue',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='language',
            field=models.CharField(default='en', max_length=2),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='logo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='coalition_members', to='core.picture'),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='mailed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='mails',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='method',
            field=models.CharField(blank=True, choices=[('domain', 'a message to an address on its domain'), ('phone', 'a call to its public number'), ('account', 'its verified account here')], max_length=10),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='note',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='organization',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_with', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='phone',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='quote',
            field=redress.core.translated.TranslatedField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='refuses_mail',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='campaigns.coalitionmember'),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='shows_logo',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='shows_name',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='shows_quote',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='shows_signatory',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='spoke_with',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='coalitionmember',
            name='signatory_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.CreateModel(
            name='CoalitionConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('given', 'agreed'), ('changed', 'changed what is shown'), ('withdrawn', 'withdrew')], max_length=10)),
                ('wording', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=2)),
                ('text', models.TextField()),
                ('text_sha256', models.CharField(max_length=64)),
                ('allowed', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='campaigns.coalitionmember')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.AddField(
            model_name='coalitionmember',
            name='consent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.coalitionconsent'),
        ),
        migrations.RunSQL(NOBODY_CONFIRMED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='coalitionmember',
            index=models.Index(fields=['contact_email'], name='coalition_contact'),
        ),
        migrations.AddConstraint(
            model_name='coalitionmember',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(models.Q(('signatory_name', ''), _negated=True), ('method__in', ['domain', 'phone', 'account']), ('consent__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='coalition_confirmed_by_itself'),
        ),
        migrations.AddConstraint(
            model_name='coalitionmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'phone'), _negated=True), ('confirmed_at__isnull', True), models.Q(('called_at__isnull', False), models.Q(('spoke_with', ''), _negated=True)), _connector='OR'), name='coalition_phone_was_called'),
        ),
        migrations.AddConstraint(
            model_name='coalitionmember',
            constraint=models.CheckConstraint(condition=models.Q(('shows_name', True), models.Q(('shows_logo', False), ('shows_quote', False), ('shows_signatory', False)), _connector='OR'), name='coalition_nothing_without_name'),
        ),
        migrations.AddConstraint(
            model_name='coalitionmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ending', ''), ('withdrawn_at__isnull', True)), models.Q(('withdrawn_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='coalition_ending_said'),
        ),
        migrations.AddConstraint(
            model_name='coalitionmember',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('contact_email', ''), _negated=True)), fields=('campaign', 'contact_email'), name='coalition_contact_once'),
        ),
        append_only("campaigns_coalitionconsent"),
    ]
