# Events without a leaf: on PostgreSQL they wait for the batch that gives it to them.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0004_in_lieu'),
    ]

    operations = [
        migrations.CreateModel(
            name='WaitingEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('object', models.CharField(db_index=True, max_length=64)),
                ('action', models.CharField(max_length=64)),
                ('event', models.BinaryField()),
                ('p256', models.BinaryField()),
                ('mldsa65', models.BinaryField(null=True)),
                ('salt', models.BinaryField()),
                ('commitment', models.CharField(max_length=64)),
                ('logged', models.DateTimeField()),
                ('thread', models.CharField(max_length=36, null=True)),
                ('officer', models.CharField(default='', max_length=64)),
            ],
        ),
    ]
