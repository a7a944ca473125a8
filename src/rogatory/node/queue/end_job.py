# SPDX-License-Identifier: Apache-2.0
"""How a job ends: done in the transaction of its effects, or asked for again later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rogatory.node.context import Node
from rogatory.node.repositories.queue import Job
from rogatory.wire.words import Statement

PAUSES = (
    timedelta(seconds=2),
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
"""Pauses before the next attempt; the last one for all further ones. Short at first, since most
lines break for seconds; never longer, since a preserved hold may run out."""


class LeaseLostError(Exception):
    """Another worker has the job; what this one did is rolled back."""


@contextmanager
def done(node: Node, job: Job, *, relaxed: bool = False) -> Iterator[None]:
    """Open one transaction for a job's effects and its end.

    `relaxed`: a crash of the machine may take both, and the job is done again.

    Raises:
        LeaseLostError: the lease ran out meanwhile; no effect of the block is kept.
    """
    with node.store.transaction(relaxed=relaxed):
        yield
        if not node.queue.finish(job):
            raise LeaseLostError(job.key)


def later(node: Node, job: Job, problem: Statement, *, failures: int | None = None) -> None:
    """Ask for the job again after the pause that fits its attempts.

    A job that gets on between its failures says how many there were since.
    """
    tried = job.attempts if failures is None else failures
    node.queue.retry(job, problem, node.clock.now() + pause_after(tried))


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return PAUSES[min(max(failures, 1), len(PAUSES)) - 1]
