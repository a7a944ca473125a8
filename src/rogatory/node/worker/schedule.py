# SPDX-License-Identifier: Apache-2.0
"""A node's recurring work, as jobs that ask for themselves again."""

from collections.abc import Mapping
from datetime import timedelta

from rogatory.errors import Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.directory.accepted_directory import log_accepted
from rogatory.node.directory.held_states import call_for_held
from rogatory.node.drafting.expiry import watch_unfinished
from rogatory.node.drill_runs.send import plan_drills
from rogatory.node.duty.duty_alerts import watch_duty
from rogatory.node.failover.accepted import note_promise
from rogatory.node.key_ends.key_end_alerts import watch_key_ends
from rogatory.node.listing.rewrite_rows import ask_to_relist
from rogatory.node.object_removal.remove_unneeded import ask_to_remove
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.contact import hasten, watch_lines
from rogatory.node.postal.letter_alerts import watch_letters
from rogatory.node.queue.end_job import PAUSES, done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.snapshots.keep import keep_own
from rogatory.node.systems.token_ends import watch_token_ends
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.node.witnesses.witness_schedule import BEAT as WITNESSES
from rogatory.wire.words import statement_of


def start_schedule(node: Node) -> None:
    """Ask for the recurring jobs; one that is there already runs within its pause, as it did. Called at start, and
    after the clock was set back: what a clock that ran fast put off would wait until real time reaches it.
    """
    now = node.clock.now()
    with node.store.transaction():
        for kind, pause in _pauses(node).items():
            node.queue.enqueue(kind, kind, {}, now)
            node.queue.hasten([kind], now + pause)
        node.queue.recall(now, now + PAUSES[-1])
        ask_to_relist(node)
        ask_to_remove(node)


def _pauses(node: Node) -> Mapping[str, timedelta]:
    """Return the recurring jobs, each with the pause before it runs again."""
    settings = node.settings
    return {
        "checkpoint": settings.checkpoint_beat,
        "directory": settings.directory_beat,
        "clocks": settings.clock_beat,
        "drills": settings.drill_beat,
        "cards": settings.card_beat,
        "logs": settings.log_beat,
        WITNESSES: settings.witness_beat,
    }


def after_clock_was_set_back(node: Node) -> None:
    """Bring forward what waits for moments that a clock ran ahead to."""
    start_schedule(node)
    now = node.clock.now()
    with node.store.transaction():
        # Until it is refreshed, a copy of the directory from the future serves nobody.
        node.queue.hasten(["directory"], now)
        for state in node.store.undelivered_counts():
            hasten(node, state, now)


def keep_checkpoint_beat(node: Node, job: Job) -> None:
    """Publish the log's checkpoint."""
    publish_checkpoint(node)
    _repeat(node, job, node.settings.checkpoint_beat)


def keep_directory_beat(node: Node, job: Job) -> None:
    """Refresh the directory; without it the node works on within its grace, and says so early. Where there is no copy
    that serves, it is tried again soon: the doors are shut until then.
    """
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
        if not _has_view(node):
            later(node, job, statement_of(error))
            return
    _repeat(node, job, node.settings.directory_beat)


def _has_view(node: Node) -> bool:
    try:
        node.register.view()
    except Refused:
        return False
    return True


def keep_clock_beat(node: Node, job: Job) -> None:
    """Look at the clocks of open threads, at what waits on the lines, at the rosters, at texts that
    nobody goes on with and at keys that end, and call a human for what presses. Note what the database's server
    promises.
    """
    watch_clocks(node)
    watch_lines(node)
    watch_letters(node)
    watch_duty(node)
    watch_unfinished(node)
    watch_key_ends(node)
    watch_token_ends(node)
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
