# SPDX-License-Identifier: Apache-2.0
"""Deadlines that press alert a human: once for each level, so that an alert is never mere noise.

A request that no officer answered, a hold whose request for assistance is not filed (which loses
the data, article 42(8)), a date that passes: the officers who owe the next step are alerted in
time. A hold that runs out alerts officers of both States, each by its own node: nothing expires
silently.
"""

from collections.abc import Iterable

from rogatory.node.case_files.case_file_alerts import watch_case_files
from rogatory.node.context import Node
from rogatory.node.emergencies.claim import LANE
from rogatory.node.officers import duty_codes
from rogatory.node.officers.alert_keys import clock_key
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.transcript import envelopes
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.kinds.families import EMERGENCY
from rogatory.requests.thread.transcript import fold
from rogatory.wire.moments import format_moment

MOST_WATCHED = 5000
"""Open threads looked at in one beat; a State with more than this runs more than one desk."""


def watch_clocks(node: Node) -> None:
    """Look at every open thread and call for each clock that presses and concerns this State."""
    for summary in _may_press(node):
        transcript = node.store.transcript(summary.thread)
        state = fold(envelopes(transcript))
        for clock in clocks_of(node, transcript, state):
            if node.state in clock.concerns and clock.calls:
                _call(node, summary.thread, clock)
    watch_case_files(node)


def _may_press(node: Node) -> Iterable[ThreadSummary]:
    """Return the threads of which a clock can press: the open ones, and after the end those where
    something was asked since (consent, onward transfer, evidence to be confirmed), or where an
    emergency is to be looked at again.
    """
    wanted = [
        ThreadFilter(ended=False),
        ThreadFilter(ended=True, needs_answer=True),
        *(ThreadFilter(ended=True, kind=kind) for kind in sorted(EMERGENCY)),
        ThreadFilter(ended=True, urgency=LANE),
    ]
    found = {
        one.thread: one
        for each in wanted
        for one in node.store.threads_listed(each, Order.ACTIVITY, MOST_WATCHED)
    }
    return found.values()


def _call(node: Node, thread: str, clock: Deadline) -> None:
    fields = {"title": clock.title, "level": clock.level.value}
    reason = (
        duty_codes.CLOCK.because(fields)
        if clock.due is None
        else duty_codes.CLOCK_DUE.because(fields, moment=format_moment(clock.due))
    )
    page(
        node,
        clock_key(clock.message, clock.name, clock.level.value),
        reason,
        at=node.clock.now(),
        thread=thread,
    )
