# SPDX-License-Identifier: Apache-2.0
"""Case files: a journal for each thread inside one's own State, its row for lists, and its targets.

None of it is part of a message, and nothing that builds messages, receipts, bundles, replies to
peers or leaves of the log reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.wire.canonical import Json


class EntryKind(StrEnum):
    """The kind of act that an entry in a case file's journal records."""

    NUMBERED = "numbered"
    ASSIGNED = "assigned"
    STAGED = "staged"
    NOTED = "noted"
    REFERRED = "referred"
    LETTER_PRINTED = "letter-printed"
    RESULT_RECEIVED = "result-received"
    REFERRAL_RECALLED = "referral-recalled"
    ORDERED = "ordered"
    RENEWED = "renewed"
    ORDER_ENDED = "order-ended"
    ORDER_SIGNED = "order-signed"
    """The signed folder of an order came back from the workstation, and was proved before it was kept."""
    WITHDRAWAL_SIGNED = "withdrawal-signed"
    ORDER_SERVED = "order-served"
    PROVIDER_REPLIED = "provider-replied"
    EXPORTED = "exported"
    RESTRICTED = "restricted"
    OPENED = "opened"
    RESTRICTED_AS_FOLLOWING = "restricted-as-following"
    """By the node itself, since the request follows from a restricted one; no officer did it."""


@dataclass(frozen=True, slots=True)
class CaseFileEntry:
    """One line of a case file's journal. Lines are only added: an author who errs writes a further
    line.
    """

    id: str
    thread: str
    kind: EntryKind
    at: datetime
    officer: str
    authority: str
    """The authority for which the officer acted."""
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class CaseFileRow:
    """The row from which lists of case files are made: derived from the journal, written again with
    each line.
    """

    thread: str
    authority: str
    """The authority of this State that is in charge."""
    case_number: str | None
    case_key: str | None
    """The number as it is compared: see `case_files.case_numbers.case_key`."""
    assignee: str | None
    stage: str
    watched: bool
    """True where an order runs or a referral is open, whose end must raise an alert."""


class CaseFileRepository(Protocol):
    """Case files, their journals, and the targets of requests. No message contains them."""

    def add_case_file_entry(self, entry: CaseFileEntry) -> None:
        """Add a line to a case file's journal; no line is ever changed."""
        ...

    def case_file_entries(self, thread: str) -> Sequence[CaseFileEntry]:
        """Return a case file's journal in the order of writing. Inside a transaction nobody else
        adds to it.
        """
        ...

    def put_case_file(self, row: CaseFileRow) -> None: ...
    def case_file(self, thread: str) -> CaseFileRow | None: ...
    def case_files(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[CaseFileRow]:
        """Return the case files that meet all conditions, by thread."""
        ...

    def put_targets(self, thread: str, targets: Iterable[str]) -> None:
        """Write anew what a thread's request is aimed at, by digest."""
        ...

    def targets(self, thread: str) -> frozenset[str]: ...
    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        """Return threads aimed at any of the targets, with how many they share; those of most
        first.
        """
        ...
