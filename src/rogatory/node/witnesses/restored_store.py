# SPDX-License-Identifier: Apache-2.0
"""Detecting that this node's store was restored: others have seen a longer log than it has.

A checkpoint that our log's key signed is certain, from any source; nobody can forge one. That
nobody shows one proves nothing. A peer that only claims it, by building on a message of ours that
is not here, may lie: it raises an alert (`apply`), and closes nothing.
"""

from dataclasses import dataclass

from rogatory.custody.log.checkpoint import Checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import RogatoryError
from rogatory.node.context import Node


@dataclass(frozen=True, slots=True)
class WitnessCopy:
    """The answer of one witness: the entries it saw beyond those here, or why it gave none."""

    state: str
    beyond: int | None = None
    problem: str | None = None


def look(node: Node, state: str) -> WitnessCopy:
    """Ask one witness for the newest checkpoint of the log that it cosigned, and compare it.

    1. It is signed by a key of this log.
    2. It covers more entries than are here, or other ones: then the store lost entries.
    """
    origin = node.log_origin
    try:
        note = node.peers.last_cosigned(state, origin)
        if note is None:
            return WitnessCopy(state)
        vkeys = node.register.view().log_vkeys(origin)
        seen = verify_checkpoint(note, origin=origin, vkeys=vkeys).checkpoint  # 1
    except RogatoryError as error:
        return WitnessCopy(state, problem=str(error))
    return WitnessCopy(state, beyond=seen.size if is_beyond(node, seen) else None)  # 2


def is_beyond(node: Node, seen: Checkpoint) -> bool:
    """Decide whether a checkpoint that our log's key signed covers entries that are not here, or other ones.

    One of an epoch that is over here says nothing of what follows.
    """
    epoch = parse_origin(seen.origin).epoch
    if epoch != node.store.log_epoch():
        return epoch > node.store.log_epoch()
    # Read after the answer: this log may have grown meanwhile, and never shrinks by itself.
    if seen.size > node.store.log_size():
        return True
    return node.store.log_tree(seen.size).root() != seen.root
