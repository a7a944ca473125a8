# SPDX-License-Identifier: Apache-2.0
"""Alerts for what nobody would notice: a roster that ends, people who left, a change of duty
without a handover.
"""

from datetime import datetime, timedelta

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.on_duty import can_be_called, timetable_of
from rogatory.node.duty.open_work import open_work
from rogatory.node.duty.shift_alert import request_shift_alert
from rogatory.node.duty.timetable import DutyBasis, Timetable
from rogatory.node.officers import duty_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.moments import format_moment

WARN_DAYS = (14, 7, 3, 1, 0)
"""Days before the end of a roster at which the officer on duty is warned; from three on, urgently."""

CONFIRM_WITHIN = timedelta(minutes=30)
"""After the watch changed, until somebody has confirmed that he knows what is open (practice)."""

LOOK_BACK = timedelta(hours=6)
"""How long after the change a missing hand-over is still called for: then the next one is near."""

EARLIEST = timedelta(hours=3)
"""How long before the change a confirmed hand-over counts for it."""


def watch_duty(node: Node) -> None:
    """Look at every authority that has a roster, and call for what presses."""
    now = node.clock.now()
    for authority in node.store.rostered():
        table = timetable_of(node, authority, now)
        _running_out(node, authority, table, now)
        _gone(node, authority, table, now)
        _not_handed_over(node, authority, table, now)
        request_shift_alert(node, authority, table, now)


def _running_out(node: Node, authority: str, table: Timetable, now: datetime) -> None:
    end = table.runs_out(now)
    if end is None:
        over = [one.ends for one in table.rosters if one.ends <= now]
        if not over:
            return
        end = max(over)
    left = (end - now) / timedelta(days=1)
    reached = [days for days in WARN_DAYS if left <= days]
    if not reached:
        return
    code = duty_codes.ROSTER_ENDED if left <= 0 else duty_codes.ROSTER_ENDS
    page(
        node,
        f"roster-ends/{authority}/{format_moment(end)}/{min(reached)}",
        code.because(authority=authority, moment=format_moment(end)),
        at=now,
        thread=None,
        urgency=Urgency.URGENT if left <= 3 else Urgency.ROUTINE,
    )


def _gone(node: Node, authority: str, table: Timetable, now: datetime) -> None:
    """Alert about officers on duty now or next who may not answer any more, by the register."""
    try:
        view = node.register.view()
    except Refused:
        return
    change = table.next_change(now)
    watches = [table.at(now), *([change[1]] if change else [])]
    named = {watch.officer for watch in watches} | {watch.substitute for watch in watches}
    for officer in sorted(one for one in named if one and not can_be_called(view, one, now)):
        page(
            node,
            f"roster-gone/{authority}/{officer}/{now.date().isoformat()}",
            duty_codes.ROSTER_GONE.because(officer=officer, authority=authority),
            at=now,
            thread=None,
            urgency=Urgency.URGENT,
        )


def _not_handed_over(node: Node, authority: str, table: Timetable, now: datetime) -> None:
    """Alert where duty changed a while ago, requests are open, and nobody has confirmed a handover."""
    watch = table.at(now)
    changed = watch.began
    if watch.source not in {DutyBasis.SHIFT, DutyBasis.STAND_IN} or changed is None:
        return
    if not CONFIRM_WITHIN <= now - changed <= LOOK_BACK:
        return
    before = table.at(changed - timedelta(seconds=1)).officer
    if before in {None, watch.officer}:
        return
    for one in node.store.hand_overs(authority, 5):
        if one.confirmed is not None and one.confirmed >= changed - EARLIEST:
            return
    if open_work(node, authority, now):
        page(
            node,
            f"not-handed-over/{authority}/{format_moment(changed)}",
            duty_codes.NOT_HANDED_OVER.because(authority=authority, moment=format_moment(changed)),
            at=now,
            thread=None,
            urgency=Urgency.URGENT,
        )
