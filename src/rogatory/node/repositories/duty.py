# SPDX-License-Identifier: Apache-2.0
"""Duty: rosters, stand-ins, hand-overs, addresses, and attempts to call.

Rows are added and never changed, except for a hand-over's one confirmation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.node.repositories.officers import Page
from rogatory.wire.words import OwnWords, Statement


class Urgency(StrEnum):
    """How soon a human must hear of something: the levels that a request claims, too."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


class Rung(StrEnum):
    """The steps of escalation, each with the officers whom an alert has reached."""

    ON_DUTY = "on-duty"
    SUBSTITUTE = "substitute"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class RosterRecord:
    """A roster that was put in force; a later one prevails over it where both cover a moment."""

    id: str
    authority: str
    document: bytes
    starts: datetime
    ends: datetime
    by: str
    at: datetime
    reason: OwnWords


class RosterEdit(StrEnum):
    """The changes of a draft roster, each of which makes a revision."""

    BEGUN = "begun"
    SHIFT_ADDED = "shift-added"
    SHIFT_CHANGED = "shift-changed"
    SHIFT_REMOVED = "shift-removed"
    PATTERN = "pattern"
    ABSENCE = "absence"
    DETAILS = "details"
    CALENDAR = "calendar"
    RESTORED = "restored"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """A revision of the roster that an authority's approvers prepare; the highest one is the draft."""

    id: str
    authority: str
    revision: int
    document: bytes
    edit: RosterEdit
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """A stand-in for the officer whom the roster names, as people fall ill."""

    id: str
    authority: str
    officer: str
    starts: datetime
    ends: datetime
    by: str
    at: datetime
    reason: OwnWords


@dataclass(frozen=True, slots=True)
class HandOver:
    """A watch handed on: what was open, in the words of who had it, until the next confirms it."""

    id: str
    authority: str
    document: bytes
    digest: str
    by: str
    at: datetime
    confirmed_by: str | None = None
    confirmed: datetime | None = None
    remark: OwnWords | None = None
    """The next officer's remark on it."""

    @property
    def is_open(self) -> bool:
        return self.confirmed is None


@dataclass(frozen=True, slots=True)
class OfficerContact:
    """Where an officer is reached; the newest of an officer's counts. Known inside the State only."""

    id: str
    officer: str
    mail: tuple[str, ...]
    by: str
    at: datetime
    language: str = "en"
    """The language of the officer's account, which the store adds: not written with the contact."""


@dataclass(frozen=True, slots=True)
class CallAttempt:
    """One attempt to reach a human for a call, and what came of it."""

    id: str
    page: str
    at: datetime
    step: int
    """Which step of the ladder called: from the third on, everybody is called anew."""
    rung: Rung
    officer: str
    means: str
    """`mail`, `webhook NAME`, `browser`, `desk` where the desk alone shows it, or `none`."""
    target: str
    delivered: bool
    """That the next station took it. That a human saw it only the answer shows."""
    problem: Statement | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that leaves the node to alert an officer. It shows that something waits, and
    nothing of its content: mail and telephones are read by others.
    """

    call: str
    """A reference that distinguishes alerts."""
    at: datetime
    urgency: Urgency
    rung: Rung
    step: int
    officer: str
    state: str
    mail: tuple[str, ...] = ()
    language: str = "en"
    """In which the officer reads."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one means of alerting."""

    means: str
    target: str
    delivered: bool
    problem: Statement | None = None


class DutyRepository(Protocol):
    """Rows that are added and never changed, but for a hand-over's one confirmation."""

    def add_roster(self, roster: RosterRecord) -> None: ...
    def rosters(self, authority: str, *, until: datetime | None = None) -> Sequence[RosterRecord]:
        """Return an authority's rosters, the last put in force first; only those that end after
        `until`, if one is given.
        """
        ...

    def rostered(self) -> Sequence[str]:
        """Return the authorities that ever had a roster, by name."""
        ...

    def add_roster_draft(self, draft: RosterDraft) -> None: ...
    def roster_drafts(self, authority: str, limit: int) -> Sequence[RosterDraft]:
        """Return the revisions of an authority's draft, the newest first; inside a transaction no other
        one reads or writes them until it ends.
        """
        ...

    def delete_roster_drafts(self, authority: str, *, until: int | None = None) -> None:
        """Remove the revisions of an authority's draft; only those up to `until`, if one is given."""
        ...

    def add_stand_in(self, stand_in: StandIn) -> None: ...
    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[StandIn]:
        """Return an authority's stand-ins, the last written first; only those that end after
        `until`.
        """
        ...

    def add_hand_over(self, hand_over: HandOver) -> None: ...
    def hand_over(self, hand_over: str) -> HandOver | None: ...
    def hand_overs(self, authority: str, limit: int) -> Sequence[HandOver]:
        """Return an authority's hand-overs, the newest first."""
        ...

    def hand_overs_waiting(self) -> Sequence[HandOver]:
        """Return the newest of each authority, where nobody has confirmed it."""
        ...

    def confirm_hand_over(
        self, hand_over: str, officer: str, at: datetime, remark: OwnWords | None
    ) -> bool:
        """Write the next officer's confirmation once; False if there was one, or no such record."""
        ...

    def add_contact(self, contact: OfficerContact) -> None: ...
    def contact(self, officer: str) -> OfficerContact | None:
        """Return where an officer is reached, as last written."""
        ...

    def add_attempt(self, attempt: CallAttempt) -> None: ...
    def answered_since(self, since: datetime) -> Sequence[Page]:
        """Return the calls that were answered after a moment, in the order of their answers."""
        ...

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[CallAttempt]]:
        """Return the attempts of several calls, in one reading; a call without any is not in it."""
        ...

    def attempts(self, page: str) -> Sequence[CallAttempt]:
        """Return the attempts to reach somebody for a call, in the order in which they were made."""
        ...
