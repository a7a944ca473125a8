# SPDX-License-Identifier: Apache-2.0
"""Accusations: a node keeps a proof of misbehaviour, hands it to all others and alerts people.

A fork or a rewritten log is proved at once. Where the request showed no way from the checkpoint
seen before to the one shown now, a job reads the log's own tiles: either they show the rewriting,
or that the log is in order and only the request was wrong.
"""

from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.misbehaviour import (
    Misbehaviour,
    build_misbehaviour,
    check_misbehaviour,
    origin_of,
)
from rogatory.custody.log.tiles import TileId, beginning, compact_range
from rogatory.custody.log.tree import root_of_beginning
from rogatory.directory.view.split import KIND as SPLIT_VIEW
from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.node.misbehaviour.kinds import MisbehaviourProof, read_proof, title_of
from rogatory.node.misbehaviour.spread import spread
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.witnesses import Accusation
from rogatory.wire.digests import sha256

MOST_PROOFS = 8
"""Proofs of one kind kept of one log, or of the publisher: who lied once can sign lies without an end, and
must not fill the disks of all others with them."""

EXPLAIN = "witness-explain"
"""The kind of the job that asks an accused log for its tiles."""


def accuse(node: Node, document: bytes) -> Accusation:
    """Keep a proof of misbehaviour, have it handed to all other nodes, and call this State's officers.

    The same proof a second time does nothing; another one of the same is kept, and no news.

    Raises:
        Refused: the file shows nothing against anybody.
    """
    accusation, found, is_news = _kept(node, document)
    if is_news and found.proves:
        _call(node, accusation, found)
    return accusation


def keep_proof(node: Node, document: bytes) -> None:
    """Keep the proof as `accuse` does, where the officers are called otherwise."""
    _kept(node, document)


def _kept(node: Node, document: bytes) -> tuple[Accusation, MisbehaviourProof, bool]:
    now = node.clock.now()
    found = read_proof(node.register.view(), document, now)
    accusation = Accusation(sha256(document), found.state, found.origin, found.kind, document, now)
    with node.store.transaction():
        before = _like(node, accusation)
        new = len(before) < MOST_PROOFS and node.store.add_accusation(accusation)
        if new and found.proves and not before:
            spread(node, accusation)
        elif new and not found.proves:
            payload = {"accusation": accusation.id}
            node.queue.enqueue(EXPLAIN, f"{EXPLAIN}/{accusation.id}", payload, now)
    return accusation, found, new and not before


def _like(node: Node, accusation: Accusation) -> list[Accusation]:
    """Return what is held against the same log or publisher in the same way already."""
    return [
        one
        for one in node.store.accusations(accusation.state)
        if (one.origin, one.kind) == (accusation.origin, accusation.kind) and one.explained is None
    ]


def checked(node: Node, document: bytes) -> Misbehaviour:
    """Return what a file proves by the keys that this node's directory lists, or ever listed."""
    origin = origin_of(document)
    view = node.register.view()
    vkeys = [
        vkey
        for state in view.states
        for record in view.entry(state).logs
        if record.origin == origin
        for vkey in record.vkeys
    ]
    return check_misbehaviour(document, vkeys)


def explain(node: Node, job: Job) -> None:
    """Ask the accused log for its tiles. While its node does not answer, officers know of an
    accusation that is not explained, and the job is tried again.
    """
    accusation = next(
        (one for one in node.store.accusations() if one.id == job.payload["accusation"]), None
    )
    if accusation is None:
        with done(node, job):
            return
    found = checked(node, accusation.document)
    proved = read_proof(node.register.view(), accusation.document, node.clock.now())
    try:
        proof = _from_tiles(node, accusation.state, found)
    except Unreachable:
        _call(node, accusation, proved)
        raise
    except Refused:  # tiles that lead to no root that the log signed explain nothing
        with done(node, job):
            pass
        _call(node, accusation, proved)
        return
    with done(node, job):
        if proof is None:
            node.store.mark_explained(accusation.id, node.clock.now())
    if proof is not None:
        accuse(node, proof)


def _from_tiles(node: Node, state: str, found: Misbehaviour) -> bytes | None:
    """Return the proof that the log's tiles give; None if they show that the log is in order."""
    first, second = found.first.checkpoint, found.second.checkpoint
    epoch = parse_origin(found.origin).epoch

    def read(tile: TileId) -> bytes:
        return node.peers.log_tile(state, epoch, tile)

    nodes = beginning(first.size, compact_range(second.size, read), read)
    if root_of_beginning(first.size, second.size, second.root, nodes) == first.root:
        return None
    return build_misbehaviour(found.first.note, found.second.note, nodes)


def _call(node: Node, accusation: Accusation, found: MisbehaviourProof) -> None:
    proof = accusation.id[:16]
    if found.kind == SPLIT_VIEW:
        reason = alert_codes.SPLIT_VIEW.because(count=found.version or 0, proof=proof)
        page(node, f"split-view/{accusation.id}", reason, at=accusation.at, thread=None)
        return
    title = title_of(found.kind)
    if found.sizes is None:
        reason = alert_codes.MISBEHAVES_OTHERWISE.because(
            state=found.state, title=title, proof=proof
        )
    else:
        count, rest = found.sizes
        reason = alert_codes.MISBEHAVES.because(
            state=found.state, title=title, count=count, rest=rest, proof=proof
        )
    page(node, f"misbehaviour/{accusation.id}", reason, at=accusation.at, thread=None)
