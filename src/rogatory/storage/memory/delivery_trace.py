# SPDX-License-Identifier: Apache-2.0
"""The delivery histories of messages in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind
from rogatory.storage.memory.tables import Tables

type _Key = tuple[str, str, str, str, str]


def _key(step: DeliveryStep) -> _Key:
    return (step.thread, step.subject, step.kind.value, step.officer, step.detail)


@dataclass
class DeliveryTraceTables(Tables):
    delivery_steps: dict[_Key, DeliveryStep] = field(default_factory=dict)


class MemoryDeliveryTrace:
    tables: DeliveryTraceTables

    def add_delivery_step(self, step: DeliveryStep) -> None:
        self.tables.assert_writing()
        key = _key(step)
        found = self.tables.delivery_steps.get(key)
        if found is not None:
            step = replace(found, times=found.times + step.times, last=step.last)
        self.tables.delivery_steps[key] = step

    def add_first_steps(self, steps: Iterable[DeliveryStep]) -> None:
        self.tables.assert_writing()
        for step in steps:
            self.tables.delivery_steps.setdefault(_key(step), step)

    def delivery_subjects(self, thread: str, kind: StepKind) -> frozenset[str]:
        steps = self.delivery_steps(thread)
        return frozenset(one.subject for one in steps if one.kind is kind)

    def delivery_steps(self, thread: str) -> Sequence[DeliveryStep]:
        with self.tables.lock:
            found = [one for one in self.tables.delivery_steps.values() if one.thread == thread]
        return sorted(found, key=lambda step: step.first)
