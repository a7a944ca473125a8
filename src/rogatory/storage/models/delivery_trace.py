# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""The roads of messages: one row for all like steps of one message."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Moment,
    Number,
    Serial,
    Text,
)


class RoadStep(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    subject: Text = models.CharField(max_length=DIGEST)
    kind: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    detail: Text = models.CharField(max_length=200)
    first: Moment = models.DateTimeField()
    last: Moment = models.DateTimeField()
    times: Number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "kind", "officer", "detail"], name="one_row_for_like_steps"
            )
        ]
