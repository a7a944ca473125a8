"""Keep records that are English sentences as the text of one code: nothing parses them again."""

import json
from typing import Any
from unicodedata import normalize

from django.db import migrations

LONGEST = 3000
"""Characters of a text that is kept: a statement has 4000 at most, its marks included."""

AT_ONCE = 1000
"""Rows that are read at a time: a table may have many."""

COLUMNS = (
    ("job", "problem"),
    ("asidejob", "problem"),
    ("message", "problem"),
    ("peerline", "problem"),
    ("transfer", "problem"),
    ("followedlog", "problem"),
    ("soughtreceipt", "problem"),
    ("witnesscontact", "problem"),
    ("callattempt", "problem"),
    ("page", "reason"),
)

NEVER_NULL = {"asidejob", "page"}


def _statement(*texts: str) -> list[Any]:
    return [
        {"code": "older-text", "fields": {"text": {"theirs": normalize("NFC", text[:LONGEST])}}}
        for text in texts
    ]


def _stored(text: str) -> str:
    return json.dumps(_statement(text), ensure_ascii=False, separators=(",", ":"))


def _columns(apps: Any) -> None:
    for model, column in COLUMNS:
        rows = apps.get_model("storage", model).objects
        if model not in NEVER_NULL:
            rows.filter(**{column: ""}).update(**{column: None})
        found = rows.filter(**{f"{column}__isnull": False}).order_by("pk").values_list("pk", column)
        batch = list(found[:AT_ONCE])
        while batch:
            for key, text in batch:
                rows.filter(pk=key).update(**{column: _stored(text)})
            batch = list(found.filter(pk__gt=batch[-1][0])[:AT_ONCE])


def _settings(apps: Any) -> None:
    settings = apps.get_model("storage", "setting").objects
    for row in settings.filter(name="recovery"):
        for inquiry in row.value["states"].values():
            inquiry["problem"] = _statement(inquiry["problem"]) if inquiry["problem"] else None
            if inquiry["without"]:
                inquiry["without"]["language"] = "und"
        row.save()
    for row in settings.filter(name="log-verification"):
        row.value["problem"] = _statement(row.value["problem"]) if row.value["problem"] else None
        for check in row.value["checks"]:
            check["reasons"] = _statement(*check["reasons"]) if check["reasons"] else None
        row.save()


def write_statements(apps: Any, _schema_editor: Any) -> None:
    _columns(apps)
    _settings(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0029_packages_of_origin'),
    ]

    operations = [
        migrations.RunPython(write_statements, migrations.RunPython.noop),
    ]
