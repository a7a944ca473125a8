from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0021_unfinished'),
    ]

    operations = [
        migrations.AlterField(
            model_name='package',
            name='bag',
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name='package',
            index=models.Index(fields=['received', 'seal'], name='package_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='package',
            index=models.Index(fields=['peer', 'received', 'seal'], name='package_by_peer'),
        ),
        migrations.AddIndex(
            model_name='package',
            index=models.Index(fields=['direction', 'received', 'seal'], name='package_by_direction'),
        ),
        migrations.AddIndex(
            model_name='package',
            index=models.Index(condition=models.Q(('complete', False)), fields=['received', 'seal'], name='package_under_way'),
        ),
    ]
