from typing import Any

from django.db import migrations, models
from django.db.models import Count, Sum


def count_once(apps: Any, schema_editor: object) -> None:
    """From here on the totals are kept with each package."""
    whole = apps.get_model("storage", "Package").objects.filter(complete=True)
    found = whole.aggregate(count=Count("seal"), size=Sum("payload_size"))
    apps.get_model("storage", "PackageTotal").objects.create(
        id=1, count=found["count"], size=found["size"] or 0
    )


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0019_asked_after_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='PackageTotal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('count', models.BigIntegerField(default=0)),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(count_once, migrations.RunPython.noop),
    ]
