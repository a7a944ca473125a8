# SPDX-License-Identifier: Apache-2.0
"""Clocks that press call a human: once for each level, so that a call is never mere noise.

A request that no officer answered, a hold whose request for assistance is not filed (which loses
the data, article 42(8)), a date that passes: whoever owes the next step hears of it in time.
"""

from rogatory.node.context import Node
from rogatory.node.matter_watch import watch_matters
from rogatory.node.pages import page
from rogatory.node.thread_view import clocks_of
from rogatory.node.threads import envelopes
from rogatory.requests.clocks import Clock, Level
from rogatory.requests.standing import ENDED, Status
from rogatory.requests.transcript import fold
from rogatory.wire.moments import format_moment

CALLING = frozenset({Level.WARNING, Level.CRITICAL, Level.OVERDUE})

ALSO_CALLING = {
    "mla-filing": frozenset({Level.NOTICE}),
    "hold": frozenset({Level.ENDED}),
}
"""Steps of single clocks that are said, too: the thirtieth day without the request that keeps the
data, and that a hold has come to its end (articles 42(8), 42(9)). Line 27 of the law's list."""

MOST_WATCHED = 5000
"""Open threads looked at in one beat; a State with more than this runs more than one desk."""


def watch_clocks(node: Node) -> None:
    """Look at every open thread and call for each clock of ours that presses."""
    for summary in node.books.summaries(limit=MOST_WATCHED):
        if Status(summary.status) in ENDED:
            continue
        transcript = node.books.transcript(summary.thread)
        state = fold(envelopes(transcript))
        for clock in clocks_of(node, transcript, state):
            if clock.owed_by == node.state and _calls(clock):
                _call(node, summary.thread, clock)
    watch_matters(node)


def _calls(clock: Clock) -> bool:
    return clock.level in CALLING | ALSO_CALLING.get(clock.name, frozenset())


def _call(node: Node, thread: str, clock: Clock) -> None:
    due = "" if clock.due is None else f", due {format_moment(clock.due)}"
    page(
        node,
        f"clock/{clock.message}/{clock.name}/{clock.level.value}",
        f"{clock.title} ({clock.level.value}{due})",
        at=node.clock.now(),
        thread=thread,
    )
