from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0017_system_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SystemHook',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('url', models.TextField()),
                ('kinds', models.JSONField()),
                ('is_inside', models.BooleanField()),
                ('authorities', models.TextField()),
                ('secret', models.TextField()),
                ('made', models.DateTimeField()),
                ('old_secret', models.TextField(default='')),
                ('old_until', models.DateTimeField(null=True)),
                ('failures', models.IntegerField(default=0)),
                ('failing', models.DateTimeField(null=True)),
                ('problem', models.TextField(null=True)),
                ('paused', models.DateTimeField(null=True)),
                ('delivered', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SystemHookDelivery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('hook', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=64)),
                ('delivery', models.CharField(max_length=36)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['hook', 'at', 'id'], name='hook_next')],
                'constraints': [models.UniqueConstraint(fields=('hook', 'kind', 'subject'), name='one_delivery_a_change')],
            },
        ),
    ]
