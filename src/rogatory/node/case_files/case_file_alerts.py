# SPDX-License-Identifier: Apache-2.0
"""Orders and referrals that press call a human, whether or not their thread has ended.

An order outlives the request that it served, and a referral the answer that did not wait for it:
only a person ends them. Each is called once for each step, and again each week when it is over.
"""

from rogatory.errors import Reason
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.case_file_deadlines import CaseFileClock, case_file_clocks
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.promise import Promise, promise_of
from rogatory.node.context import Node
from rogatory.node.officers import duty_codes
from rogatory.node.officers.alerts import page
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.wire.moments import format_moment

CALLING = frozenset({DeadlineLevel.WARNING, DeadlineLevel.CRITICAL, DeadlineLevel.OVERDUE})

MOST_WATCHED = 10_000
"""The most case files with an open order or referral that one round looks at: a State with more
needs more than one node.
"""


def watch_case_files(node: Node) -> None:
    """Look at every case file with something open, and raise an alert for each pressing deadline."""
    now = node.clock.now()
    for row in node.store.case_files(watched=True, limit=MOST_WATCHED):
        case_file = read_case_file(node, row.thread)
        pressing = [clock for clock in case_file_clocks(case_file, now) if clock.level in CALLING]
        promise = promise_of(node, row.thread) if pressing else None
        for clock in pressing:
            _call(node, case_file, clock, promise)


def _call(node: Node, case_file: CaseFile, clock: CaseFileClock, promise: Promise | None) -> None:
    """Raise an alert that contains no name, account or custodian: it may go by mail."""
    page(
        node,
        f"matter/{clock.of}/{clock.name}/{clock.step}",
        _reason(case_file, clock, promise if _binds(clock, promise) else None),
        at=node.clock.now(),
        thread=case_file.thread,
    )


def _binds(clock: CaseFileClock, promise: Promise | None) -> bool:
    """Decide whether the data are promised for longer than the order that ends."""
    if promise is None or clock.name != "domestic-order":
        return False
    return promise.until is None or clock.due is None or promise.until > clock.due


def _reason(case_file: CaseFile, clock: CaseFileClock, promise: Promise | None) -> Reason:
    fields = {
        "title": clock.title,
        "level": clock.level.value,
        "who": case_file.assignee or case_file.authority,
        **({} if clock.due is None else {"moment": format_moment(clock.due)}),
    }
    if promise is None:
        statement = duty_codes.CASE_CLOCK_DUE if clock.due else duty_codes.CASE_CLOCK
        return statement.because(fields)
    if promise.until is None:
        due, without = (
            duty_codes.CASE_CLOCK_DUE_PROMISED_OPEN,
            duty_codes.CASE_CLOCK_PROMISED_OPEN,
        )
        return (due if clock.due else without).because(fields, state=promise.peer)
    due, without = duty_codes.CASE_CLOCK_DUE_PROMISED, duty_codes.CASE_CLOCK_PROMISED
    until = format_moment(promise.until)
    return (due if clock.due else without).because(fields, state=promise.peer, until=until)
