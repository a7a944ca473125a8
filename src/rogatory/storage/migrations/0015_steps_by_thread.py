# The steps of a delivery have one index, which begins with the thread, in place of two.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0014_decisions_records'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roadstep',
            name='one_row_for_like_steps',
        ),
        migrations.AlterField(
            model_name='roadstep',
            name='thread',
            field=models.CharField(max_length=36),
        ),
        migrations.AddConstraint(
            model_name='roadstep',
            constraint=models.UniqueConstraint(
                fields=('thread', 'subject', 'kind', 'officer', 'detail'), name='one_row_for_like_steps'
            ),
        ),
    ]
