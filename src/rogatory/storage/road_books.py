# SPDX-License-Identifier: Apache-2.0
"""The books' page on the roads of messages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F

from rogatory.node.road_records import RoadStep, StepKind
from rogatory.storage import models
from rogatory.storage.transactions import assert_writing


class RoadBooks:
    def add_road_step(self, step: RoadStep) -> None:
        assert_writing()
        key: dict[str, Any] = {
            "subject": step.subject,
            "kind": step.kind.value,
            "officer": step.officer,
            "detail": step.detail,
        }
        values = {
            "thread": step.thread,
            "first": step.first,
            "last": step.last,
            "times": step.times,
        }
        row, added = models.RoadStep.objects.get_or_create(**key, defaults=values)
        if not added:
            models.RoadStep.objects.filter(id=row.id).update(
                times=F("times") + step.times, last=step.last
            )

    def add_first_steps(self, steps: Iterable[RoadStep]) -> None:
        """As the port says; one statement, however many messages a thread has."""
        assert_writing()
        models.RoadStep.objects.bulk_create(
            [
                models.RoadStep(
                    thread=step.thread,
                    subject=step.subject,
                    kind=step.kind.value,
                    officer=step.officer,
                    detail=step.detail,
                    first=step.first,
                    last=step.last,
                    times=step.times,
                )
                for step in steps
            ],
            ignore_conflicts=True,
        )

    def road_steps(self, thread: str) -> Sequence[RoadStep]:
        rows = models.RoadStep.objects.filter(thread=thread).order_by("first", "id")
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
            for row in rows
        ]
