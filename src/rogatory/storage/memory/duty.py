# SPDX-License-Identifier: Apache-2.0
"""Rosters, stand-ins, hand-overs, addresses and attempts to call in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.duty import (
    CallAttempt,
    HandOver,
    OfficerContact,
    RosterDraft,
    RosterRecord,
    StandIn,
)
from rogatory.node.repositories.officers import Page
from rogatory.storage.memory.officers import OfficerTables
from rogatory.wire.words import OwnWords


@dataclass
class DutyTables(OfficerTables):
    rosters: dict[str, RosterRecord] = field(default_factory=dict)
    roster_drafts: dict[str, RosterDraft] = field(default_factory=dict)
    stand_ins: dict[str, StandIn] = field(default_factory=dict)
    hand_overs: dict[str, HandOver] = field(default_factory=dict)
    contacts: dict[str, OfficerContact] = field(default_factory=dict)
    attempts: dict[str, CallAttempt] = field(default_factory=dict)


class MemoryDuty:
    tables: DutyTables

    def add_roster(self, roster: RosterRecord) -> None:
        self.tables.assert_writing()
        self.tables.rosters.setdefault(roster.id, roster)

    def rosters(self, authority: str, *, until: datetime | None = None) -> Sequence[RosterRecord]:
        with self.tables.lock:
            rows = list(self.tables.rosters.values())
        return [
            each
            for each in reversed(rows)
            if each.authority == authority and (until is None or each.ends > until)
        ]

    def rostered(self) -> Sequence[str]:
        with self.tables.lock:
            return sorted({each.authority for each in self.tables.rosters.values()})

    def add_roster_draft(self, draft: RosterDraft) -> None:
        self.tables.assert_writing()
        self.tables.roster_drafts.setdefault(draft.id, draft)

    def roster_drafts(self, authority: str, limit: int) -> Sequence[RosterDraft]:
        with self.tables.lock:
            rows = list(self.tables.roster_drafts.values())
        found = [each for each in rows if each.authority == authority]
        return sorted(found, key=lambda one: one.revision, reverse=True)[:limit]

    def delete_roster_drafts(self, authority: str, *, until: int | None = None) -> None:
        self.tables.assert_writing()
        for each in list(self.tables.roster_drafts.values()):
            if each.authority == authority and (until is None or each.revision <= until):
                del self.tables.roster_drafts[each.id]

    def add_stand_in(self, stand_in: StandIn) -> None:
        self.tables.assert_writing()
        self.tables.stand_ins.setdefault(stand_in.id, stand_in)

    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[StandIn]:
        with self.tables.lock:
            rows = list(self.tables.stand_ins.values())
        return [
            each
            for each in reversed(rows)
            if each.authority == authority and (until is None or each.ends > until)
        ]

    def add_hand_over(self, hand_over: HandOver) -> None:
        self.tables.assert_writing()
        self.tables.hand_overs.setdefault(hand_over.id, hand_over)

    def hand_over(self, hand_over: str) -> HandOver | None:
        with self.tables.lock:
            return self.tables.hand_overs.get(hand_over)

    def hand_overs(self, authority: str, limit: int) -> Sequence[HandOver]:
        with self.tables.lock:
            rows = list(self.tables.hand_overs.values())
        return [each for each in reversed(rows) if each.authority == authority][:limit]

    def hand_overs_waiting(self) -> Sequence[HandOver]:
        with self.tables.lock:
            newest = {each.authority: each for each in self.tables.hand_overs.values()}
        return [each for _, each in sorted(newest.items()) if each.is_open]

    def confirm_hand_over(
        self, hand_over: str, officer: str, at: datetime, remark: OwnWords | None
    ) -> bool:
        self.tables.assert_writing()
        found = self.tables.hand_overs.get(hand_over)
        if found is None or not found.is_open:
            return False
        self.tables.hand_overs[hand_over] = replace(
            found, confirmed_by=officer, confirmed=at, remark=remark
        )
        return True

    def add_contact(self, contact: OfficerContact) -> None:
        self.tables.assert_writing()
        self.tables.contacts.setdefault(contact.id, contact)

    def contact(self, officer: str) -> OfficerContact | None:
        with self.tables.lock:
            rows = list(self.tables.contacts.values())
        return next((each for each in reversed(rows) if each.officer == officer), None)

    def add_attempt(self, attempt: CallAttempt) -> None:
        self.tables.assert_writing()
        self.tables.attempts.setdefault(attempt.id, attempt)

    def answered_since(self, since: datetime) -> Sequence[Page]:
        with self.tables.lock:
            found = [(each.seen, each) for each in self.tables.pages.values() if each.seen]
        found = [(seen, each) for seen, each in found if seen > since]
        return [each for _seen, each in sorted(found, key=lambda one: (one[0], one[1].id))]

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[CallAttempt]]:
        wanted = frozenset(pages)
        found: dict[str, list[CallAttempt]] = {}
        with self.tables.lock:
            for each in self.tables.attempts.values():
                if each.page in wanted:
                    found.setdefault(each.page, []).append(each)
        return found

    def attempts(self, page: str) -> Sequence[CallAttempt]:
        return self.attempts_of([page]).get(page, [])
