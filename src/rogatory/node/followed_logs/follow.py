# SPDX-License-Identifier: Apache-2.0
"""Following another State's log: does it continue its earlier state, and is each receipt in it?

Nothing that comes over the line is trusted. What counts is signed (checkpoints, receipts) or hashes
to what is signed (tiles). The store is written before anybody is alerted:

1. the new checkpoint, once it is shown to continue the last one; killed before, it is asked for
   again;
2. each receipt that was looked for; killed before, it is looked for again;
3. each fault, and then a human is alerted, once for each kind of fault of a log.
"""

import contextlib
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import Checkpoint, verify_checkpoint
from rogatory.custody.log.epoch import LogOrigin, parse_origin, verify_opening
from rogatory.custody.log.tiles import (
    TileId,
    TileReader,
    compact_range,
    consistency,
    inclusion,
)
from rogatory.custody.log.tree import CompactRange
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.node.followed_logs import refusals
from rogatory.node.followed_logs.report_violation import (
    contradiction,
    forgotten,
    is_proved,
    read_note,
    report_violation,
)
from rogatory.node.repositories.followed_logs import FollowedLog

ANSWERED = "peer-refused"
"""The code by which the line reports that a node did answer, and gives nothing."""

MOST_TILES = 4096
"""Tiles kept while one log is followed, 32 MiB: enough for every receipt of one round."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One round: the state of the log, the tree of its last good checkpoint, and its tiles."""

    log: FollowedLog
    tree: CompactRange | None
    read_tile: TileReader


def origins_of(view: DirectoryView, state: str) -> list[LogOrigin]:
    """Return the epochs of a State's log that the directory lists, in their order."""
    origins = {parse_origin(record.origin) for record in view.entry(state).logs}
    return sorted(origins, key=lambda origin: origin.epoch)


def follow(node: Node, origin: LogOrigin) -> Followed:
    """Ask for the newest checkpoint of an epoch and decide whether it continues the last one.

    What must hold:
      1. It is signed by a key that the directory lists for the log, and of that origin.
      2. It is no smaller than the last one, and the last one is its beginning.
      3. The first one of a later epoch follows the epoch before (its opening).
      4. The tree that its tiles make has its root.

    What does not hold is noted, with the file that proves it where there is one, and called; the
    last good checkpoint stays the one that the next is compared with. What was only not shown is
    forgotten when it is shown; what a file proves stays noted.

    Raises:
        Unreachable: the log did not answer; nothing is noted.
    """
    last = node.store.followed_log(str(origin)) or FollowedLog(str(origin), origin.state)
    read_tile = _tiles(node, origin)
    note = node.peers.log_checkpoint(origin.state, origin.epoch)
    try:
        now = _verified(node, origin, note)  # 1
        _refuse_other_history(last, now, read_tile)  # 2
        if last.note is None:
            _refuse_other_opening(node, origin, now, read_tile)  # 3
        grown = tree_of(now, read_tile)  # 4
    except Refused as error:
        return Followed(_accuse(node, last, note, error, read_tile), None, read_tile)
    accepted = dataclasses.replace(
        last if is_proved(node, last) else forgotten(last),
        size=now.size,
        note=note.decode(),
        followed=node.clock.now(),
    )
    with node.store.transaction():
        node.store.put_followed_log(accepted)
    return Followed(accepted, grown, read_tile)


def vkeys_of(view: DirectoryView, origin: LogOrigin) -> list[str]:
    """Return every key ever listed for a log: an old checkpoint stays what it was."""
    logs = view.entry(origin.state).logs
    return [key for one in logs if one.origin == str(origin) for key in one.vkeys]


def kept_checkpoint(log: FollowedLog | None) -> Checkpoint | None:
    """Return the last checkpoint that was accepted, from the store."""
    if log is None or log.note is None:
        return None
    return read_note(log.note)


def _verified(node: Node, origin: LogOrigin, note: bytes) -> Checkpoint:
    vkeys = vkeys_of(node.register.view(), origin)
    return verify_checkpoint(note, origin=str(origin), vkeys=vkeys).checkpoint


def _refuse_other_history(last: FollowedLog, now: Checkpoint, read_tile: TileReader) -> None:
    before = kept_checkpoint(last)
    if before is None or before.size == 0:
        return
    if now.size <= before.size:
        tree.verify_consistency(before.size, before.root, now.size, now.root, [])
    else:
        refuse_inconsistent(before, now, tree_of(now, read_tile), read_tile)


def refuse_inconsistent(
    before: Checkpoint, now: Checkpoint, grown: CompactRange, read_tile: TileReader
) -> None:
    """Decide that a smaller checkpoint is the beginning of the tree that the tiles make."""
    path = [] if before.size == now.size else consistency(before.size, grown, read_tile)
    tree.verify_consistency(before.size, before.root, now.size, now.root, path)


def _refuse_other_opening(
    node: Node, origin: LogOrigin, now: Checkpoint, read_tile: TileReader
) -> None:
    """Refuse another opening: a later epoch has an entry at least, and begins with the last
    checkpoint of the one before that was followed here, or with a later one that the log shows of
    it.

    After a restore the old entries may be lost, so that its last checkpoint cannot be followed any
    more; it is signed, and what others saw of it is their business as witnesses.
    """
    if origin.epoch == 1:
        return
    ends = _ends_of(node, LogOrigin(origin.network, origin.state, origin.epoch - 1))
    if now.size:
        path = inclusion(0, tree_of(now, read_tile), read_tile)
        if not ends or any(_opens(now, last, path) for last in ends):
            return
    raise Refused(custody_refusals.OPENING_OTHER.because(origin=str(origin)))


def _ends_of(node: Node, origin: LogOrigin) -> list[Checkpoint]:
    """Return the last checkpoint of an epoch that was accepted here, and the one that the log shows
    now.

    Raises:
        Unreachable: the log did not answer; what it would show is not known.
    """
    kept = kept_checkpoint(node.store.followed_log(str(origin)))
    ends = [] if kept is None else [kept]
    try:
        shown = _verified(node, origin, node.peers.log_checkpoint(origin.state, origin.epoch))
    except Refused:
        return ends
    except Unreachable as error:
        if ANSWERED not in error.codes:
            raise
        return ends
    return [*ends, shown] if kept is None or shown.size >= kept.size else ends


def _opens(now: Checkpoint, last: Checkpoint, path: Sequence[bytes]) -> bool:
    try:
        verify_opening(now, last, path)
    except Refused:
        return False
    return True


def tree_of(now: Checkpoint, read_tile: TileReader) -> CompactRange:
    """Return the tree that a log's tiles make at a checkpoint; refuses one that has another root."""
    grown = compact_range(now.size, read_tile) if now.size else CompactRange()
    if grown.root() != now.root:
        raise Refused(refusals.LOG_TILES_OTHER.because(size=str(now.size)))
    return grown


def _tiles(node: Node, origin: LogOrigin) -> TileReader:
    """Return tiles of the log over the line, each asked for once."""
    kept: dict[TileId, bytes] = {}

    def read(tile: TileId) -> bytes:
        if tile not in kept:
            if len(kept) >= MOST_TILES:
                kept.clear()
            kept[tile] = node.peers.log_tile(origin.state, origin.epoch, tile)
        return kept[tile]

    return read


def _accuse(
    node: Node, last: FollowedLog, note: bytes, error: Refused, read_tile: TileReader
) -> FollowedLog:
    """Record the accusation; `note` counts against the log only if the log signed it."""
    proof = None
    with contextlib.suppress(Refused):
        _verified(node, parse_origin(last.origin), note)
        if last.note is not None:
            proof = contradiction(last.note, note.decode(), read_tile)
    return report_violation(node, last, error, proof=proof)
