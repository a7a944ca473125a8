# SPDX-License-Identifier: Apache-2.0
"""What a witness does with a log that shows another history: it keeps the proof and calls people.

A fork or a rewritten log is proved at once. Where the request showed no way from what was seen to
what is shown now, the log's own tiles are asked, in a job: either they show the rewriting, or that
the log is in order and only the request was wrong.
"""

from rogatory.custody.log_epoch import parse_origin
from rogatory.custody.misbehaviour import (
    Misbehaviour,
    build_misbehaviour,
    check_misbehaviour,
    origin_of,
)
from rogatory.custody.tiles import TileId, beginning, compact_range
from rogatory.custody.tree import root_of_beginning
from rogatory.custody.witness import NotCosignedError
from rogatory.errors import Refused, Unreachable
from rogatory.node import sentences
from rogatory.node.context import Node
from rogatory.node.jobs import done
from rogatory.node.pages import page
from rogatory.node.records import Job
from rogatory.node.witness_records import Accusation
from rogatory.wire.digests import sha256

EXPLAIN = "witness-explain"
"""The kind of the job that asks an accused log for its tiles."""


def accuse(node: Node, state: str, document: bytes) -> Accusation:
    """Keep a proof of misbehaviour of a State's log, and call this State's officers.

    Whoever calls has verified it, or made it of checkpoints that he verified. The same proof a
    second time calls nobody.
    """
    found = checked(node, document)
    accusation = Accusation(
        id=sha256(document),
        state=state,
        origin=found.origin,
        kind=found.contradiction.value,
        document=document,
        at=node.clock.now(),
    )
    with node.books.transaction():
        new = node.books.add_accusation(accusation)
        if new and not found.contradiction.proves:
            payload = {"accusation": accusation.id}
            node.queue.enqueue(EXPLAIN, f"{EXPLAIN}/{accusation.id}", payload, accusation.at)
    if new and found.contradiction.proves:
        _call(node, accusation, found)
    return accusation


def checked(node: Node, document: bytes) -> Misbehaviour:
    """What a file proves by the keys that this node's directory lists, or ever listed."""
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
        (one for one in node.books.accusations() if one.id == job.payload["accusation"]), None
    )
    if accusation is None:
        with done(node, job):
            return
    found = checked(node, accusation.document)
    try:
        proof = _from_tiles(node, accusation.state, found)
    except Unreachable:
        _call(node, accusation, found)
        raise
    except Refused:  # tiles that lead to no root that the log signed explain nothing
        with done(node, job):
            pass
        _call(node, accusation, found)
        return
    with done(node, job):
        if proof is None:
            node.books.mark_explained(accusation.id, node.clock.now())
    if proof is not None:
        accuse(node, accusation.state, proof)


def _from_tiles(node: Node, state: str, found: Misbehaviour) -> bytes | None:
    """The proof that the log's tiles give; None if they show that the log is in order."""
    first, second = found.first.checkpoint, found.second.checkpoint
    epoch = parse_origin(found.origin).epoch

    def read(tile: TileId) -> bytes:
        return node.peers.log_tile(state, epoch, tile)

    nodes = beginning(first.size, compact_range(second.size, read), read)
    if root_of_beginning(first.size, second.size, second.root, nodes) == first.root:
        return None
    return build_misbehaviour(found.first.note, found.second.note, nodes)


def alarm(node: Node, state: str, error: NotCosignedError) -> None:
    """Call this State's officers for what is no proof and yet no program's mistake."""
    now = node.clock.now()
    codes = "/".join(error.codes)
    page(node, f"witness/{state}/{codes}/{now:%Y-%m-%d}", str(error), at=now, thread=None)


def _call(node: Node, accusation: Accusation, found: Misbehaviour) -> None:
    sizes = found.first.checkpoint.size, found.second.checkpoint.size
    page(
        node,
        f"misbehaviour/{accusation.id}",
        sentences.MISBEHAVES.format(
            state=accusation.state,
            title=found.contradiction.title,
            count=sizes[0],
            rest=sizes[1],
            proof=accusation.id[:16],
        ),
        at=accusation.at,
        thread=None,
    )
