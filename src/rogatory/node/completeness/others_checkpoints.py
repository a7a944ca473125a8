# SPDX-License-Identifier: Apache-2.0
"""Others' views of this node's own log: a checkpoint counts by its signature, from any source."""

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Refused
from rogatory.node.completeness.record import recovery_of
from rogatory.node.context import Node
from rogatory.seal.notes import parse_note


def newer_checkpoint(node: Node, kept: str | None, shown: str | None) -> str | None:
    """Return the newer of two checkpoints of our own log; the second one only if our log's key
    signed it.
    """
    found = None if shown is None else own_checkpoint(node, shown)
    if found is None:
        return kept
    before = None if kept is None else read(kept)
    return shown if before is None or _place(found) > _place(before) else kept


def newer_note(kept: str, shown: str | None) -> str:
    """Return the larger of two checkpoints, if they are of one epoch; else the first."""
    if shown is None or read(shown).origin != read(kept).origin:
        return kept
    return shown if read(shown).size > read(kept).size else kept


def seen_of_log(node: Node) -> Checkpoint | None:
    """Return the newest checkpoint of the own log that a State showed during the recovery of the
    store.
    """
    recovery = recovery_of(node.store)
    return None if recovery is None or recovery.seen is None else read(recovery.seen)


def read(note: str) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)


def own_checkpoint(node: Node, note: str) -> Checkpoint | None:
    """Return a checkpoint of our own log, of any epoch; None if our log's key did not sign it."""
    try:
        origin = parse_origin(read(note).origin)
        if (origin.network, origin.state) != (node.network, node.state):
            return None
        vkeys = node.register.view().log_vkeys(str(origin))
        return verify_checkpoint(note, origin=str(origin), vkeys=vkeys).checkpoint
    except Refused:
        return None


def _place(checkpoint: Checkpoint) -> tuple[int, int]:
    return parse_origin(checkpoint.origin).epoch, checkpoint.size
