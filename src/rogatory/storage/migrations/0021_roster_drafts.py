from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0020_unit_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterDraft',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('authority', models.CharField(max_length=64)),
                ('revision', models.BigIntegerField()),
                ('document', models.BinaryField()),
                ('edit', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('authority', 'revision'), name='one_draft_a_revision')],
            },
        ),
    ]
