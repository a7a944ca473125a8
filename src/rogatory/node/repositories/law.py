# SPDX-License-Identifier: Apache-2.0
"""Work under the law: corrections of its data, and officers' decisions.

Both are only ever added to. A correction is reviewed once, by a second person; a decision that is
changed is a new decision, and the newest of a question counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.wire.canonical import Json
from rogatory.wire.words import OwnWords


class DecisionTopic(StrEnum):
    """The subject of a decision."""

    BASIS = "basis"
    """Which instrument a request rests on (articles 40(6) and 40(7)); the answer is its id."""
    BEFORE_SENDING = "before-sending"
    """An answer to a question that protects rights, before a request leaves."""
    BEFORE_EXECUTING = "before-executing"
    """The same in the requested State, before anything is done or handed over."""
    DATA_PROTECTION = "data-protection"
    """The question whether personal data may be transferred, and on which conditions (article
    36(1)).
    """
    SENIOR_REVIEW = "senior-review"
    """A senior officer on facts of speech, belief, assembly or association (article 6(2))."""
    DUAL_CRIMINALITY = "dual-criminality"
    """The question whether the conduct is an offence here, too, element by element (article 35(3))."""
    OFFENCE = "offence"
    """Under which article of the instrument a lawyer of the requested State places the offence, or that
    it is none; what the request says of it binds nobody else.
    """
    REFUSAL = "refusal"
    """The ground on which this State refuses or postpones, written when the message leaves."""
    CALL_BACK = "call-back"
    """That data are given, or not, although the call-back of an emergency was not answered."""
    SENT_BY_ONE = "sent-alone"
    """That an officer sent alone in an emergency what he wrote; the answer is the kind."""
    SINGLE_REVIEW = "alone-review"
    """Another officer's word on that: it was justified, or it was not."""
    EMERGENCY_REVIEW = "emergency-review"
    """The later look at an emergency that was claimed (articles 2(o) and 41(3)(e))."""


NO_GROUND = "no_ground"
"""The answer of a decision to deny what nobody owes, for which no ground was given: an extension under comity."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer of one officer, with the exact law it was given under.

    `subject` is a draft's or a thread's identifier. `question` is the id of a question of the law's
    data, where it answers one. `law` is the version, the SHA-256 of the law's document, which the node
    keeps among its objects with all that it names.
    """

    id: str
    at: datetime
    officer: str
    authority: str
    matter: DecisionTopic
    subject: str
    question: str | None
    answer: str
    reason: OwnWords
    law: str
    details: Mapping[str, Json] = field(default_factory=dict)
    """The parts of an answer that has parts: categories, elements, an authorisation."""


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """A correction of the law's data by the ministry, and what became of it.

    `document` is the SHA-256 of the correction's own document among the objects. It counts from
    `reviewed` on, if it was accepted.
    """

    id: str
    document: str
    section: str
    authority: str
    proposed_by: str
    proposed: datetime
    reviewed_by: str | None = None
    reviewed: datetime | None = None
    accepted: bool | None = None
    reason: OwnWords | None = None

    @property
    def is_open(self) -> bool:
        return self.reviewed is None


class LawRepository(Protocol):
    """Rows that are added and never changed, but for a correction's one review."""

    def add_correction(self, record: CorrectionRecord) -> None:
        """Write a proposal; the same identifier a second time changes nothing."""
        ...

    def correction(self, correction: str) -> CorrectionRecord | None: ...
    def corrections(self) -> Sequence[CorrectionRecord]:
        """Return all of them, in the order in which they were proposed."""
        ...

    def review_correction(
        self, correction: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        """Write the second person's verdict once; False if there was one, or no such correction."""
        ...

    def add_decision(self, decision: Decision) -> None:
        """Write a decision; the same identifier a second time changes nothing."""
        ...

    def add_decisions_record(self, record: bytes) -> None:
        """Write the record of the decisions that a message rests on, under its SHA-256."""
        ...

    def decided_laws(self) -> Sequence[str]:
        """Return the versions of the law under which decisions were taken, each once."""
        ...

    def decisions_record(self, digest: str) -> bytes | None: ...
    def decisions(self, subject: str) -> Sequence[Decision]:
        """Return the decisions on a draft or a thread, in the order in which they were taken."""
        ...
