"""Articles keep their place in the form, and a draft may lack their day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0009_beginnings_and_search'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='pressmention',
            options={'ordering': (models.OrderBy(models.F('published_on'), descending=True, nulls_last=True), 'pk')},
        ),
        migrations.AddField(
            model_name='pressmention',
            name='position',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='pressmention',
            name='published_on',
            field=models.DateField(null=True),
        ),
    ]
