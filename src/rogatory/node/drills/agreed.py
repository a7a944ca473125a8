# SPDX-License-Identifier: Apache-2.0
"""Deciding whether the drilled State agreed to a drill: in its window, and not too many.

Both ends apply the same rule to the drilled State's own entry, so a drill that was not agreed
counts at neither and alerts nobody: an attacker who wants to wear out another's officers by night
only fills their own log.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rogatory.directory.entry.hours import DrillWindow, is_within
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.drills import refusals
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.kinds.families import DRILL
from rogatory.wire.moments import format_moment

MONTH = timedelta(days=30)
"""The period over which the agreed number of drills is counted, up to each drill: no month has a
busy end.
"""

_MOMENT = timedelta(microseconds=1)


def window_of(node: Node, state: str) -> DrillWindow | None:
    """Return when the State agreed to be drilled, by its entry; None where it did not, or is not
    listed.
    """
    try:
        return node.register.view().entry(state).drill_window
    except Refused:
        return None


def local_to(window: DrillWindow, at: datetime) -> datetime:
    """Return the moment on the wall of the drilled State, as its own entry counts it."""
    return at.astimezone(ZoneInfo(window.time_zone))


def drills_with(
    node: Node,
    state: str,
    role: str,
    since: datetime,
    until: datetime,
    known: Iterable[ThreadSummary] | None = None,
) -> Iterator[ThreadSummary]:
    """Yield drills that this node sent to the State (`requesting`), or had of it (`requested`); out
    of those that are known already, where somebody read them.
    """
    opened = node.store.summaries_opened(since, until, DRILL) if known is None else known
    for one in opened:
        if one.peer == state and one.role == role and since <= one.opened < until:
            yield one


def not_agreed(
    node: Node,
    drilled: str,
    peer: str,
    role: str,
    at: datetime,
    thread: str | None = None,
    *,
    known: Iterable[ThreadSummary] | None = None,
) -> Iterator[Reason]:
    """Yield why a drill of State `drilled` at this moment is none that was agreed.

    1. The drilled State's entry has a window.
    2. The moment is inside it, on its own wall.
    3. Fewer than the agreed number came of the same State in the month before.

    `thread` is the drill itself, where it is there already; `known` are all drills of the month before
    with that State, where somebody read them for several drills at once.
    """
    window = window_of(node, drilled)
    if window is None:  # 1
        yield refusals.NO_WINDOW.because(state=drilled)
        return
    if not is_within(window.start, window.end, local_to(window, at)):  # 2
        yield refusals.OUTSIDE_WINDOW.because(
            state=drilled,
            at=format_moment(at),
            start=window.start,
            end=window.end,
            zone=window.time_zone,
        )
    before = [
        one
        for one in drills_with(node, peer, role, at - MONTH, at + _MOMENT, known)
        if one.thread != thread and (thread is None or (one.opened, one.thread) < (at, thread))
    ]
    if len(before) >= window.per_month:  # 3
        yield refusals.TOO_MANY.because(state=drilled, most=window.per_month)
