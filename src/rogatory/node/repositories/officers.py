# SPDX-License-Identifier: Apache-2.0
"""Calls for a human, written down first and sent afterwards; and how officers sign letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class Page:
    """A call for a human: written down first, sent afterwards."""

    id: str
    at: datetime
    thread: str | None
    reason: Statement
    seen_by: str | None = None
    seen: datetime | None = None
    urgency: str = "routine"
    """How soon a human must hear of it: a level of `duty.Urgency`."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """The name and title of an officer that letters in a language print from a moment on; both are
    empty where the officer removed them.
    """

    officer: str
    language: str
    name: str
    title: str
    since: datetime


class OfficerRepository(Protocol):
    def add_page(self, page: Page) -> bool:
        """Write a call for a human down; False if one of that id was there already."""
        ...

    def page(self, page: str) -> Page | None: ...
    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[Page]:
        """Return the calls that nobody has answered, or all; of one thread, if one is given."""
        ...

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None: ...
    def add_signatory(self, signatory: Signatory) -> bool:
        """Add what letters print from a moment on; False if the same is there for that moment already."""
        ...

    def signatories(self, officer: str) -> Sequence[Signatory]:
        """Return all names and titles of an officer, oldest first."""
        ...
