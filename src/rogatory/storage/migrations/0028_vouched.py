from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0027_snapshots'),
    ]

    operations = [
        migrations.AddField(
            model_name='officer',
            name='vouched_by',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
