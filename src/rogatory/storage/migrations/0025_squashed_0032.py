# The tables of migrations 25 to 32 as they came out: see the first squashed migration.

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('storage', '0025_cases_in_lists'),
        ('storage', '0026_touches'),
        ('storage', '0027_snapshots'),
        ('storage', '0028_vouched'),
        ('storage', '0029_packages_of_origin'),
        ('storage', '0030_statements'),
        ('storage', '0031_words'),
        ('storage', '0032_filings'),
    ]

    dependencies = [
        ('storage', '0024_ways_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeerKept',
            fields=[
                ('peer', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='officer',
            name='vouched_by',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='thread',
            name='case_number',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='thread',
            name='filings',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='thread',
            name='language',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddField(
            model_name='thread',
            name='offence',
            field=models.TextField(default=''),
        ),
        migrations.AlterField(
            model_name='package',
            name='package',
            field=models.CharField(db_index=True, max_length=36),
        ),
        migrations.CreateModel(
            name='SeenSnapshot',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=2)),
                ('version', models.BigIntegerField(db_index=True)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('data', models.BinaryField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('state', 'version', 'digest'), name='one_snapshot_a_claim')],
            },
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('thread', models.CharField(max_length=36)),
                ('sender_state', models.CharField(max_length=2)),
                ('kind', models.TextField()),
                ('sequence', models.BigIntegerField()),
                ('touch', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['thread', 'sender_state', 'touch'], name='touch_in_thread')],
            },
        ),
    ]
