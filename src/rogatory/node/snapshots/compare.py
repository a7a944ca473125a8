# SPDX-License-Identifier: Apache-2.0
"""Two digests of one version: the files are asked for, and two that the publisher signed convict
it.

Only signed files convict. A digest is a peer's word: while its file does not come nothing is held
against the directory, and after a day the word is dropped and an alert names the peer who gave it.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from rogatory.directory.view.published_snapshot import PublishedSnapshot
from rogatory.directory.view.split import build_split, check_split, signed_snapshot
from rogatory.errors import Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.misbehaviour.accuse import accuse
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.snapshots import refusals
from rogatory.wire.digests import sha256
from rogatory.wire.words import Statement, statement_of

PATIENCE = timedelta(days=1)
"""How long a peer may take to show what it named: its node may be away. Longer, and one false word
would be asked after for weeks."""


def compare_snapshots(node: Node, job: Job) -> None:
    """Ask for the files of a version, and accuse the publisher where two contradict each other."""
    version = int(str(job.payload["version"]))
    view = node.register.view()
    claims = node.store.snapshots_of_version(version)
    if view.published is None or len({one.digest for one in claims}) < 2:
        with done(node, job):
            return
    problems = [_bring(node, view.published, one, claims) for one in claims if one.data is None]
    waits = [problem for problem in problems if problem is not None]
    _accuse(node, view.published, node.store.snapshots_of_version(version))
    if waits:
        later(node, job, waits[0])
        return
    with done(node, job):
        pass


def _bring(
    node: Node, published: PublishedSnapshot, claim: SeenSnapshot, claims: Sequence[SeenSnapshot]
) -> Statement | None:
    """Have the file behind a claim verified and kept; the problem where it may come yet."""
    if any(one.digest == claim.digest and one.data is not None for one in claims):
        return None
    try:
        data = node.peers.snapshot(claim.state, claim.digest)
        found = signed_snapshot(data, published.keys, node.network).signed
        if sha256(data) != claim.digest or found.version != claim.version:
            raise Refused(refusals.SNAPSHOT_OTHER.because(state=claim.state, version=claim.version))
    except RogatoryError as error:
        if node.clock.now() - claim.at < PATIENCE:
            return statement_of(error)
        with node.store.transaction():
            node.store.drop_snapshot(claim)
        _raise_alert(node, claim)
        return None
    with node.store.transaction():
        node.store.put_snapshot(
            SeenSnapshot(claim.state, claim.version, claim.digest, claim.at, data)
        )
    return None


def _accuse(node: Node, published: PublishedSnapshot, claims: Sequence[SeenSnapshot]) -> None:
    """Keep the proof about each two files of the version that contradict each other."""
    files = {one.digest: one.data for one in claims if one.data is not None}
    for first, second in combinations(files.values(), 2):
        proof = build_split(node.network, first, second)
        try:
            check_split(proof, published.keys, node.network)
        except Refused:
            continue  # one content in two forms, or two keys: nobody contradicted himself
        accuse(node, proof)


def _raise_alert(node: Node, claim: SeenSnapshot) -> None:
    now = node.clock.now()
    reason = alert_codes.SNAPSHOT_NOT_SHOWN.because(state=claim.state, count=claim.version)
    page(node, f"snapshot-claim/{claim.state}/{now:%Y-%m-%d}", reason, at=now, thread=None)
