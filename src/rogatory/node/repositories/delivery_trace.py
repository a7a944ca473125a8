# SPDX-License-Identifier: Apache-2.0
"""The page of the books on the roads of messages."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from rogatory.node.records.delivery_trace import RoadStep, StepKind


class RoadBooks(Protocol):
    """Rows that are only counted up: one for each subject, kind, officer and detail."""

    def add_road_step(self, step: RoadStep) -> None:
        """Note a step. One like it that stands already is counted up and gets the later moment."""
        ...

    def add_first_steps(self, steps: Iterable[RoadStep]) -> None:
        """Note steps that count only once: where one like it stands already, nothing changes."""
        ...

    def road_subjects(self, thread: str, kind: StepKind) -> frozenset[str]:
        """The messages or drafts of a thread that have taken a step of that kind."""
        ...

    def road_steps(self, thread: str) -> Sequence[RoadStep]:
        """All steps of a thread's messages and drafts, in the order of their first moments."""
        ...
