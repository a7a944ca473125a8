from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0024_ways_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='case_number',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='thread',
            name='offence',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='thread',
            name='language',
            field=models.CharField(default='', max_length=64),
        ),
    ]
