# SPDX-License-Identifier: Apache-2.0
"""The books' pages on texts that officers are writing: see `ports.Books`, which has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.drafting import Unfinished


class UnfinishedBooks(Protocol):
    """Texts before they are drafts. No message, export or statistic reads them."""

    def put_unfinished(self, text: Unfinished) -> None:
        """Write a text, or write it anew."""
        ...

    def unfinished(self, text: str) -> Unfinished | None:
        """A text; inside a transaction nobody else changes it until that ends."""
        ...

    def unfinished_of(self, officer: str) -> Sequence[Unfinished]:
        """An officer's texts, the last changed first."""
        ...

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[Unfinished]:
        """Texts that were last changed before a moment, the oldest first."""
        ...

    def delete_unfinished(self, text: str) -> None: ...
