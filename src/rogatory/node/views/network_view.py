# SPDX-License-Identifier: Apache-2.0
"""The network as one node knows it: every State's offices and powers, its line, its log, its
drills.

Nobody is asked and no message is read: the contents come from the directory's copy, from the node's
own notes on lines and logs, and from drills. So it shows no case, and opens to every account.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rogatory.directory.entry.entry import AuthorityRecord, DirectoryEntry
from rogatory.directory.entry.hours import OpeningHours, is_open_at
from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.peer_health.health_view import LineView, lines
from rogatory.node.repositories.followed_logs import FollowedLog
from rogatory.node.statistics.drills import ContactPoint, DrillStatistics, drill_statistics
from rogatory.node.views.node_state import DirectoryState, directory_state
from rogatory.node.witnesses.witness_view import WitnessState, witness_state
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS

DRILLS_SHOWN = timedelta(days=90)
"""A quarter: the page of drills has the year."""

MOST_DRILLS = 500
"""Each costs the reading of its thread, whenever somebody opens the page. Sixty States that drill each
other once a month have some 360 in a quarter.
"""

REQUESTABLE = OPENING_KINDS - DRILL
"""The kinds of request that can be sent to a State in earnest."""


@dataclass(frozen=True, slots=True)
class Power:
    """A kind of request that an office takes. `does` is whether it executes it `itself` or `forwards`
    it to who can; None where its State does not say.
    """

    kind: str
    title: str
    does: str | None


@dataclass(frozen=True, slots=True)
class NetworkOffice:
    """An office by its State's own entry. `local` is what the clock on its wall shows, None where its
    time zone is unknown here; `is_open` whether it is open now, None likewise.
    """

    authority: str
    time_zone: str
    local: datetime | None
    is_open: bool | None
    hours: tuple[OpeningHours, ...]
    verified: str | None
    confirms_emergencies: bool
    powers: tuple[Power, ...]


@dataclass(frozen=True, slots=True)
class NetworkState:
    """A State of the directory. `held` says why it may not be relied on now; `missing` is how many
    receipts of it were looked for in its log and are not there.
    """

    state: str
    is_own: bool
    held: tuple[Reason, ...]
    offices: tuple[NetworkOffice, ...]
    languages: tuple[str, ...]
    diplomatic_only: bool
    interpol_urgent: bool
    line: LineView | None
    logs: tuple[FollowedLog, ...]
    missing: int
    points: tuple[ContactPoint, ...]

    @property
    def open_now(self) -> int:
        return sum(one.is_open is True for one in self.offices)

    @property
    def log_holds(self) -> bool:
        """Decide whether nothing was found against its log."""
        return not self.missing and all(one.problem is None for one in self.logs)


@dataclass(frozen=True, slots=True)
class NetworkView:
    """`drills_since` is None where the reader may not read of drills."""

    as_of: datetime
    directory: DirectoryState
    states: tuple[NetworkState, ...]
    our_error: int | None
    """By how many seconds our own clock is off, if most others agree that it is."""
    witnesses: WitnessState
    drills_since: datetime | None


def network_view(node: Node, *, drills_for: str | None = None) -> NetworkView:
    """Return the network now; with figures of drills for the officer of a number, who may read
    them.

    Raises:
        Refused: the officer may not read of drills.
    """
    now, directory = node.clock.now(), directory_state(node)
    known, found = lines(node), None
    if drills_for is not None:
        until = now + timedelta(seconds=1)
        found = drill_statistics(
            node, now - DRILLS_SHOWN, until, officer=drills_for, most=MOST_DRILLS
        )
    entries = _entries(node, directory)
    own_lines = {one.line.state: one for one in known.lines}
    logs, missing = _logs(node), node.store.missing_receipts()
    points = _points(found)
    names = {*entries, *directory.held, *own_lines, *(logs if directory.problem else ())}
    return NetworkView(
        as_of=now,
        directory=directory,
        states=tuple(
            _state(
                node, state, entries.get(state), directory.held.get(state, ()), now,
                line=own_lines.get(state), logs=logs.get(state, ()),
                missing=missing.get(state, 0), points=points.get(state, ()),
            )
            for state in sorted(names, key=lambda one: (one != node.state, one))
        ),
        our_error=known.our_error,
        witnesses=witness_state(node),
        drills_since=None if found is None else found.since,
    )  # fmt: skip


def _entries(node: Node, directory: DirectoryState) -> dict[str, DirectoryEntry]:
    if directory.problem:
        return {}
    view = node.register.view()
    return {state: view.entry(state) for state in view.states}


def _logs(node: Node) -> Mapping[str, tuple[FollowedLog, ...]]:
    found: dict[str, list[FollowedLog]] = defaultdict(list)
    for log in node.store.followed_logs():
        found[log.state].append(log)
    return {state: tuple(logs) for state, logs in found.items()}


def _points(found: DrillStatistics | None) -> Mapping[str, tuple[ContactPoint, ...]]:
    by_state: dict[str, list[ContactPoint]] = defaultdict(list)
    for point in found.points if found else ():
        by_state[point.authority[:2].upper()].append(point)
    return {state: tuple(points) for state, points in by_state.items()}


def _state(
    node: Node,
    state: str,
    entry: DirectoryEntry | None,
    held: tuple[Reason, ...],
    now: datetime,
    *,
    line: LineView | None,
    logs: tuple[FollowedLog, ...],
    missing: int,
    points: tuple[ContactPoint, ...],
) -> NetworkState:
    return NetworkState(
        state=state,
        is_own=state == node.state,
        held=held,
        offices=() if entry is None else tuple(_offices(entry, now)),
        languages=() if entry is None else entry.languages,
        diplomatic_only=entry is not None and entry.channels.diplomatic_only,
        interpol_urgent=entry is not None and entry.channels.interpol_urgent,
        line=line,
        logs=logs,
        missing=missing,
        points=points,
    )


def _offices(entry: DirectoryEntry, now: datetime) -> Iterable[NetworkOffice]:
    for record in entry.authorities:
        local = _local(record.time_zone, now)
        yield NetworkOffice(
            authority=record.id,
            time_zone=record.time_zone,
            local=local,
            is_open=None if local is None else is_open_at(record.hours, local),
            hours=record.hours,
            verified=record.verified,
            confirms_emergencies=record.id in entry.call_back,
            powers=powers_of(record, entry.kinds),
        )


def _local(time_zone: str, now: datetime) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder
        return None


def powers_of(record: AuthorityRecord, spoken: Iterable[str]) -> tuple[Power, ...]:
    """Return the requests that the office is competent for and the State's node speaks."""
    taken = REQUESTABLE.intersection(record.subjects, spoken)
    return tuple(Power(name, KINDS[name].title, record.acts.get(name)) for name in sorted(taken))
