# SPDX-License-Identifier: Apache-2.0
"""Texts that officers are writing: partial, possibly wrong, judged by nobody yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from rogatory.wire.canonical import Json


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An unfinished text, which becomes a draft of the same identifier once it has no problems."""

    id: str
    officer: str
    """The officer who writes it: nobody else reads it, until it is handed to another."""
    kind: str
    thread: str | None
    """The thread that it is for; None where it opens one."""
    related: tuple[str, ...]
    sender: str
    addressee: str
    language: str
    body: Mapping[str, Json]
    """The body as the form holds it: see `drafting.form_body`."""
    begun: datetime
    changed: datetime
    revision: int = 0
    """How often it was changed; 0 is a text that nobody has saved yet."""
    touched: Mapping[str, int] = field(default_factory=dict)
    """By part (see `drafting.keep`) the revision that changed it last."""
    taken_back: str | None = None
    """The draft that it was before."""


class DraftingRepository(Protocol):
    """Texts before they are drafts. No message, export or statistic reads them."""

    def put_unfinished(self, text: Unfinished) -> None:
        """Write a text, or write it anew."""
        ...

    def unfinished(self, text: str) -> Unfinished | None:
        """Return a text; inside a transaction nobody else changes it until that ends."""
        ...

    def unfinished_of(self, officer: str) -> Sequence[Unfinished]:
        """Return an officer's texts, the last changed first."""
        ...

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[Unfinished]:
        """Return texts that were last changed before a moment, the oldest first."""
        ...

    def delete_unfinished(self, text: str) -> None: ...
