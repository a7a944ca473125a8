# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown; NULL is what is not there
"""Values by name that a node keeps for itself."""

from django.db import models

from rogatory.storage.tables.columns import (
    JsonValue,
    Text,
)
from rogatory.storage.transactions.writing import assert_writing
from rogatory.wire.canonical import Json


class Setting(models.Model):
    """A setting that a person changed, by name."""

    name: Text = models.CharField(primary_key=True, max_length=100)
    value: JsonValue = models.JSONField(null=True)


class DatabaseSettings:
    def setting(self, name: str) -> Json:
        """Return what a person set under that name, or None."""
        row = Setting.objects.filter(name=name).first()
        return None if row is None else row.value

    def put_setting(self, name: str, value: Json) -> None:
        assert_writing()
        Setting.objects.update_or_create(name=name, defaults={"value": value})
