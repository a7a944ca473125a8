# SPDX-License-Identifier: Apache-2.0
"""Drafts and their approvals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.wire.canonical import Json


class Ending(StrEnum):
    """How a draft ended that was not sent."""

    TAKEN_BACK = "taken-back"
    """It became an unfinished text again."""
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class DraftEnd:
    how: Ending
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is signed. `content` is the content digest that approvals cover."""

    id: str
    thread: str
    kind: str
    sender: str
    addressee: str
    language: str
    body: Mapping[str, Json]
    attachments: tuple[Mapping[str, Json], ...]
    related: tuple[str, ...]
    content: str
    drafted_by: str
    drafted: datetime
    approvals: tuple[Mapping[str, str], ...] = ()
    sent_as: str | None = None
    ended: DraftEnd | None = None
    """The officer, time and way of the draft's removal: it is never approved or sent any more."""


def threads_of_draft(draft: Draft) -> tuple[str, ...]:
    """Return the thread of a draft and those that it follows from, which its text was begun with."""
    named = (draft.body.get(field) for field in ("preservation_ref", "offer"))
    earlier = (one.get("thread") for one in named if isinstance(one, Mapping))
    found = (draft.thread, *draft.related, *earlier)
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and one))


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A place in the list of an author's drafts: right after the one of that moment and identifier."""

    at: datetime
    draft: str


class DraftRepository(Protocol):
    def add_draft(self, draft: Draft) -> None: ...
    def draft(self, draft: str) -> Draft | None: ...
    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[Draft]:
        """Return those that wait to be sent, or all that ever were."""
        ...

    def drafts_of(
        self, author: str, limit: int, after: DraftPlace | None = None
    ) -> Sequence[Draft]:
        """Return the newest drafts that an author wrote, whatever became of them, or the newest of those after a place."""
        ...

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None: ...
    def mark_sent(self, draft: str, message: str) -> None: ...
    def end_draft(self, draft: str, end: DraftEnd) -> None:
        """Take a draft out of the way. The caller has seen inside the transaction that it waits."""
        ...
