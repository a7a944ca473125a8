# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on duty: rosters, stand-ins, hand-overs, addresses, attempts to call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import Page
from rogatory.node.records.duty import (
    CallAttempt,
    HandOver,
    OfficerContact,
    RosterRecord,
    StandIn,
)


class DutyBooks(Protocol):
    """Rows that are added and never changed, but for a hand-over's one confirmation."""

    def add_roster(self, roster: RosterRecord) -> None: ...
    def rosters(self, authority: str, *, until: datetime | None = None) -> Sequence[RosterRecord]:
        """An authority's rosters, the last put in force first; only those that end after `until`,
        if one is given.
        """
        ...

    def rostered(self) -> Sequence[str]:
        """The authorities that ever had a roster, by name."""
        ...

    def add_stand_in(self, stand_in: StandIn) -> None: ...
    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[StandIn]:
        """An authority's stand-ins, the last written first; only those that end after `until`."""
        ...

    def add_hand_over(self, hand_over: HandOver) -> None: ...
    def hand_over(self, hand_over: str) -> HandOver | None: ...
    def hand_overs(self, authority: str, limit: int) -> Sequence[HandOver]:
        """An authority's hand-overs, the newest first."""
        ...

    def hand_overs_waiting(self) -> Sequence[HandOver]:
        """The newest of each authority, where nobody has confirmed it."""
        ...

    def confirm_hand_over(self, hand_over: str, officer: str, at: datetime, remark: str) -> bool:
        """Write the next officer's confirmation once; False if there was one, or no such record."""
        ...

    def add_contact(self, contact: OfficerContact) -> None: ...
    def contact(self, officer: str) -> OfficerContact | None:
        """Where an officer is reached, as last written."""
        ...

    def add_attempt(self, attempt: CallAttempt) -> None: ...
    def answered_since(self, since: datetime) -> Sequence[Page]:
        """The calls that were answered after a moment, in the order of their answers."""
        ...

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[CallAttempt]]:
        """The attempts of several calls, in one reading; a call without any is not in it."""
        ...

    def attempts(self, page: str) -> Sequence[CallAttempt]:
        """The attempts to reach somebody for a call, in the order in which they were made."""
        ...
