# SPDX-License-Identifier: Apache-2.0
"""The officers on duty for an authority, by the store and the register of now.

Line 21 of the law's list: somebody is on duty at every hour (article 41(1); certainty: parallel).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.roster import Roster, parse_roster
from rogatory.node.duty.timetable import DutyBasis, Timetable
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterRecord


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The officer on duty, the substitute who follows without an answer, and the officer who comes
    next.
    """

    authority: str
    at: datetime
    officer: str | None
    """None where the roster names nobody: then every officer of the authority is called."""
    substitute: str | None
    heads: tuple[str, ...]
    source: DutyBasis
    until: datetime | None
    """When the watch changes; None where no change is known."""
    next: str | None
    runs_out: datetime | None
    """When the roster ends; None where none covers the moment."""


def on_duty(node: Node, authority: str, at: datetime) -> OnDuty:
    """Return who is on duty for an authority of this State at a moment."""
    table = timetable_of(node, authority, at)
    watch, change = table.at(at), table.next_change(at)
    return OnDuty(
        authority=authority,
        at=at,
        officer=watch.officer,
        substitute=watch.substitute,
        heads=watch.heads,
        source=watch.source,
        until=None if change is None else change[0],
        next=None if change is None else change[1].officer,
        runs_out=table.runs_out(at),
    )


def timetable_of(node: Node, authority: str, at: datetime) -> Timetable:
    """Return the stored duty of an authority from a moment on, with the last officer on duty
    before.
    """
    records = node.store.rosters(authority)
    over = sorted((one for one in records if one.ends <= at), key=lambda one: one.ends)[-1:]
    kept = [one for one in records if one.ends > at or one in over]
    return Timetable(
        rosters=list(_readable(kept)),
        stand_ins=node.store.stand_ins(authority, until=at),
    )


def _readable(records: Iterable[RosterRecord]) -> Iterator[Roster]:
    """Yield those that can be read: one that is damaged must not keep the others from being
    followed.
    """
    for record in records:
        with suppress(Refused):
            yield parse_roster(record.document)


def can_be_called(view: DirectoryView, officer: str, at: datetime) -> bool:
    """Decide whether the register still has an officer who may answer a call: a roster outlives
    people.
    """
    return not officer_reasons(view, officer, None, Permission.ACKNOWLEDGE_PAGE, at)


def officers_of(view: DirectoryView, state: str, authority: str, at: datetime) -> tuple[str, ...]:
    """Return the officers of an authority who may answer a call: first those whose role is duty."""
    found: dict[str, bool] = {}
    for record in view.register(state).officers:
        if authority in record.authorities and can_be_called(view, record.number, at):
            found[record.number] = found.get(record.number, False) or "duty" in record.roles
    return tuple(sorted(found, key=lambda number: (not found[number], number)))
