# SPDX-License-Identifier: Apache-2.0
"""The beat on which witnesses are asked, and on which somebody notices that they are silent."""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.witnesses.ask import ask_witness
from rogatory.node.witnesses.ask_snapshots import VIEWS
from rogatory.node.witnesses.own_policy import own_policy, witnessing_state
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement, statement_of

ATTEMPTS = 4
"""Nodes that are started together know each other's keys some seconds later."""

BEAT = "witnesses"
ASK = "cosign"


def keep_witness_beat(node: Node, job: Job) -> None:
    """Ask each witness that the policy names for the checkpoint published now, each in a job of its
    own: one that does not answer holds up nobody, and all say the same size. Then look whether
    the grace is over.
    """
    now = node.clock.now()
    try:
        policy = own_policy(node)
    except Refused as error:
        policy = None
        reason = alert_codes.WITNESS_POLICY.because(problem=statement_of(error))
        page(node, f"witness-policy/{now:%Y-%m-%d}", reason, at=now, thread=None)
    watch_witnesses(node)
    note = node.store.checkpoint()
    with done(node, job):
        for state in () if policy is None or note is None else policy.states:
            node.queue.enqueue(ASK, f"{ASK}/{state}", {"state": state, "checkpoint": note}, now)
            node.queue.enqueue(VIEWS, f"{VIEWS}/{state}", {"state": state}, now)
        node.queue.enqueue(job.kind, job.key, {}, now + node.settings.witness_beat)


def cosign_job(node: Node, job: Job) -> None:
    """Ask one witness. How it went is written beside the State; one that did not answer is asked again
    within seconds a few times, and then by the next beat.
    """
    state = str(job.payload["state"])
    is_settled = ask_witness(node, state, str(job.payload["checkpoint"]))
    if not is_settled and job.attempts < ATTEMPTS:
        later(node, job, Statement(job_codes.WITNESS_SILENT.because(state=state)))
        return
    with done(node, job):
        pass


def watch_witnesses(node: Node) -> None:
    """Call a human, once a day, when the log is ahead of its witnesses for longer than the grace.

    Nothing stops: messages and proofs go on, and what is proved meanwhile says that its policy is
    not met. Once witnesses answer again, one checkpoint covers everything.
    """
    now, found = node.clock.now(), witnessing_state(node)
    since = found.waiting_since
    if since is None or now - since <= node.settings.witness_grace:
        return
    silent = ", ".join(one.state for one in found.contacts if one.problem)
    fields = {"name": str(found.policy), "moment": format_moment(since)}
    reason = (
        alert_codes.WITNESSES_SILENT.because(fields, states=silent)
        if silent
        else alert_codes.WITNESSES_UNASKED.because(fields)
    )
    page(
        node,
        f"witnesses/{now:%Y-%m-%d}",
        reason,
        at=now,
        thread=None,
    )
