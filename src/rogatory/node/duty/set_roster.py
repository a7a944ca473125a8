# SPDX-License-Identifier: Apache-2.0
"""Putting a roster in force: judged against the register and the duty that is in force.

A roster is set by one officer, not by two: it opens nothing and decides nothing, and a head of unit
must be able to change it at night. The custody log records it, so that nobody can write afterwards
who was on duty.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from rogatory.custody.events.act_codes import act
from rogatory.directory.entry.entry import AuthorityRecord
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.duty import refusals
from rogatory.node.duty.on_duty import timetable_of
from rogatory.node.duty.opening import common, promised
from rogatory.node.duty.roster import Roster, build_roster, roster_reasons
from rogatory.node.duty.timetable import Timetable
from rogatory.node.officers.dual_control import acting_reasons, reason_reasons
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterRecord
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment

MOST_LISTED = 20
"""The most gaps that are shown one by one: a plan whose nights are all empty would fill a screen."""


def set_roster(node: Node, roster: Roster, officer: str, reason: str) -> RosterRecord:
    """Put a roster in force; from now on it prevails over what was set before, where it covers.

    1. The officer may set rosters for its authority, one of this State, and says why.
    2. The rules of `judge_roster`.
    3. Roster and custody event are one transaction.

    Raises:
        Refused: with every reason of 1 and 2; nothing is written.
    """
    at = node.clock.now().replace(microsecond=0)
    refuse_if_any(
        [
            *acting_reasons(node, officer, roster.authority, Permission.WRITE_ROSTER, at),
            *reason_reasons(reason),  # 1
            *judge_roster(node, roster, at),  # 2
        ]
    )
    document = build_roster(roster)
    event = own_event(
        node,
        act("roster-set", starts=format_moment(roster.starts), ends=format_moment(roster.ends)),
        of=node.objects.put(document),
        authority=roster.authority,
        officer=officer,
        words=reason,
        at=at,
    )
    record = RosterRecord(
        id=uuid7(at, node.random(10)),
        authority=roster.authority,
        document=document,
        starts=roster.starts,
        ends=roster.ends,
        by=officer,
        at=at,
        reason=node.own_words(reason),
    )
    with node.store.transaction():  # 3
        node.store.add_roster(record)
        event.append(node)
    return record


def judge_roster(node: Node, roster: Roster, at: datetime) -> Iterator[Reason]:
    """Yield everything for which a roster would not be taken.

    1. It is in form (`roster.roster_reasons`), and does not lie in the past.
    2. Everybody whom it names may answer a call: those on duty for its authority, the heads for any.
    3. With it, somebody is on duty until its end at every moment at which the authority's entry in
       the directory says that it is open; without hours, day and night. Line 21 of the law's list
       (article 41(1); certainty: parallel).
    """
    yield from roster_reasons(roster)  # 1
    if roster.ends <= at:
        yield refusals.ROSTER_PERIOD.because(
            start=format_moment(roster.starts), end=format_moment(roster.ends)
        )
    view = node.register.view()
    yield from _people_reasons(view, roster, at)  # 2
    try:
        listed = view.authority(roster.authority)
    except Refused as error:
        yield from error.reasons
        return
    yield from _gap_reasons(node, roster, listed, at)  # 3


def _people_reasons(view: DirectoryView, roster: Roster, at: datetime) -> Iterator[Reason]:
    for number in sorted(roster.people()):
        is_only_head = number in roster.heads and number not in _on_shifts(roster)
        authority = None if is_only_head else roster.authority
        yield from officer_reasons(view, number, authority, Permission.ACKNOWLEDGE_PAGE, at)


def _on_shifts(roster: Roster) -> set[str | None]:
    named = {who for one in roster.shifts for who in (one.officer, one.substitute)}
    return named | {roster.default}


def _gap_reasons(
    node: Node, roster: Roster, listed: AuthorityRecord, at: datetime
) -> Iterator[Reason]:
    if roster.ends <= max(roster.starts, at):
        return
    before = timetable_of(node, roster.authority, at)
    with_it = Timetable([roster, *before.rosters], before.stand_ins)
    starts = at if before.at(at).officer is not None else max(roster.starts, at)
    open_at = promised(listed, starts, roster.ends)
    gaps = common(with_it.gaps(starts, roster.ends), open_at)
    for start, end in islice(gaps, MOST_LISTED):
        yield refusals.GAP.because(
            authority=roster.authority, start=format_moment(start), end=format_moment(end)
        )
