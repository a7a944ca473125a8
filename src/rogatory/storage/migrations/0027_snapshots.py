from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0026_touches'),
    ]

    operations = [
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
    ]
