# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""The names and titles that officers' letters print."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import officers as port
from rogatory.storage.tables.columns import NAME, Moment, Serial, Text
from rogatory.storage.tables.records import Records


class Signatory(models.Model):
    """The name and title that an officer's letters in a language print from a moment on."""

    id: Serial = models.BigAutoField(primary_key=True)
    officer: Text = models.CharField(max_length=NAME)
    language: Text = models.CharField(max_length=10)
    name: Text = models.CharField(max_length=200, blank=True)
    title: Text = models.CharField(max_length=200, blank=True)
    since: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "language", "since"], name="signatory_since")
        ]


_SIGNATORIES = Records(port.Signatory, Signatory, key=("officer", "language", "since"))


class DatabaseSignatories:
    def add_signatory(self, signatory: port.Signatory) -> bool:
        return _SIGNATORIES.add(signatory)

    def signatories(self, officer: str) -> Sequence[port.Signatory]:
        return _SIGNATORIES.records(
            Signatory.objects.filter(officer=officer).order_by("since", "language")
        )
