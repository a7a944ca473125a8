# SPDX-License-Identifier: Apache-2.0
"""What the use-cases need of the books for drafts and their approvals."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from rogatory.node.records.books import Draft, DraftEnd


class DraftBooks(Protocol):
    def add_draft(self, draft: Draft) -> None: ...
    def draft(self, draft: str) -> Draft | None: ...
    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[Draft]:
        """Those that wait to be sent, or all that ever were."""
        ...

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None: ...
    def mark_sent(self, draft: str, message: str) -> None: ...
    def end_draft(self, draft: str, end: DraftEnd) -> None:
        """Take a draft out of the way. The caller has seen inside the transaction that it waits."""
        ...
