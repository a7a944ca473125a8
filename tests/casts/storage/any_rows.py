# SPDX-License-Identifier: Apache-2.0
"""Rows in every table, with values that two databases could read differently."""

import base64
import json
import random
import string
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import ForeignKey

from rogatory.storage.row_archive.row_form import form_of
from rogatory.storage.row_archive.tables import carried_tables

OF_THE_LOG = {
    "storage_logevent",
    "storage_loghead",
    "storage_logtile",
    "storage_checkpoint",
    "storage_waitingevent",
}
"""Tables that agree with each other: they are filled by appending."""

WITH_OBJECTS = {"storage_package", "storage_segment", "storage_packagetotal"}

AWKWARD = [
    "",
    "a",
    "Ä",
    "é",
    "e\u0301",
    "I",
    "ı",
    "'",
    '"',
    "\\",
    "%s",
    "\n",
    "\r",
    "\t",
    "مرحبا",
    "北京",
    "🙂",
    "\u2028",
]
JSON = [
    {},
    [],
    [None, True, False],
    {"b": 1, "a": {"é": [1, -2, 2**53]}},
    "text",
    0,
    {"": 1.5},
    [1e-7, 100.0, 1e22],
]


def any_value(field, chance: random.Random, number: int):
    """Return a value of a column, in its archived form."""
    if isinstance(field, ForeignKey):
        return any_value(field.target_field, chance, number)
    kind = field.get_internal_type()
    if kind in {"BigAutoField", "AutoField"}:
        return number + 1
    if field.null and chance.random() < 0.3 and not field.primary_key:
        return None
    if kind == "BooleanField":
        return chance.random() < 0.5
    if kind == "IntegerField":
        return (
            number if field.name == "index" else chance.choice([0, -1, 2**31 - 1, -(2**31), number])
        )
    if kind == "BigIntegerField":
        return (
            (2**62 + number)
            if field.primary_key
            else chance.choice([0, number, 2**63 - 1, -(2**63)])
        )
    if kind == "FloatField":
        return chance.choice([0.0, 0.1, -1e300, 5e-324, 1e16, 3.0])
    if kind == "DateTimeField":
        at = datetime(2026, 11, 30, 21, tzinfo=UTC) + timedelta(
            seconds=number, microseconds=chance.choice([0, 1, 500_000, 999_999])
        )
        return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
    if kind == "BinaryField":
        return base64.b64encode(chance.randbytes(chance.choice([0, 1, 32, 300]))).decode()
    if kind == "JSONField":
        return form_of(field).archived(json.dumps(chance.choice(JSON)))
    if kind == "GenericIPAddressField":
        return chance.choice(["127.0.0.1", "2001:db8::1"])
    unique = f"{number:02x}" + "".join(chance.choices(string.ascii_letters, k=4))
    text = unique if field.primary_key or field.unique else unique + chance.choice(AWKWARD)
    limit = field.max_length
    return text if limit is None else text[:limit]


def fill_with_any_rows(count: int = 12, seed: int = 7) -> None:
    """Write rows in every table, but for the log and packages, of the database of this process."""
    chance = random.Random(seed)
    with transaction.atomic():
        for table in carried_tables():
            if table.name not in OF_THE_LOG | WITH_OBJECTS:
                numbers = range(count)
                rows = [[any_value(one, chance, n) for one in table.fields] for n in numbers]
                table.write(with_parents(table, rows))


def delete_every_row() -> None:
    """Leave the tables of the database of this process, and nothing in them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in reversed(carried_tables()):
            cursor.execute(f'DELETE FROM "{table.name}"')


def with_parents(table, rows):
    """Let rows refer to rows that are there; none, where there are no such rows."""
    for place, field in enumerate(table.fields):
        if not isinstance(field, ForeignKey):
            continue
        name = field.related_model._meta.db_table
        keys = [row[0] for each in carried_tables() if each.name == name for row in each.rows()]
        if not keys:
            return []
        for number, row in enumerate(rows):
            row[place] = keys[number % len(keys)]
    return rows


def every_row():
    """Return the rows of every table of the database of this process, by table, in the order of their keys."""
    return {table.name: sorted(table.rows(), key=json.dumps) for table in carried_tables()}
