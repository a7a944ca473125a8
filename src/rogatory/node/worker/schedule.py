# SPDX-License-Identifier: Apache-2.0
"""A node's recurring work, as jobs that ask for themselves again."""

from datetime import timedelta

from rogatory.errors import RogatoryError
from rogatory.node.context import Node
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.directory.accepted_directory import log_accepted
from rogatory.node.directory.held_states import call_for_held
from rogatory.node.drafting.expiry import watch_unfinished
from rogatory.node.drill_runs.send import plan_drills
from rogatory.node.duty.duty_alerts import watch_duty
from rogatory.node.failover.accepted import note_promise
from rogatory.node.listing.rewrite_rows import ask_to_relist
from rogatory.node.object_removal.remove_unneeded import ask_to_remove
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.contact import watch_lines
from rogatory.node.postal.letter_alerts import watch_letters
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.queue import Job
from rogatory.node.snapshots.keep import keep_own
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.node.witnesses.witness_schedule import BEAT as WITNESSES
from rogatory.wire.words import statement_of


def start_schedule(node: Node) -> None:
    """Ask for the recurring jobs; when they are there already, nothing changes. Called at start."""
    now = node.clock.now()
    with node.store.transaction():
        node.queue.enqueue("checkpoint", "checkpoint", {}, now)
        node.queue.enqueue("directory", "directory", {}, now)
        node.queue.enqueue("clocks", "clocks", {}, now)
        node.queue.enqueue("drills", "drills", {}, now)
        node.queue.enqueue("cards", "cards", {}, now)
        node.queue.enqueue("logs", "logs", {}, now)
        node.queue.enqueue(WITNESSES, WITNESSES, {}, now)
        ask_to_relist(node)
        ask_to_remove(node)


def keep_checkpoint_beat(node: Node, job: Job) -> None:
    """Publish the log's checkpoint."""
    publish_checkpoint(node)
    _repeat(node, job, node.settings.checkpoint_beat)


def keep_directory_beat(node: Node, job: Job) -> None:
    """Refresh the directory; without it the node works on within its grace, and says so early."""
    now = node.clock.now()
    try:
        view = node.register.refresh(now)
        call_for_held(node, view, now)
        log_accepted(node, view)
        keep_own(node, view)
    except RogatoryError as error:
        day = now.date().isoformat()
        reason = alert_codes.DIRECTORY.because(problem=statement_of(error))
        page(node, f"directory/{day}", reason, at=now, thread=None)
    _repeat(node, job, node.settings.directory_beat)


def keep_clock_beat(node: Node, job: Job) -> None:
    """Look at the clocks of open threads, at what waits on the lines, at the rosters and at texts that
    nobody goes on with, and call a human for what presses. Note what the database's server promises.
    """
    watch_clocks(node)
    watch_lines(node)
    watch_letters(node)
    watch_duty(node)
    watch_unfinished(node)
    note_promise(node.store, node.clock.now())
    _repeat(node, job, node.settings.clock_beat)


def keep_drill_beat(node: Node, job: Job) -> None:
    """Plan the next drill of each State that agreed to be drilled."""
    plan_drills(node)
    _repeat(node, job, node.settings.drill_beat)


def _repeat(node: Node, job: Job, pause: timedelta) -> None:
    """End the job and ask for it again; if it was asked for while it ran, it is queued again
    afterwards.
    """
    with done(node, job):
        node.queue.enqueue(job.kind, job.key, {}, node.clock.now() + pause)
