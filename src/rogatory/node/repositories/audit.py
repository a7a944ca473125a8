# SPDX-License-Identifier: Apache-2.0
"""Accesses of officers, and the one list of all journals that an auditor reads.

None of it leaves the node, except in an auditor's export and to a log server where an operator has
named one. None of it says what a case is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class AccessKind(StrEnum):
    READ = "read"
    DENIED = "denied"
    ACTED = "acted"
    """Something was done on a page; the journal to which it belongs records the result."""
    ADMINISTERED = "administered"
    LOGGED_IN = "logged-in"
    LOGGED_OUT = "logged-out"
    LOGIN_FAILED = "log-in-failed"
    SIGN_IN_CHANGED = "sign-in-changed"
    """A password or another way to log in was changed by its owner."""


COUNTED = frozenset({AccessKind.READ, AccessKind.DENIED, AccessKind.LOGIN_FAILED})
"""The kinds of which like accesses of an hour are one row: repeated looks or tries cannot fill the
store.
"""


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """One access. `page` is the name of the page or of the act, `subject` what else it was about: a
    permission that lacked, an account that was administered.
    """

    kind: AccessKind
    at: datetime
    officer: str
    """Empty where no account is known."""
    page: str
    thread: str = ""
    subject: str = ""
    last: datetime | None = None
    times: int = 1

    @property
    def bucket(self) -> str:
        """Return what like records share besides their fields: the hour, or nothing."""
        return f"{self.at:%Y-%m-%dT%H}" if self.kind in COUNTED else f"{self.at.isoformat()}"


class Source(StrEnum):
    """The journals that an auditor reads as one."""

    CUSTODY = "custody"
    ACCESS = "access"
    CASE_FILE = "matter"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """The conditions on entries; None means no condition. `action` is one of a source, or the
    source alone.
    """

    officer: str | None = None
    source: Source | None = None
    action: str | None = None
    thread: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of a journal, as an auditor reads it: who, what, when, of which request; not what it says."""

    source: Source
    number: int
    """Its place in its own journal."""
    at: datetime
    officer: str
    action: str
    thread: str
    about: str
    """A digest, a page, an account: what the act was done to."""
    times: int = 1


class AuditRepository(Protocol):
    def add_access(self, record: AccessRecord) -> None:
        """Note an access. One of a kind that is counted, like one of the same hour, is counted up."""
        ...

    def knows_access(self, record: AccessRecord) -> bool:
        """Decide whether one like it was noted in the same hour."""
        ...

    def audit_entries(
        self, source: Source, wanted: AuditFilter, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        """Return a journal's entries, the newest first; those before a place in it."""
        ...
