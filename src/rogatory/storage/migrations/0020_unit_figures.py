from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0019_drafts_of_author'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='acknowledged',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='thread',
            name='answered',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='thread',
            name='closed',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['thread', 'authority', 'assignee'], name='matter_in_charge'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('ended', False)), fields=['role', 'peer', 'opened', 'urgency', 'acknowledged', 'kind', 'restricted', 'thread'], name='thread_open'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('acknowledged__isnull', False)), fields=['acknowledged', 'role', 'opened', 'kind', 'restricted', 'thread'], name='thread_acknowledged'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('answered__isnull', False)), fields=['answered', 'role', 'opened', 'kind', 'restricted', 'thread'], name='thread_answered'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('closed__isnull', False)), fields=['closed', 'kind', 'status', 'role', 'opened', 'urgency', 'acknowledged', 'restricted', 'thread'], name='thread_closed'),
        ),
    ]
