# SPDX-License-Identifier: Apache-2.0
"""Asking witnesses which snapshots of the directory they went by, so that a split view is found.

Receipts name one snapshot each, and only where messages pass. Witnesses are asked on their beat.
"""

from rogatory.node.context import Node
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.queue import Job
from rogatory.node.snapshots.keep import note_snapshot

VIEWS = "views"
"""The kind of the job that asks one witness."""


def ask_views(node: Node, job: Job) -> None:
    """Take note of each snapshot that a State's witness lists."""
    state = str(job.payload["state"])
    for version, digest in node.peers.snapshots(state):
        note_snapshot(node, state, version, digest)
    with done(node, job):
        pass
