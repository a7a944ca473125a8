"""An officer's reasons and remarks are stored with their language; of those that are here nobody stated it."""

import json
from typing import Any

from django.db import migrations

AT_ONCE = 1000
"""Rows that are read at a time: a table may have many."""

COLUMNS = (
    ("roster", "reason"),
    ("standin", "reason"),
    ("handover", "remark"),
    ("lawdecision", "reason"),
    ("lawcorrection", "reason"),
    ("proposal", "reason"),
    ("heldreview", "reason"),
)


def _stored(text: str) -> str:
    return json.dumps({"language": "und", "words": text}, ensure_ascii=False)


def state_languages(apps: Any, _schema_editor: Any) -> None:
    for model, column in COLUMNS:
        rows = apps.get_model("storage", model).objects
        found = rows.filter(**{f"{column}__isnull": False}).order_by("pk").values_list("pk", column)
        batch = list(found[:AT_ONCE])
        while batch:
            for key, text in batch:
                rows.filter(pk=key).update(**{column: _stored(text)})
            batch = list(found.filter(pk__gt=batch[-1][0])[:AT_ONCE])


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0030_statements'),
    ]

    operations = [
        migrations.RunPython(state_languages, migrations.RunPython.noop),
    ]
