# SPDX-License-Identifier: Apache-2.0
"""How far another State's clock is from ours: measured on the line, tolerated, shown.

Each signed request names the moment at which it was made, and each answer over the pinned line its
date. Five minutes of difference are tolerated on the line and in messages; long before that a human
hears of it, since beyond it nothing passes any more.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.contact import NOTED_EVERY, hasten, is_silent, is_within
from rogatory.node.ports import Store
from rogatory.node.repositories.peer_health import PeerLine
from rogatory.wire.moments import CLOCK_TOLERANCE
from rogatory.wire.words import P_, FilledText

MOVED_BY = 3
"""Seconds: smaller changes are how long a request was under way, and are not written down."""

CALL_FROM = CLOCK_TOLERANCE * 2 // 5
"""Less than half of what is tolerated: time enough to set a clock before messages are refused."""

SHOWN_FROM = timedelta(seconds=30)
"""The difference from which a page reports that a clock is wrong; below it shows only the seconds."""

FEWEST_WITNESSES = 3
"""So many States' clocks must be off alike before ours is said to be the wrong one."""


def note_clock(node: Node, state: str, theirs: datetime, *, is_open: bool = True) -> None:
    """Note that a State's node knocked, by a request that it signed at `theirs`: it is there,
    whatever failed.

    Messages that wait for it are tried at once, at most once a minute. A node whose door may be
    closed (`is_open`), as it asks before it opens, did not knock: its clock alone is noted.
    """
    now, line = node.clock.now(), node.store.peer_line(state)
    if not is_open:
        measure(node.store, state, theirs, None, now)
        _call(node, state, _seconds(theirs, now), now)
        return
    noted = is_within(line.heard, NOTED_EVERY, now)
    skew = _seconds(theirs, now)
    if noted and not _moved(line, skew):
        return
    with node.store.transaction():
        line = node.store.peer_line(state)
        waits = is_silent(line) and not noted
        found = replace(line, heard=now, skew=skew, measured=now)
        node.store.put_peer_line(replace(found, next_try=now) if waits else found)
        if waits:
            hasten(node, state, now)
    _call(node, state, skew, now)


def measure(
    store: Store, state: str, theirs: datetime | None, group: str | None, at: datetime
) -> None:
    """Measure how a State's node answered over the pinned line: the date of its answer, and how the
    line was keyed.

    Writes at most once a minute while nothing changes.
    """
    line = store.peer_line(state)
    skew = None if theirs is None else _seconds(theirs, at)
    fresh = is_within(line.measured, NOTED_EVERY, at)
    same_group = group in {None, line.group}
    if same_group and (skew is None or (fresh and not _moved(line, skew))):
        return
    with store.transaction():
        line = store.peer_line(state)
        found = replace(line, group=group or line.group)
        if skew is not None:
            found = replace(found, skew=skew, measured=at)
        store.put_peer_line(found)


def is_shown_off(line: PeerLine) -> bool:
    return line.skew is not None and abs(line.skew) >= SHOWN_FROM.total_seconds()


def shown_difference(line: PeerLine) -> int | None:
    """Return the difference as far as it is one, and not how long a request was under way."""
    return line.skew if line.skew is not None and abs(line.skew) >= MOVED_BY else None


def our_own_error(lines: Sequence[PeerLine]) -> int | None:
    """Return the seconds by which our clock is off, if most others agree that it is; below nothing:
    behind.

    One clock that differs may be that State's. Where half of several differ from ours alike, the odd
    one is ours.
    """
    known = [line.skew for line in lines if line.skew is not None]
    if len(known) < FEWEST_WITNESSES:
        return None
    middle = round(median(known))
    return -middle if abs(middle) >= SHOWN_FROM.total_seconds() else None


def _call(node: Node, state: str, skew: int, now: datetime) -> None:
    if abs(skew) < CALL_FROM.total_seconds():
        return
    way = FilledText(P_("ahead of") if skew > 0 else P_("behind"))
    reason = alert_codes.CLOCKS_APART.because(
        state=state, count=abs(skew), way=way, limit=int(CLOCK_TOLERANCE.total_seconds())
    )
    page(node, f"clock-skew/{state}/{now.date().isoformat()}", reason, at=now, thread=None)


def _seconds(theirs: datetime, ours: datetime) -> int:
    return round((theirs - ours).total_seconds())


def _moved(line: PeerLine, skew: int) -> bool:
    return line.skew is None or abs(skew - line.skew) >= MOVED_BY
