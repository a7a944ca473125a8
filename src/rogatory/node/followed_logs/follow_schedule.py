# SPDX-License-Identifier: Apache-2.0
"""The schedule on which a node follows the logs of all other States, one job a State.

A log that does not answer is asked again in the next round: delivery alerts a human about a node
that is silent. The log is followed whether or not the State wrote to us lately, so that our
questions reveal nothing about what concerns us.
"""

from dataclasses import dataclass

from rogatory.errors import Refused, Unreachable, printed_reasons
from rogatory.node.context import Node
from rogatory.node.followed_logs.follow import Followed, follow, origins_of
from rogatory.node.followed_logs.receipts import seek_receipts
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.queue import Job


@dataclass(frozen=True, slots=True)
class LogWatch:
    """The knowledge of a State's log.

    Its epochs, how many receipts were found there, not found, not looked for yet, those not found,
    and why the log did not answer if it was asked in vain.
    """

    state: str
    logs: tuple[FollowedLog, ...]
    found: int
    missing: int
    waiting: int
    not_found: tuple[SoughtReceipt, ...] = ()
    unreached: str | None = None

    @property
    def holds(self) -> bool:
        """Decide whether nothing was found against it."""
        return not self.missing and all(one.problem is None for one in self.logs)


def others(node: Node) -> list[str]:
    """Return the States whose logs are followed: all that the directory lists with one, but the
    own.
    """
    view = node.register.view()
    return [one for one in view.states if one != node.state and view.entry(one).logs]


def watch_log(node: Node, state: str) -> LogWatch:
    """Follow each epoch of a State's log once, and look for its receipts there."""
    rounds, unreached = dict[str, Followed](), None
    for origin in origins_of(node.register.view(), state):
        try:
            rounds[str(origin)] = follow(node, origin)
        except Unreachable as error:
            unreached = printed_reasons(error.reasons[:1])
    try:
        seek_receipts(node, state, rounds)
    except Unreachable as error:
        unreached = printed_reasons(error.reasons[:1])
    return log_watch(node, state, unreached)


def log_watch(node: Node, state: str, unreached: str | None = None) -> LogWatch:
    """Return the stored knowledge of a State's log; nobody is asked."""
    found, missing, waiting = node.store.count_receipts(state)
    return LogWatch(
        state,
        tuple(node.store.followed_logs(state)),
        found,
        missing,
        waiting,
        tuple(node.store.sought_receipts(state, found=False)) if missing else (),
        unreached,
    )


def keep_log_beat(node: Node, job: Job) -> None:
    """Ask for a round of every other State's log, and for the next beat."""
    try:
        states = others(node)
    except Refused:
        states = []  # the directory's own beat calls a human
    now = node.clock.now()
    with done(node, job):
        for state in states:
            node.queue.enqueue("follow-log", f"follow-log/{state}", {"state": state}, now)
        node.queue.enqueue(job.kind, job.key, {}, now + node.settings.log_beat)


def follow_log(node: Node, job: Job) -> None:
    """Run one round of one State's log, unless the directory has none of it any more."""
    state = str(job.payload["state"])
    if state in others(node):
        watch_log(node, state)
    with done(node, job):
        pass
