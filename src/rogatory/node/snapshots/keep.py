# SPDX-License-Identifier: Apache-2.0
"""Which snapshots this node went by, and what other States' nodes say of theirs.

A claim costs its maker nothing, so claims are bounded, and nothing here judges them: where two digests
of one version are known, a job asks for the files (`compare`).
"""

from collections.abc import Sequence

from rogatory.directory.view.view import NO_SNAPSHOT, DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.snapshots import refusals

COMPARE = "compare-snapshots"
"""The kind of the job that asks for the files behind two digests of one version."""

MOST_SNAPSHOTS = 64
"""Versions kept of a State. Of the own ones the files are kept: at 200 States some 3 MB. A split view
that is hidden for longer than so many versions is found by nobody; a peer that claims more fills nothing."""


def keep_own(node: Node, view: DirectoryView) -> None:
    """Keep the snapshot that this node goes by, with its file."""
    if view.published is None:
        return
    data, digest, version = view.published.data, view.snapshot_digest, view.snapshot_version
    seen = SeenSnapshot(node.state, version, digest, node.clock.now(), data)
    with node.store.transaction():
        if not node.store.put_snapshot(seen):
            return
        _forget_old(node, node.state)
        for other in node.store.snapshots_of_version(version):
            if other.state != node.state and other.digest == digest:
                node.store.drop_snapshot(other)
        _compare(node, version)


def note_snapshot(node: Node, state: str, version: int, digest: str) -> None:
    """Take note of the snapshot that another State's node says it went by.

    What agrees with this node's own is no news. What is older than what is kept here cannot be compared.
    """
    if digest == NO_SNAPSHOT or state == node.state:
        return
    own = node.store.snapshots_of_state(node.state)
    if any(one.version == version and one.digest == digest for one in own):
        return
    if len(own) >= MOST_SNAPSHOTS and version < own[-1].version:
        return
    seen = SeenSnapshot(state, version, digest, node.clock.now())
    with node.store.transaction():
        if node.store.put_snapshot(seen):
            _forget_old(node, state)
            _compare(node, version)


def own_snapshots(node: Node) -> Sequence[SeenSnapshot]:
    """Return the snapshots that this node reports to others: those it used, the newest first."""
    return node.store.snapshots_of_state(node.state)[:MOST_SNAPSHOTS]


def snapshot_file(node: Node, digest: str) -> bytes:
    """Return the file of a snapshot that this node went by.

    Raises:
        Refused: it went by no such snapshot, or long ago.
    """
    data = node.store.snapshot_file(node.state, digest)
    if data is None:
        raise Refused(refusals.SNAPSHOT_UNKNOWN.because(digest=digest))
    return data


def _forget_old(node: Node, state: str) -> None:
    known = node.store.snapshots_of_state(state)
    if len(known) > MOST_SNAPSHOTS:
        node.store.drop_snapshots(state, known[MOST_SNAPSHOTS - 1].version)
    # Many digests under one version are one version: no State needs more than two to be compared.
    for one in known[MOST_SNAPSHOTS:]:
        node.store.drop_snapshot(one)


def _compare(node: Node, version: int) -> None:
    digests = {one.digest for one in node.store.snapshots_of_version(version)}
    if len(digests) > 1:
        payload = {"version": version}
        node.queue.enqueue(COMPARE, f"{COMPARE}/{version}", payload, node.clock.now())
