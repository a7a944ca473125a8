# The copy of the directory that the machines of a node share.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0009_relaxed_nonces'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectoryCopy',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('revision', models.BigIntegerField()),
                ('generation', models.BigIntegerField()),
                ('refreshed', models.DateTimeField()),
                ('accepted', models.CharField(max_length=64)),
                ('files', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='DirectoryFile',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('data', models.BinaryField()),
            ],
        ),
    ]
