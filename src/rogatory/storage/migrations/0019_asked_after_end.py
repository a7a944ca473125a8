from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0018_initial_secrets'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_waiting',
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('needs_answer', True)), fields=['opened', 'thread'], name='thread_waiting'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('ended', True), ('needs_answer', True)), fields=['opened', 'thread'], name='thread_asked_after_end'),
        ),
    ]
