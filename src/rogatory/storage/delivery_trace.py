# SPDX-License-Identifier: Apache-2.0
"""The books' page on the roads of messages."""

from collections.abc import Iterable, Sequence
from typing import Any

from rogatory.node.repositories.delivery_trace import RoadStep, StepKind
from rogatory.storage import models
from rogatory.storage.transactions.statements import Table, rows
from rogatory.storage.transactions.writing import assert_writing

_STEPS = Table(models.RoadStep)
_SUBJECTS = "SELECT subject FROM storage_roadstep WHERE thread = %s AND kind = %s"
_LIKE = "ON CONFLICT (subject, kind, officer, detail)"
_of_thread = _STEPS.select("WHERE thread = %s ORDER BY first, id")
_add_first = _STEPS.insert(f"{_LIKE} DO NOTHING")
_add_like = _STEPS.insert(
    f"{_LIKE} DO UPDATE SET times = storage_roadstep.times + excluded.times, last = excluded.last"
)


class RoadBooks:
    def add_road_step(self, step: RoadStep) -> None:
        assert_writing()
        _add_like(**_values(step))

    def add_first_steps(self, steps: Iterable[RoadStep]) -> None:
        assert_writing()
        _add_first.many(_values(step) for step in steps)

    def road_subjects(self, thread: str, kind: StepKind) -> frozenset[str]:
        return frozenset(subject for (subject,) in rows(_SUBJECTS, thread, kind.value))

    def road_steps(self, thread: str) -> Sequence[RoadStep]:
        found = _of_thread.all(thread)
        return [
            RoadStep(
                thread=row.thread,
                subject=row.subject,
                kind=StepKind(row.kind),
                first=row.first,
                last=row.last,
                officer=row.officer,
                detail=row.detail,
                times=row.times,
            )
            for row in found
        ]


def _values(step: RoadStep) -> dict[str, Any]:
    return {
        "thread": step.thread,
        "subject": step.subject,
        "kind": step.kind.value,
        "officer": step.officer,
        "detail": step.detail,
        "first": step.first,
        "last": step.last,
        "times": step.times,
    }
