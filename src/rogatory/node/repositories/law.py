# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on the law: corrections of its data, and decisions taken under it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.law import CorrectionRecord, Decision


class LawBooks(Protocol):
    """Rows that are added and never changed, but for a correction's one review."""

    def add_correction(self, record: CorrectionRecord) -> None:
        """Write a proposal; the same identifier a second time changes nothing."""
        ...

    def correction(self, correction: str) -> CorrectionRecord | None: ...
    def corrections(self) -> Sequence[CorrectionRecord]:
        """All of them, in the order in which they were proposed."""
        ...

    def review_correction(
        self, correction: str, officer: str, at: datetime, *, accepted: bool, reason: str
    ) -> bool:
        """Write the second person's verdict once; False if there was one, or no such correction."""
        ...

    def add_decision(self, decision: Decision) -> None:
        """Write a decision; the same identifier a second time changes nothing."""
        ...

    def decisions(self, subject: str) -> Sequence[Decision]:
        """The decisions on a draft or a thread, in the order in which they were taken."""
        ...
