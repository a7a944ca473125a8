# SPDX-License-Identifier: Apache-2.0
"""The steps of each message's delivery, kept beside it: tries, arrivals, who read it.

They are no evidence and do not leave the node: the custody log and the receipts are the evidence.
They show an officer and an operator where a message is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class StepKind(StrEnum):
    """The kind of step of a message, as this node noted it by its own clock."""

    APPROVED = "approved"
    ATTEMPTED = "attempted"
    """It was handed over, and no receipt came."""
    RECEIPTED = "receipted"
    """Of a message of ours: its receipt came. Of the other State's: its receipt was made here."""
    REPEATED = "repeated"
    """The other State handed over again what is here."""
    APPLIED = "applied"
    READ = "read"


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One kind of thing that happened to a message, and how often. Like ones are one row."""

    thread: str
    subject: str
    """The digest of the message; of an approval, the draft that it became of."""
    kind: StepKind
    first: datetime
    last: datetime
    officer: str = ""
    """The officer who approved or read it."""
    detail: str = ""
    """Why a try came to nothing: codes, joined by spaces."""
    times: int = 1


class DeliveryTraceRepository(Protocol):
    """Rows that are only counted up: one for each subject, kind, officer and detail."""

    def add_delivery_step(self, step: DeliveryStep) -> None:
        """Note a step. An equal step that is already noted is counted up and gets the later moment."""
        ...

    def add_first_steps(self, steps: Iterable[DeliveryStep]) -> None:
        """Note steps that count only once: where an equal one is already noted, nothing changes."""
        ...

    def delivery_subjects(self, thread: str, kind: StepKind) -> frozenset[str]:
        """Return the messages or drafts of a thread that have taken a step of that kind."""
        ...

    def delivery_steps(self, thread: str) -> Sequence[DeliveryStep]:
        """Return all steps of a thread's messages and drafts, in the order of their first moments."""
        ...
