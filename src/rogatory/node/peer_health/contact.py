# SPDX-License-Identifier: Apache-2.0
"""The contact with another State's node: when it is tried again, and when a human is alerted.

A node that does not answer occupies a thread for twenty seconds. With a hundred messages for it,
each tried by itself, the workers would do nothing else and the messages to all others wait. So
after some failures in a row only one message at a time is tried; the others wait for the result,
and go at once when that node is there again: when it answered, or when it knocks here. A node that
knocked may still be starting: after a try that failed then, the next ones follow soon, and ever later.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from rogatory.node.context import Node
from rogatory.node.maintenance.refusals import PEER_MAINTENANCE
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import PAUSES, pause_after
from rogatory.node.repositories.messages import StoredMessage, Undelivered, each_undelivered
from rogatory.node.repositories.peer_health import PeerLine
from rogatory.wire.words import P_, Statement

HICCUPS = 3
"""Failures in a row after which a node counts as silent: most lines break for seconds, and one
message's bad luck must not hold up the next."""

ONE_TRY = timedelta(seconds=60)
"""The time of one try to a silent node before another message may try: longer than its line waits."""


def is_silent(line: PeerLine) -> bool:
    return line.failures >= HICCUPS


def wait_until(node: Node, state: str) -> datetime | None:
    """Return when a message for a State may be tried, if not now: while it is silent, one tries at
    a time.
    """
    if not is_silent(node.store.peer_line(state)):
        return None
    now = node.clock.now()
    with node.store.transaction():
        line = node.store.peer_line(state)
        if is_silent(line) and line.next_try is not None and _is_ahead(line.next_try, now):
            return line.next_try
        node.store.put_peer_line(replace(line, next_try=now + ONE_TRY))
    return None


def _is_ahead(next_try: datetime, now: datetime) -> bool:
    """Decide whether a try is still to come. One that lies further ahead than any pause was noted by a clock that ran
    fast.
    """
    return now < next_try <= now + PAUSES[-1]


def is_within(moment: datetime | None, span: timedelta, now: datetime) -> bool:
    """Decide whether a moment is less than `span` away from now, before it or after it: one further in the future was
    noted by a clock that ran fast, and counts as long ago.
    """
    return moment is not None and abs(now - moment) < span


def note_silence(node: Node, state: str, problem: Statement, *, began: datetime) -> PeerLine:
    """Note a try without an answer, inside a transaction; returns the line after it.

    Tries that began before the last failure was noted failed for the same reason: four workers that
    meet one broken line are one failure, not four.
    """
    now, line = node.clock.now(), node.store.peer_line(state)
    if line.tried is not None and began < line.tried <= now:
        return line
    failures = line.failures + 1
    found = replace(
        line,
        failures=failures,
        silent_since=line.silent_since or now,
        tried=now,
        next_try=now + _pause(line, failures, now),
        problem=problem,
    )
    node.store.put_peer_line(found)
    return found


def _pause(line: PeerLine, failures: int, now: datetime) -> timedelta:
    """Return how long to wait after a failure: after a knock no longer than that was ago."""
    usual = pause_after(failures)
    if line.heard is None or line.heard > now:
        return usual
    return min(usual, max(now - line.heard, PAUSES[0]))


def note_answer(node: Node, state: str) -> None:
    """Note that a State's node answered, inside a transaction: what waits for it goes at once."""
    now, line = node.clock.now(), node.store.peer_line(state)
    found = replace(
        line,
        answered=now,
        failures=0,
        silent_since=None,
        next_try=None,
        problem=None,
    )
    if line.failures or not is_within(line.answered, NOTED_EVERY, now):
        node.store.put_peer_line(found)
    if line.failures:
        hasten(node, state, now)


NOTED_EVERY = timedelta(minutes=1)
"""How often it is written down that a node that is there is there: each writing is a commit."""


def hasten(node: Node, state: str, now: datetime) -> None:
    """Ask at once for the deliveries to a State that wait, inside a transaction."""
    waiting = each_undelivered(node.store, state)
    node.queue.hasten((f"deliver/{one.digest}" for one in waiting), now)


def watch_lines(node: Node) -> None:
    """Call humans for what waits too long, on the beat of the clocks: tries become rare, calls do
    not wait for them.
    """
    for state, waiting in node.store.undelivered_counts().items():
        line = node.store.peer_line(state)
        if line.silent_since is not None:
            _call_about_silence(node, line, line.silent_since, waiting.total)
        else:
            for message in each_undelivered(node.store, state):
                call_about_message(node, message)


def _call_about_silence(node: Node, line: PeerLine, since: datetime, count: int) -> None:
    """Call once for each silence, and once more for each thread in emergency, which calls sooner.

    A hundred messages that wait for one node are one call, not a hundred.
    """
    now, key = node.clock.now(), f"silent/{line.state}/{since:%Y%m%dT%H%M%SZ}"
    if now - since >= node.settings.page_emergency_undelivered_after:
        messages = each_undelivered(node.store, line.state)
        for thread in dict.fromkeys(message.thread for message in messages):
            summary = node.store.summary(thread)
            if summary is not None and summary.urgency == "emergency":
                reason = alert_codes.SILENT_IN_EMERGENCY.because(
                    state=line.state, problem=line.problem
                )
                page(node, f"{key}/{thread}", reason, at=now, thread=thread)
    if now - since >= node.settings.page_undelivered_after:
        reason = alert_codes.SILENT.because(state=line.state, count=count, problem=line.problem)
        page(node, key, reason, at=now, thread=None)


_NOT_TRIED = P_("not tried yet")


def call_about_message(
    node: Node, message: StoredMessage | Undelivered, *, at_once: bool = False
) -> None:
    """Call for a message that the other node, which does answer, gives no receipt for: at once
    where its answer is wrong, else when it has waited too long.
    """
    now = node.clock.now()
    stored = node.store.message(message.digest) or message
    if not at_once and now - message.at < _patience(node, stored):
        return
    reason = alert_codes.UNRECEIPTED.because(
        state=message.peer, problem=stored.problem or _NOT_TRIED
    )
    page(node, f"undelivered/{message.digest}", reason, at=now, thread=message.thread)


MAINTENANCE_PATIENCE = timedelta(hours=4)
"""How long messages wait for a node in maintenance before a human is called: an upgrade takes less, and a node
that was forgotten in maintenance is found the same day."""


def _patience(node: Node, message: StoredMessage | Undelivered) -> timedelta:
    """Return how long a message may wait before a human is called: longer while the other node is in
    maintenance, but not for an emergency.
    """
    problem = message.problem
    if not isinstance(problem, Statement) or PEER_MAINTENANCE.id not in problem.codes:
        return node.settings.page_undelivered_after
    summary = node.store.summary(message.thread)
    if summary is not None and summary.urgency == "emergency":
        return node.settings.page_emergency_undelivered_after
    return MAINTENANCE_PATIENCE
