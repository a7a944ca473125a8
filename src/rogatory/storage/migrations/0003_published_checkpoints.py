# Which signed checkpoints are published: those of receipts and proofs have rows, too.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0002_search_and_totals'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkpoint',
            name='is_published',
            field=models.BooleanField(default=True),
        ),
    ]
