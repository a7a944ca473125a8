# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The delivery history of each message: one row for all like steps of one message."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import delivery_trace as port
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Moment,
    Number,
    Serial,
    Text,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, rows
from rogatory.storage.transactions.writing import assert_writing


class RoadStep(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    subject: Text = models.CharField(max_length=DIGEST)
    kind: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    detail: Text = models.CharField(max_length=200)
    first: Moment = models.DateTimeField()
    last: Moment = models.DateTimeField()
    times: Number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            # It begins with the thread, so that the steps of one are found by it.
            models.UniqueConstraint(
                fields=["thread", "subject", "kind", "officer", "detail"],
                name="one_row_for_like_steps",
            )
        ]


_RECORDS = Records(port.DeliveryStep, RoadStep)

_STEPS = Table(RoadStep)
_SUBJECTS = "SELECT subject FROM storage_roadstep WHERE thread = %s AND kind = %s"
_LIKE = "ON CONFLICT (thread, subject, kind, officer, detail)"
_of_thread = _STEPS.select("WHERE thread = %s ORDER BY first, id")
_add_first = _STEPS.insert(f"{_LIKE} DO NOTHING")
_add_like = _STEPS.insert(
    f"{_LIKE} DO UPDATE SET times = storage_roadstep.times + excluded.times, last = excluded.last"
)


class DatabaseDeliveryTrace:
    def add_delivery_step(self, step: port.DeliveryStep) -> None:
        assert_writing()
        _add_like(**_RECORDS.values(step))

    def add_first_steps(self, steps: Iterable[port.DeliveryStep]) -> None:
        assert_writing()
        _add_first.many(_RECORDS.values(step) for step in steps)

    def delivery_subjects(self, thread: str, kind: port.StepKind) -> frozenset[str]:
        return frozenset(subject for (subject,) in rows(_SUBJECTS, thread, kind.value))

    def delivery_steps(self, thread: str) -> Sequence[port.DeliveryStep]:
        return _RECORDS.records(_of_thread.all(thread))
