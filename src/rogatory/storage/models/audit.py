# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""Accesses: who looked at what, who was turned away, who came in, what was done on a page."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import IDENTIFIER, NAME, Moment, Number, Serial, Text


class Access(models.Model):
    """Added, and counted up within an hour; never changed otherwise, never deleted."""

    id: Serial = models.BigAutoField(primary_key=True)
    kind: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    page: Text = models.CharField(max_length=NAME)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    subject: Text = models.CharField(max_length=200)
    bucket: Text = models.CharField(max_length=40)
    at: Moment = models.DateTimeField(db_index=True)
    last: Moment = models.DateTimeField()
    times: Number = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "id"], name="access_by_officer"),
            models.Index(fields=["kind", "id"], name="access_by_kind"),
            models.Index(fields=["thread", "id"], name="access_by_thread"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "bucket", "kind", "page", "thread", "subject"],
                name="one_row_for_like_accesses",
            )
        ]
