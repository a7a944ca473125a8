# SPDX-License-Identifier: Apache-2.0
"""The delivery histories of messages in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rogatory.node.repositories.delivery_trace import RoadStep, StepKind
from rogatory.storage.memory.tables import Tables


@dataclass
class DeliveryTraceTables(Tables):
    road_steps: dict[tuple[str, str, str, str], RoadStep] = field(default_factory=dict)


class MemoryDeliveryTrace:
    tables: DeliveryTraceTables

    def add_road_step(self, step: RoadStep) -> None:
        self.tables.assert_writing()
        key = (step.subject, step.kind.value, step.officer, step.detail)
        found = self.tables.road_steps.get(key)
        if found is not None:
            step = replace(found, times=found.times + step.times, last=step.last)
        self.tables.road_steps[key] = step

    def add_first_steps(self, steps: Iterable[RoadStep]) -> None:
        self.tables.assert_writing()
        for step in steps:
            key = (step.subject, step.kind.value, step.officer, step.detail)
            self.tables.road_steps.setdefault(key, step)

    def road_subjects(self, thread: str, kind: StepKind) -> frozenset[str]:
        steps = self.road_steps(thread)
        return frozenset(one.subject for one in steps if one.kind is kind)

    def road_steps(self, thread: str) -> Sequence[RoadStep]:
        with self.tables.lock:
            found = [one for one in self.tables.road_steps.values() if one.thread == thread]
        return sorted(found, key=lambda step: step.first)
