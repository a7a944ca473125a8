# SPDX-License-Identifier: Apache-2.0

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0003_published_checkpoints'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='in_lieu',
            field=models.JSONField(default=list),
        ),
    ]
