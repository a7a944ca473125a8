# SPDX-License-Identifier: Apache-2.0
"""The test alert at the start of each shift, by which who comes on duty is known to be reachable before an emergency.

It climbs no ladder and waits for no answer. Where no means of alerting took it, an urgent alert goes up the
ladder: the officer on duty cannot be reached, and somebody has to say so. That a means took it does not show that
anybody has seen it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.calling import call_officer, was_reached
from rogatory.node.duty.timetable import DutyBasis, Timetable, Watch
from rogatory.node.officers import duty_codes
from rogatory.node.officers.alert_keys import SHIFT_STARTS
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.duty import CallAttempt, Rung, Urgency
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.queue import Job
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import Statement

JOB = "shift-alert"
"""The kind of the job that sends a test alert."""

TESTED_WITHIN = timedelta(hours=1)
"""How long after the start of a shift its test alert is still sent: a node that was down at the start tests late. Later
than that it would wake an officer for what the next alert shows anyway."""


@dataclass(frozen=True, slots=True)
class ShiftAlert:
    """The test alert of a shift that has started, and what each means of alerting made of it."""

    authority: str
    officer: str
    at: datetime
    attempts: tuple[CallAttempt, ...]

    @property
    def failed(self) -> bool:
        """Decide whether no means took it; the desk alone is no failure where it is all that there is."""
        return not was_reached(self.attempts)


def request_shift_alert(node: Node, authority: str, table: Timetable, now: datetime) -> None:
    """Have the test alert of a shift sent that has just started, once."""
    watch = table.at(now)
    key = _key(authority, watch)
    if key is None or watch.began is None or now - watch.began > TESTED_WITHIN:
        return
    if node.store.page(key) is None:
        with node.store.transaction():
            shift = {
                "authority": authority,
                "officer": watch.officer,
                "began": format_moment(watch.began),
            }
            node.queue.enqueue(JOB, key, shift, now)


def send_shift_alert(node: Node, job: Job) -> None:
    """Alert the officer who came on duty, by every means, and note the result; raise an alert where none took it.

    Killed between sending and noting, it is sent again: an officer who is tested twice has missed nothing.
    """
    if node.store.page(job.key) is not None:
        with done(node, job):
            return
    now, officer = node.clock.now(), str(job.payload["officer"])
    authority, began = str(job.payload["authority"]), parse_moment(str(job.payload["began"]))
    alert = Page(
        id=job.key,
        at=now,
        thread=None,
        reason=Statement(duty_codes.TEST.because()),
        urgency=Urgency.ROUTINE.value,
        seen=now,
    )
    try:
        view = node.register.view()
    except Refused:
        view = None
    attempts = tuple(call_officer(node, view, alert, 0, Rung.ON_DUTY, officer))
    with done(node, job):
        if not node.store.add_page(alert):
            return
        for attempt in attempts:
            node.store.add_attempt(attempt)
        if not was_reached(attempts):
            reason = duty_codes.SHIFT_UNREACHED.because(
                officer=officer, authority=authority, moment=format_moment(began)
            )
            page(
                node,
                f"shift-unreached/{authority}/{format_moment(began)}/{officer}",
                reason,
                at=now,
                thread=None,
                urgency=Urgency.URGENT,
            )


def shift_alert(node: Node, authority: str, watch: Watch) -> ShiftAlert | None:
    """Return the test alert of the officer on duty; None where none was sent at the start of the shift."""
    key = _key(authority, watch)
    found = None if key is None else node.store.page(key)
    if found is None or watch.officer is None:
        return None
    return ShiftAlert(authority, watch.officer, found.at, tuple(node.store.attempts(found.id)))


def _key(authority: str, watch: Watch) -> str | None:
    """Return the key of a shift's test alert; None where a default, or nobody, is on duty."""
    if watch.source not in {DutyBasis.SHIFT, DutyBasis.STAND_IN}:
        return None
    if watch.officer is None or watch.began is None:
        return None
    return f"{SHIFT_STARTS}{authority}/{format_moment(watch.began)}/{watch.officer}"
