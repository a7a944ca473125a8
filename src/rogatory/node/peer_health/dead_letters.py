# SPDX-License-Identifier: Apache-2.0
"""Poison: jobs that fail by a fault of ours whenever they run, set aside with their reason.

A message, a thread or a file that our code cannot handle would be tried for ever, wake nobody, and,
where it kills its worker, hold up everything else. Nothing is dropped: a job that was set aside is
run again when a human orders it, when it is asked for again, and, since most faults are fixed by a
new version, `rogatory queue replay --all` after an update.
"""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.officers import alert_codes, refusals
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.resend_refused import resend
from rogatory.node.queue.end_job import pause_after
from rogatory.node.repositories.queue import Job
from rogatory.wire.words import Statement

CALL_AFTER_FAULTS = 4
"""A minute and a half: a full disk or a database that is away may pass by itself until then."""

FAULTS_BORNE = 7
"""About twenty minutes of pauses; what fails the same way after that does so for ever."""

DEATHS_BORNE = 10
"""Runs that a worker began and never ended. A machine that restarts kills a job twice or thrice."""

LONG = frozenset({"fetch"})
"""Kinds that run for hours: a worker that is stopped by its operator ends in the middle of one."""


CALLING = "call"
"""The kind that calls a human. Its own failure calls nobody: the call about it would fail as it did,
and call again; the operator finds it in the list."""


def is_standing(job: Job) -> bool:
    """Decide whether it is a recurring job, which must go on whatever happens: its key is its kind."""
    return job.key == job.kind


def killed_too_often(job: Job) -> bool:
    return job.unended > DEATHS_BORNE and job.kind not in LONG and not is_standing(job)


def after_fault(node: Node, job: Job, problem: Statement) -> None:
    """Try a job again after a fault of ours, or set it aside."""
    faults, now = job.faults + 1, node.clock.now()
    if faults > FAULTS_BORNE and not is_standing(job):
        put_aside(node, job, problem)
        return
    node.queue.retry(job, problem, now + pause_after(faults), faults=faults)
    if faults >= CALL_AFTER_FAULTS and job.kind != CALLING:
        reason = alert_codes.FAULT.because(job=job.key[:100], problem=problem)
        page(node, f"fault/{job.key}"[:200], reason, at=now, thread=_thread(job))


def put_aside(node: Node, job: Job, problem: Statement) -> None:
    now = node.clock.now()
    aside = node.queue.set_aside(job, problem, now)
    if not aside or job.kind == CALLING:
        return
    reason = alert_codes.ASIDE.because(job=job.key[:100], problem=problem)
    page(node, f"aside/{job.key}"[:180] + f"/{now:%Y%m%d}", reason, at=now, thread=_thread(job))


def replay(node: Node, key: str) -> None:
    """Let a job run again now that was set aside, or that waits for its next try; and the delivery of
    a message that the other State refused.

    Raises:
        Refused: there is none of that key.
    """
    now, refused = node.clock.now(), node.store.message(key.removeprefix("deliver/"))
    with node.store.transaction():
        if refused is not None and resend(node, refused, now):
            return
        if not node.queue.replay(key, now):
            raise Refused(refusals.JOB_UNKNOWN.because(key=key[:200]))


def _thread(job: Job) -> str | None:
    thread = job.payload.get("thread")
    return thread if isinstance(thread, str) else None
