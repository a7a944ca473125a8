# SPDX-License-Identifier: Apache-2.0
"""Duty at a glance, as the console and the command line show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.on_duty import OnDuty, officers_of, on_duty, timetable_of
from rogatory.node.duty.opening import common, promised
from rogatory.node.duty.roster import Shift
from rogatory.node.duty.shift_alert import ShiftAlert, shift_alert
from rogatory.node.repositories.duty import CallAttempt, HandOver, StandIn, Urgency
from rogatory.node.repositories.officers import Page

DAYS_SHOWN = 14
"""Days of the roster that the page and the command show: two weeks, the longest shift."""

MOST_HAND_OVERS = 20
"""Handovers that the page shows, the newest first."""


@dataclass(frozen=True, slots=True)
class RosterView:
    """A roster that counts now or will, by whom it was put in force and why."""

    id: str
    by: str
    at: datetime
    starts: datetime
    ends: datetime
    why: str


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A hand-over without its list."""

    id: str
    authority: str
    digest: str
    by: str
    at: datetime
    confirmed_by: str | None
    confirmed: datetime | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class AuthorityDuty:
    """The duty of one authority, for its page."""

    on_duty: OnDuty
    test: ShiftAlert | None
    """The test alert at the start of this shift; None where none was sent."""
    time_zone: str
    shifts: tuple[Shift, ...]
    """As they are by now, stand-ins and defaults with them, from now on."""
    gaps: tuple[tuple[datetime, datetime], ...]
    """When nobody has the watch although the authority is open, in the days shown."""
    waits: Mapping[Urgency, tuple[int, int, int]]
    rosters: tuple[RosterView, ...]
    stand_ins: tuple[StandIn, ...]
    hand_overs: tuple[HandOverView, ...]
    everybody: tuple[str, ...]
    """The officers who may have the watch: all are called where nobody is named."""


@dataclass(frozen=True, slots=True)
class DutyGap:
    """A time in which an authority is open and nobody is on duty."""

    authority: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that nobody has answered, and whom it has come to."""

    page: Page
    attempts: tuple[CallAttempt, ...]


def own_authorities(node: Node) -> tuple[str, ...]:
    """Return the authorities that this State lists, and those that have a roster here."""
    try:
        listed = {one.id for one in node.register.view().entry(node.state).authorities}
    except Refused:
        listed = set()
    return tuple(sorted(listed | set(node.store.rostered())))


def duty_of(node: Node, authority: str, *, days: int = DAYS_SHOWN) -> AuthorityDuty:
    """Return an authority's watch from now on."""
    now = node.clock.now().replace(microsecond=0)
    until = now + timedelta(days=days)
    table = timetable_of(node, authority, now)
    try:
        view = node.register.view()
        listed = view.authority(authority)
        open_at = list(promised(listed, now, until))
        everybody = officers_of(view, node.state, authority, now)
        zone = listed.time_zone
    except Refused:
        open_at, everybody, zone = [(now, until)], (), "Etc/UTC"
    return AuthorityDuty(
        on_duty=on_duty(node, authority, now),
        test=shift_alert(node, authority, table.at(now)),
        time_zone=table.rosters[0].time_zone if table.rosters else zone,
        shifts=tuple(table.shifts(now, until)),
        gaps=tuple(common(table.gaps(now, until), open_at)) if table.rosters else (),
        waits={level: table.waits(now, level) for level in Urgency},
        rosters=tuple(
            RosterView(one.id, one.by, one.at, one.starts, one.ends, one.reason)
            for one in node.store.rosters(authority, until=now)
        ),
        stand_ins=tuple(node.store.stand_ins(authority, until=now)),
        hand_overs=tuple(
            hand_over_view(one) for one in node.store.hand_overs(authority, MOST_HAND_OVERS)
        ),
        everybody=everybody,
    )


def duty_gaps(node: Node) -> tuple[DutyGap, ...]:
    """Return when authorities of this State are open and nobody is on duty, in the days shown, the next first."""
    found = (
        DutyGap(authority, begins, ends)
        for authority in own_authorities(node)
        for begins, ends in duty_of(node, authority).gaps
    )
    return tuple(sorted(found, key=lambda one: one.begins))


def hand_over_view(one: HandOver) -> HandOverView:
    return HandOverView(
        id=one.id,
        authority=one.authority,
        digest=one.digest,
        by=one.by,
        at=one.at,
        confirmed_by=one.confirmed_by,
        confirmed=one.confirmed,
        remark=one.remark,
    )


def watches(node: Node) -> Sequence[OnDuty]:
    """Return who has the watch of each authority that has a roster: what the desk shows."""
    now = node.clock.now()
    return [on_duty(node, authority, now) for authority in node.store.rostered()]


def unreached_officers(node: Node) -> Sequence[ShiftAlert]:
    """Return the test alerts of the shifts of now that no means of alerting took: what the desk warns of."""
    now = node.clock.now()
    tested = (
        shift_alert(node, authority, timetable_of(node, authority, now).at(now))
        for authority in node.store.rostered()
    )
    return [one for one in tested if one is not None and one.failed]


def hand_overs_waiting(node: Node) -> Sequence[HandOverView]:
    """Return the hand-overs that the next officer has still to confirm; one that a later list of
    the same authority has overtaken waits for nobody.
    """
    return [hand_over_view(one) for one in node.store.hand_overs_waiting()]


def open_calls(node: Node) -> Sequence[OpenCall]:
    """Return the calls that nobody has answered, the most urgent first, then the oldest."""
    levels = [level.value for level in Urgency]
    pages = sorted(node.store.pages(), key=lambda one: (levels.index(one.urgency), one.at))
    attempts = node.store.attempts_of(page.id for page in pages)
    return [OpenCall(page, tuple(attempts.get(page.id, ()))) for page in pages]
