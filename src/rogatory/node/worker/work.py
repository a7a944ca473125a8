# SPDX-License-Identifier: Apache-2.0
"""A worker: it leases jobs, hands each to its handler, and survives every failure.

A handler does its slow work without a transaction and ends its job in the transaction of the job's
effects. A job that it did not end is leased again when the lease runs out.
"""

import logging
from collections.abc import Callable, Mapping

from rogatory.errors import RogatoryError
from rogatory.node.activity import Activity, ActivityKind, activity
from rogatory.node.audit import verification
from rogatory.node.call_back.ask import ask_by_itself
from rogatory.node.call_back.not_reached import REVIEW, remind_of_review
from rogatory.node.completeness.asking import ASK as RECOVER
from rogatory.node.contact_cards.fetch_cards import bring_card, keep_card_beat
from rogatory.node.context import Node
from rogatory.node.drill_runs.send import send_due_drill
from rogatory.node.duty import shift_alert
from rogatory.node.duty.calling import call
from rogatory.node.emergencies.single_officer import REVIEW as SINGLE_REVIEW
from rogatory.node.emergencies.single_officer import remind_of_single_review
from rogatory.node.followed_logs.follow_schedule import follow_log, keep_log_beat
from rogatory.node.hooks import changes as hook_changes
from rogatory.node.listing import rewrite_rows
from rogatory.node.messages.apply import apply
from rogatory.node.messages.deliver import deliver
from rogatory.node.messages.missing_messages import fill_gap
from rogatory.node.misbehaviour import accuse, spread
from rogatory.node.object_removal import remove_unneeded
from rogatory.node.packages.fetch import fetch_package
from rogatory.node.peer_health.dead_letters import after_fault, killed_too_often, put_aside
from rogatory.node.peer_health.knock import KNOCK, knock
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import LeaseLostError, later
from rogatory.node.recovery import follow_up
from rogatory.node.recovery.take_back import EVENT
from rogatory.node.repositories.queue import Job
from rogatory.node.snapshots.compare import compare_snapshots
from rogatory.node.snapshots.keep import COMPARE
from rogatory.node.systems.hook_deliveries import notify_system
from rogatory.node.witnesses import ask_snapshots, high_water
from rogatory.node.witnesses import witness_schedule as witness_beat
from rogatory.node.worker.schedule import (
    keep_checkpoint_beat,
    keep_clock_beat,
    keep_directory_beat,
    keep_drill_beat,
)
from rogatory.wire.words import Statement, statement_of, theirs

type JobHandler = Callable[[Node, Job], None]

HANDLERS: Mapping[str, JobHandler] = {
    "apply": apply,
    "deliver": deliver,
    "gap": fill_gap,
    "fetch": fetch_package,
    "call": call,
    shift_alert.JOB: shift_alert.send_shift_alert,
    "checkpoint": keep_checkpoint_beat,
    "directory": keep_directory_beat,
    "clocks": keep_clock_beat,
    "call-back": ask_by_itself,
    REVIEW: remind_of_review,
    SINGLE_REVIEW: remind_of_single_review,
    "drills": keep_drill_beat,
    "drill": send_due_drill,
    "cards": keep_card_beat,
    "card": bring_card,
    "logs": keep_log_beat,
    verification.JOB: verification.verify_log,
    rewrite_rows.JOB: rewrite_rows.relist,
    "follow-log": follow_log,
    witness_beat.BEAT: witness_beat.keep_witness_beat,
    witness_beat.ASK: witness_beat.cosign_job,
    high_water.MARK: high_water.find_mark,
    accuse.EXPLAIN: accuse.explain,
    spread.SPREAD: spread.spread_proof,
    ask_snapshots.VIEWS: ask_snapshots.ask_views,
    COMPARE: compare_snapshots,
    RECOVER: follow_up.repeat_inquiry,
    EVENT: follow_up.write_event,
    remove_unneeded.JOB: remove_unneeded.remove_unneeded,
    KNOCK: knock,
    hook_changes.JOB: notify_system,
}

JOBS_AT_ONCE = 8
"""Jobs leased in one go: few enough that the last is begun before its lease runs out."""

_log = logging.getLogger(__name__)


def run_once(node: Node, worker: str) -> int:
    """Do the jobs that are due, at most `JOBS_AT_ONCE`; returns how many were leased."""
    jobs = node.queue.lease(worker, JOBS_AT_ONCE, node.clock.now())
    for job in jobs:
        run(node, job)
    return len(jobs)


def run(node: Node, job: Job) -> None:
    """Do one job. Its failure is noted and it is tried again: a worker never dies of a job.

    A job that ends in a fault of ours again and again, or in which the worker itself dies, is set
    aside with its reason, and a human is called: it would otherwise take from all others for ever.
    """
    if not node.queue.begin(job, node.clock.now()):
        return
    if killed_too_often(job):
        put_aside(node, job, Statement(job_codes.DIED.because(count=job.unended - 1)))
        return
    with activity(ActivityKind.JOB, job=job.kind) as work:
        _run(node, job, work)


def _run(node: Node, job: Job, work: Activity) -> None:
    fields = {"job": job.kind, "attempts": job.attempts}
    try:
        HANDLERS[job.kind](node, job)
    except LeaseLostError:
        _log.warning("another worker has taken over a job", extra={"fields": fields})
    except RogatoryError as error:
        work.codes += error.codes
        later(node, job, statement_of(error))
    except Exception as error:  # noqa: BLE001 - the boundary of the worker: noted, and tried again
        work.is_fault = True
        _log.exception("a job failed", extra={"fields": fields})
        after_fault(node, job, _fault(error))


def _fault(error: Exception) -> Statement:
    return Statement(job_codes.FAULT.because(name=type(error).__name__, problem=theirs(str(error))))


def run_until_idle(node: Node, worker: str, limit: int = 1000) -> int:
    """Do jobs until none is due (for the demo, exercises and tests); returns how many."""
    count = 0
    while count < limit and (leased := run_once(node, worker)):
        count += leased
    return count
