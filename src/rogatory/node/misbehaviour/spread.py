# SPDX-License-Identifier: Apache-2.0
"""Proofs travel: what one node found convicts somebody before all, once all have it.

A new proof is handed to every listed State's node, the accused one included, in a job for each. Who
takes one that it did not have hands it on likewise, so that it also reaches those who refuse the finder.
"""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.witnesses import Accusation
from rogatory.wire.words import statement_of

SPREAD = "spread-proof"
"""The kind of the job that hands a proof to one State's node."""

MOST_REFUSALS = 8
"""How often a node that refuses a proof is asked again: its directory may be older than ours."""


def spread(node: Node, accusation: Accusation) -> None:
    """Ask for a proof to be handed to all; inside the transaction in which it is kept."""
    now = node.clock.now()
    for state in node.register.view().states:
        if state != node.state:
            payload = {"proof": accusation.id, "state": state}
            node.queue.enqueue(SPREAD, f"{SPREAD}/{accusation.id}/{state}", payload, now)


def spread_proof(node: Node, job: Job) -> None:
    """Hand a proof to one State's node; one that does not answer is tried without an end."""
    state, name = str(job.payload["state"]), job.payload["proof"]
    found = next((one for one in node.store.accusations() if one.id == name), None)
    if found is not None and found.explained is None and state in node.register.view().states:
        try:
            node.peers.show_proof(state, found.document)
        except (AnsweredError, Refused) as error:
            if job.attempts < MOST_REFUSALS:
                later(node, job, statement_of(error))
                return
    with done(node, job):
        pass
